using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>Properties of layer normalization, in addition to the tests of every layer.</summary>
public class LayerNormTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Outputs_have_mean_0_and_variance_1_whatever_the_inputs_size_and_place(VectorWidth width)
    {
        foreach ((double scale, double place) in ((double, double)[])[(1, 0), (100, 0), (1, 1000), (0.1, -50)])
        {
            LayerRun<float> run = Run(new LayerNorm(Shape.Vector(67)), scale, place, width);
            for (int row = 0; row < run.Rows; row++)
            {
                double sum = 0, squares = 0;
                foreach (float y in run.Output.Span.Slice(row * 67, 67)) (sum, squares) = (sum + y, squares + ((double)y * y));
                Assert.Equal(0, sum / 67, 5e-3);
                Assert.Equal(1, squares / 67, 5e-3);
            }
        }
    }

    /// <summary>
    /// For inputs shifted by 1000, the variance would be the small difference of two large moments. Computed from differences it keeps its
    /// digits.
    /// </summary>
    [Fact]
    public void A_place_far_from_0_costs_only_the_digits_that_the_inputs_lost()
    {
        LayerRun<float> near = Run(new LayerNorm(Shape.Vector(64)), 1, 0, VectorWidth.Scalar);
        LayerRun<float> far = Run(new LayerNorm(Shape.Vector(64)), 1, 1000, VectorWidth.Scalar);
        for (int i = 0; i < near.Output.Span.Length; i++)
            Assert.Equal(near.Output.Span[i], far.Output.Span[i], 1000 * 4 * Math.Pow(2, -24));
    }

    [Fact]
    public void A_row_of_equal_numbers_gives_the_shift()
    {
        var layer = new LayerNorm(Shape.Vector(9));
        var run = new LayerRun<float>(layer, 2, 1);
        run.Input.Span.Fill(3);
        run.Run<ScalarVector<float>>();
        for (int row = 0; row < 2; row++)
            Bits.AssertSame<float>(run.ParameterSlice(run.Parameters, 1), run.Output.Span.Slice(row * 9, 9), "the output");
        Assert.All(run.InputGradient.Span.ToArray(), gradient => Assert.True(float.IsFinite(gradient)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void An_epsilon_that_is_not_above_0_gets_a_sentence(double epsilon) => Assert.StartsWith(
        $"layer-norm: epsilon is {epsilon}; expected more than 0.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(Shape.Vector(3), epsilon)).Message,
        StringComparison.Ordinal);

    /// <summary>
    /// Normalization, like a rectifier, belongs to the weights below it: a branch with a last layer of its own has its own normalization.
    /// </summary>
    [Fact]
    public void A_branch_has_the_weights_below_its_normalization_to_itself()
    {
        var structure = new NetworkStructure(
            NetworkCatalogue.Find("mlp-norm")!,
            Shape.Vector(4),
            new HeadDescription("value", 1) { Branch = "value", BranchPoint = BranchPoint.LastLayer },
            new HeadDescription("advantage", 3) { Branch = "advantage", BranchPoint = BranchPoint.LastLayer });
        Assert.Empty(structure.Trunk);
        Assert.Equal(
            ["value-dense1", "value-layer-norm1", "value-relu1", "advantage-dense1", "advantage-layer-norm1", "advantage-relu1"],
            Array.ConvertAll([.. structure.Nodes[..6]], node => node.Name));
    }

    private static LayerRun<float> Run(LayerNorm layer, double scale, double place, VectorWidth width)
    {
        var run = new LayerRun<float>(layer, 3, 5);
        run.ParameterSlice(run.Parameters, 0).Fill(1);
        run.ParameterSlice(run.Parameters, 1).Clear();
        var generator = new RandomGenerator(2);
        foreach (ref float x in run.Input.Span) x = (float)(place + (scale * generator.NextNormal()));
        return VectorChoice.Invoke(width, new RunLayer(run));
    }
}
