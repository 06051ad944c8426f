using AsyncRL.Algorithms.Inspection;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Inspection;

/// <summary>Images that make an output large, and the outputs of single units.</summary>
public class InputAscentTests
{
    private static readonly Shape Picture = new(12, 20, 2);

    private static ObservationSpecification Pixels => ObservationSpecification.Pixels(Picture.Height, Picture.Width, Picture.Channels);

    [Fact]
    public void Pixels_of_a_linear_output_move_by_their_weights_and_stay_between_0_and_1()
    {
        float[] weights = Numbers.Normal(new RandomGenerator(4), Picture.Size), start = new float[Picture.Size];
        Array.Fill(start, 0.5f);
        (float[] input, float output) = new InputAscent(Pixels).Climb(start, Linear(weights), CancellationToken.None);
        double sum = 0;
        float largest = 0;
        for (int i = 0; i < weights.Length; i++) largest = Math.Max(largest, Math.Abs(weights[i]));
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * input[i];

            // Where step and pull are equal: 0.05 w / max |w| = 0.02 (x - start).
            float expected = Math.Clamp(start[i] + (2.5f * weights[i] / largest), 0, 1);
            Assert.Equal(expected, input[i], 0.05f);
        }

        Assert.Equal(sum, output, 1e-3);
    }

    [Fact]
    public void The_start_is_the_result_if_nothing_is_better()
    {
        float[] start = Numbers.Normal(new RandomGenerator(5), Picture.Size);
        for (int i = 0; i < start.Length; i++) start[i] = Math.Clamp(Math.Abs(start[i]), 0, 1);
        (float[] input, float output) = new InputAscent(Pixels).Climb(
            start,
            (x, gradient) =>
            {
                double distance = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    distance += Math.Abs(x[i] - start[i]);
                    gradient[i] = 1;
                }

                return (float)-distance;
            },
            CancellationToken.None);
        Assert.Equal(start, input);
        Assert.Equal(0, output);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => new InputAscent(Pixels).Climb(start, Linear(start), stopped.Token));
    }

    /// <summary>A large image is blurred on the way, so that neighbors are more alike than without.</summary>
    [Fact]
    public void A_large_image_is_smoother()
    {
        var large = new Shape(40, 40, 1);
        var start = new float[large.Size];
        Array.Fill(start, 0.5f);
        float[] weights = Numbers.Normal(new RandomGenerator(6), large.Size);
        float[] smooth = Climb(ObservationSpecification.Pixels(40, 40, 1)), rough = Climb(ObservationSpecification.Pixels(1600, 1, 1));
        Assert.True(Roughness(smooth) < 0.9 * Roughness(rough), $"{Roughness(smooth)} {Roughness(rough)}");

        float[] Climb(ObservationSpecification shape) => new InputAscent(shape).Climb(start, Linear(weights), CancellationToken.None).Input;

        static double Roughness(float[] image)
        {
            double sum = 0;
            for (int i = 1; i < image.Length; i++) sum += Math.Abs(image[i] - image[i - 1]);
            return sum;
        }
    }

    /// <summary>Without biases a network of rectifiers is homogeneous: an output is the product of its derivative and the input.</summary>
    [Theory]
    [InlineData("conv1")]
    [InlineData("relu1")]
    [InlineData("conv2")]
    [InlineData("dense1")]
    public void A_unit_has_the_output_of_the_whole_network_and_its_derivative(string layer)
    {
        var structure = new NetworkStructure(
            NetworkCatalogue.Find("catch")!, Picture, new HeadDescription("policy", 3), new HeadDescription("value", 1));
        float[] theta = Numbers.Normal(new RandomGenerator(7), structure.Layout.BlockLength);
        foreach (ParameterSlice slice in structure.Layout.Slices)
        {
            if (slice.Name.EndsWith(".bias", StringComparison.Ordinal)) slice.Of(theta.AsSpan()).Clear();
        }

        int node = Array.FindIndex([.. structure.Nodes], known => known.Name == layer);
        float[] input = Numbers.Normal(new RandomGenerator(8), Picture.Size), gradient = new float[Picture.Size];
        var whole = new AgentReader(NetworkFactory.Single(structure, VectorWidth.Scalar), ActionSpecification.Discrete(3));
        input.CopyTo(whole.Set(0, new NetworkInput(input, [], [])));
        whole.Forward(theta);
        ReadOnlySpan<float> outputs = whole.Layer(node, 0);
        var reader = new UnitReader(structure, node, theta, VectorWidth.Scalar);
        int open = 0;
        for (int unit = 0; unit < outputs.Length; unit += 7)
        {
            float output = reader.Differentiate(unit, input, gradient);
            Assert.Equal(outputs[unit], output, 1e-3f * (1 + Math.Abs(output)));
            double product = 0;
            for (int i = 0; i < input.Length; i++) product += (double)gradient[i] * input[i];
            Assert.Equal(output, product, 1e-3 * (1 + Math.Abs(output)));
            open += output != 0 ? 1 : 0;
        }

        Assert.True(open > 3);
    }

    private static InputObjective Linear(float[] weights) => (x, gradient) =>
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += weights[i] * x[i];
        weights.CopyTo(gradient);
        return (float)sum;
    };
}
