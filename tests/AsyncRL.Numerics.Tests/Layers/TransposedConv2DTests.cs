using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

public class TransposedConv2DTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Every_kernel_and_stride_has_the_same_bits_as_the_scalar_vector(VectorWidth width)
    {
        for (int kernel = 1; kernel <= 4; kernel++)
        {
            for (int stride = 1; stride <= 5; stride++)
            {
                foreach (int size in new[] { 1, 4, 9 })
                    AssertSameBits(new TransposedConv2D(new Shape(size, size + 1, 6), 9, kernel, stride), width);
                AssertSameBits(new TransposedConv2D(new Shape(5, 5, 32), 7, kernel, stride), width);
                AssertSameBits(new TransposedConv2D(new Shape(3, 4, 2), 16, kernel, stride), width);
            }
        }
    }

    [Fact]
    public void A_small_example_by_hand()
    {
        // Stride 2: the kernel of each input pixel covers pixels of its own.
        var layer = new TransposedConv2D(new Shape(1, 2, 1), 1, 2, 2);
        var parameters = new float[layer.ParameterBlockLength];
        new float[] { 1, 2, 3, 4 }.CopyTo(parameters, layer.ParameterOffset(0));
        parameters[layer.ParameterOffset(1)] = 10;
        (float[] output, float[] input, var scratch) = (new float[8], [1, 100], new float[layer.ScratchLength(1, 1)]);
        layer.Forward<ScalarVector<float>, float>(new ForwardPass<float>
        {
            Rows = 1,
            Parameters = parameters,
            Input = input,
            Output = output,
            Scratch = scratch,
        });
        Assert.Equal([11, 12, 110, 210, 13, 14, 310, 410], output);

        (var gradient, var inputGradient) = (new float[layer.ParameterBlockLength], new float[2]);
        layer.Backward<ScalarVector<float>, float>(new BackwardPass<float>
        {
            Rows = 1,
            Parameters = parameters,
            Input = input,
            Output = output,
            OutputGradient = [1, 0, 0, 0, 0, 5, 7, 0],
            ParameterGradient = gradient,
            InputGradient = inputGradient,
            Scratch = scratch,
        });
        Assert.Equal([1, 0, 700, 5], gradient[..4]);
        Assert.Equal(13, gradient[layer.ParameterOffset(1)]);
        Assert.Equal([21, 21], inputGradient);
    }

    /// <summary>⟨conv(x), y⟩ = ⟨x, transposed conv(y)⟩ with the same weights and no bias.</summary>
    [Fact]
    public void It_is_the_adjoint_of_the_convolution() => PropertyCheck.ForAll("adjoint", 60, draw =>
    {
        var generator = new RandomGenerator(draw.Seed);
        var layer = (TransposedConv2D)TransposedConv2D.Sample(generator);
        var convolution = new Conv2D(layer.Output, layer.Input.Channels, layer.Kernel, layer.Stride);
        Assert.Equal(layer.Input, convolution.Output);
        Assert.Equal<IEnumerable<int>>(convolution.Parameters[0].Dimensions, layer.Parameters[0].Dimensions);
        double[] weights = Draw(layer.Parameters[0].Length), x = Draw(convolution.Input.Size), y = Draw(layer.Input.Size);
        Assert.Equal(Product(Forward(convolution, weights, x), y), Product(x, Forward(layer, weights, y)), 1e-9);

        double[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => generator.NextNormal())];
    });

    [Theory]
    [InlineData(9, 4, 2, 20)]
    [InlineData(1, 4, 2, 4)]
    [InlineData(7, 8, 2, 20)]
    [InlineData(3, 2, 5, 12)]
    public void The_output_has_a_kernel_for_every_input_pixel(int image, int kernel, int stride, int expected) =>
        Assert.Equal(
            new Shape(expected, expected, 7), new TransposedConv2D(new Shape(image, image, 32), 7, kernel, stride).Output);

    [Fact]
    public void Parameters_tell_their_fans_and_costs()
    {
        var layer = new TransposedConv2D(new Shape(9, 9, 32), 7, 4, 2);
        Assert.Equal<IEnumerable<int>>([4, 4, 7, 32], layer.Parameters[0].Dimensions);
        Assert.Equal((128, 112), (layer.Parameters[0].FanIn, layer.Parameters[0].FanOut));
        Assert.Equal((128, 112), (layer.Parameters[1].FanIn, layer.Parameters[1].FanOut));
        Assert.Equal(9 * 9 * 32 * 4 * 4 * 7, layer.MultiplyAddsPerRow);
    }

    [Theory]
    [InlineData(0, 2, 1, 3, "transposed-conv: kernel is 0; expected at least 1.")]
    [InlineData(3, 0, 1, 3, "transposed-conv: filters is 0; expected at least 1.")]
    [InlineData(3, 2, 0, 3, "transposed-conv: stride is 0; expected at least 1.")]
    [InlineData(3, 2, 1, 0, "transposed-conv: input channels is 0; expected at least 1.")]
    public void A_size_that_does_not_fit_gets_a_sentence(int kernel, int filters, int stride, int channels, string sentence)
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => new TransposedConv2D(new Shape(9, 9, channels), filters, kernel, stride));
        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_too_large_to_count_is_refused() =>
        Assert.Throws<OverflowException>(() => new TransposedConv2D(new Shape(1000, 1000, 1), 1000, 1000, 1000));

    private static double[] Forward(Layer layer, double[] weights, double[] input)
    {
        (var parameters, var output) = (new double[layer.ParameterBlockLength], new double[layer.Output.Size]);
        weights.CopyTo(parameters, layer.ParameterOffset(0));
        layer.Forward<ScalarVector<double>, double>(new ForwardPass<double>
        {
            Rows = 1,
            Parameters = parameters,
            Input = input,
            Output = output,
            Scratch = new double[layer.ForwardScratchLength],
        });
        return output;
    }

    private static double Product(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static void AssertSameBits(TransposedConv2D layer, VectorWidth width)
    {
        LayerRun<float> scalar = new LayerRun<float>(layer, 2, 1).Run<ScalarVector<float>>();
        LayerRun<float> vector = VectorChoice.Invoke(width, new RunLayer(new LayerRun<float>(layer, 2, 1)));
        Bits.AssertSame<float>(scalar.Output.Span, vector.Output.Span, $"{scalar.Name}, output");
        Bits.AssertSame<float>(scalar.ParameterGradient.Span, vector.ParameterGradient.Span, $"{scalar.Name}, parameter gradient");
        Bits.AssertSame<float>(scalar.InputGradient.Span, vector.InputGradient.Span, $"{scalar.Name}, input gradient");
    }
}
