using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

public class Conv2DTests
{
    /// <summary>
    /// Kernels that overlap, touch and leave gaps, with images that they cover completely and images of which a part remains.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Every_kernel_stride_and_image_agrees_with_the_textbook_loops(int kernel)
    {
        for (int stride = 1; stride <= 6; stride++)
        {
            for (int height = kernel; height <= kernel + 5; height++)
            {
                for (int width = kernel; width <= kernel + 5; width++)
                {
                    var run = new LayerRun<double>(new Conv2D(new Shape(height, width, 2), 3, kernel, stride), 2, (ulong)stride);
                    TextbookPass textbook = TextbookPass.Compute(run);
                    run.Run<ScalarVector<double>>();
                    string what = $"{run.Name}, kernel {kernel}, stride {stride}";
                    AssertWithin(textbook.Output, run.Output.Span, what + ", output");
                    AssertWithin(textbook.InputGradient, run.InputGradient.Span, what + ", input gradient");
                    AssertWithin(textbook.ParameterGradient[0], run.ParameterSlice(run.ParameterGradient, 0), what + ", weight gradient");
                }
            }
        }
    }

    /// <summary>Vectors of channels, pairs of vectors and the tail, as inputs (which the data gradient writes) and as outputs.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_channels_to_70_has_the_same_bits_as_the_scalar_vector(VectorWidth width)
    {
        for (int channels = 1; channels <= 70; channels++)
        {
            AssertSameBits(new Conv2D(new Shape(4, 3, 2), channels, 2, 1), width);
            AssertSameBits(new Conv2D(new Shape(4, 3, channels), 2, 2, 1), width);
            AssertSameBits(new Conv2D(new Shape(3, 4, 20), channels, 2, 1), width);
        }
    }

    /// <summary>Classes of the data gradient, single and merged, with and without taps outside dy.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_kernel_and_stride_has_the_same_bits_as_the_scalar_vector(VectorWidth width)
    {
        for (int kernel = 1; kernel <= 4; kernel++)
        {
            for (int stride = 1; stride <= 5; stride++)
            {
                foreach (int size in new[] { kernel, kernel + 3, 12 })
                    AssertSameBits(new Conv2D(new Shape(size, size + 1, 9), 6, kernel, stride), width);
                AssertSameBits(new Conv2D(new Shape(12, 12, 16), 3, kernel, stride), width);
            }
        }
    }

    [Fact]
    public void A_small_example_by_hand()
    {
        // 1 2 3
        // 4 5 6   ×   1  2   +  10
        // 7 8 9       3  4
        var layer = new Conv2D(new Shape(3, 3, 1), 1, 2, 1);
        var parameters = new float[layer.ParameterBlockLength];
        new float[] { 1, 2, 3, 4 }.CopyTo(parameters, layer.ParameterOffset(0));
        parameters[layer.ParameterOffset(1)] = 10;
        var output = new float[4];
        float[] input = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        var forward = new ForwardPass<float> { Rows = 1, Parameters = parameters, Input = input, Output = output };
        layer.Forward<ScalarVector<float>, float>(in forward);
        Assert.Equal([47, 57, 77, 87], output);

        var parameterGradient = new float[layer.ParameterBlockLength];
        var inputGradient = new float[9];
        layer.Backward<ScalarVector<float>, float>(new BackwardPass<float>
        {
            Rows = 1,
            Parameters = parameters,
            Input = input,
            Output = output,
            OutputGradient = [1, 0, 0, 100],
            ParameterGradient = parameterGradient,
            InputGradient = inputGradient,
            Scratch = new float[layer.ScratchLength(1, 1)],
        });
        Assert.Equal([501, 602, 804, 905], parameterGradient[..4]);
        Assert.Equal(101, parameterGradient[layer.ParameterOffset(1)]);
        Assert.Equal([1, 2, 0, 3, 104, 200, 0, 300, 400], inputGradient);
    }

    [Theory]
    [InlineData(84, 8, 4, 20)]
    [InlineData(20, 4, 2, 9)]
    [InlineData(9, 3, 1, 7)]
    [InlineData(10, 3, 4, 2)]
    [InlineData(3, 3, 7, 1)]
    public void The_output_has_a_pixel_for_every_whole_patch(int image, int kernel, int stride, int expected) =>
        Assert.Equal(new Shape(expected, expected, 16), new Conv2D(new Shape(image, image, 4), 16, kernel, stride).Output);

    [Fact]
    public void A_row_of_the_passes_costs_a_multiply_add_per_weight_and_pixel() =>
        Assert.Equal(20 * 20 * 16 * 8 * 8 * 4, new Conv2D(new Shape(84, 84, 4), 16, 8, 4).MultiplyAddsPerRow);

    [Fact]
    public void Parameters_tell_their_fans()
    {
        var layer = new Conv2D(new Shape(9, 9, 5), 7, 3, 2);
        Assert.Equal<IEnumerable<int>>([3, 3, 5, 7], layer.Parameters[0].Dimensions);
        Assert.Equal((45, 63), (layer.Parameters[0].FanIn, layer.Parameters[0].FanOut));
        Assert.Equal((45, 63), (layer.Parameters[1].FanIn, layer.Parameters[1].FanOut));
    }

    [Theory]
    [InlineData(3, 8, 2, 1, "conv: the kernel is 8×8; expected at most the image, 3×9.")]
    [InlineData(9, 0, 2, 1, "conv: kernel is 0; expected at least 1.")]
    [InlineData(9, 3, 0, 1, "conv: filters is 0; expected at least 1.")]
    [InlineData(9, 3, 2, 0, "conv: stride is 0; expected at least 1.")]
    public void A_size_that_does_not_fit_gets_a_sentence(int height, int kernel, int filters, int stride, string sentence)
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => new Conv2D(new Shape(height, 9, 2), filters, kernel, stride));
        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    private static void AssertWithin(ReadOnlySpan<TextbookSum> expected, ReadOnlySpan<double> actual, string what) =>
        TextbookAssert.Within(expected, actual, TextbookAssert.DoubleUnit, what);

    private static void AssertSameBits(Conv2D layer, VectorWidth width)
    {
        LayerRun<float> scalar = new LayerRun<float>(layer, 2, 1).Run<ScalarVector<float>>();
        LayerRun<float> vector = VectorChoice.Invoke(width, new RunLayer(new LayerRun<float>(layer, 2, 1)));
        Bits.AssertSame<float>(scalar.Output.Span, vector.Output.Span, $"{scalar.Name}, output");
        Bits.AssertSame<float>(scalar.ParameterGradient.Span, vector.ParameterGradient.Span, $"{scalar.Name}, parameter gradient");
        Bits.AssertSame<float>(scalar.InputGradient.Span, vector.InputGradient.Span, $"{scalar.Name}, input gradient");
    }
}
