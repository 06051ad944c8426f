using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>Compares gradients whose large matrices are kept as factors with the same gradients stored.</summary>
public class SegmentGradientTests
{
    private const int Rows = 6;

    /// <summary>
    /// A convolution, dense layers that keep factors and one that does not, memory, and heads that are too narrow for factors.
    /// </summary>
    private static NetworkStructure Structure { get; } = new(
        new NetworkDescription(
            "factors",
            "tests",
            [
                new Convolution(3, 2, 1), new Rectifier(), new FullyConnected(16), new Rectifier(), new FullyConnected(7),
                new FullyConnected(48), new Rectifier(), new LongShortTermMemory(12), new FullyConnected(80),
            ]),
        new Shape(4, 3, 2),
        new HeadDescription("policy", 4),
        new HeadDescription("value", 1));

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Factors_multiplied_out_are_the_stored_gradient_bit_for_bit(VectorWidth width)
    {
        Network<float> network = NetworkFactory.Single(Structure, width);
        var kernels = BlockKernels.For(width);
        foreach (int rows in new[] { 1, 2, 5, Rows })
        {
            (float[] stored, SegmentGradient<float> kept) = BothGradients(network, rows);
            Assert.Equal(rows, kept.Samples);
            foreach (GradientRegion<float> region in kept.Regions)
            {
                if (region.Products is not { } products) continue;
                int middle = products.Rows / 2;
                Span<float> place = kept.Stored.Slice(region.Offset, region.Length);
                kernels.MultiplyOut(products, rows, 0, place[..(middle * products.Columns)]);
                kernels.MultiplyOut(products, rows, middle, place[(middle * products.Columns)..]);
            }

            Bits.AssertSame<float>(stored, kept.Stored, $"{rows} rows");
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_sum_of_squares_is_that_of_the_stored_gradient(VectorWidth width)
    {
        Network<float> network = NetworkFactory.Single(Structure, width);
        (float[] stored, SegmentGradient<float> kept) = BothGradients(network, Rows);
        double expected = 0;
        foreach (float number in stored) expected += (double)number * number;
        Assert.Equal(expected, BlockKernels.For(width).SumOfSquares(kept), 2e-6 * expected);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void The_sum_of_squares_shows_a_factor_that_is_not_finite(float bad)
    {
        Network<float> network = NetworkFactory.Single(Structure, VectorWidth.Vector256);
        (_, SegmentGradient<float> kept) = BothGradients(network, Rows, activations => activations.OutputGradient(0, 3)[1] = bad);
        Assert.False(double.IsFinite(BlockKernels.For(VectorWidth.Vector256).SumOfSquares(kept)));
    }

    [Fact]
    public void Regions_cover_the_block_without_gaps_and_matrices_of_whole_cache_lines_are_factors()
    {
        var gradient = new SegmentGradient<float>(new Activations<float>(Structure, Rows), keepsFactors: true);
        int end = 0;
        var factored = new List<string>();
        foreach (GradientRegion<float> region in gradient.Regions)
        {
            Assert.Equal(end, region.Offset);
            Assert.True(region.Length > 0);
            end += region.Length;
            if (region.Products is { } products) factored.Add($"{products.Rows}×{products.Columns}");
        }

        Assert.Equal(Structure.Layout.BlockLength, end);
        Assert.Equal(["18×16", "7×48", "48×48", "12×48", "12×80"], factored);
    }

    [Fact]
    public void Without_factors_the_block_is_one_region_and_clearing_clears_all_of_it()
    {
        var gradient = new SegmentGradient<float>(new Activations<float>(Structure, Rows), keepsFactors: false);
        Assert.Equal(new GradientRegion<float>(0, Structure.Layout.BlockLength, null), Assert.Single(gradient.Regions));
        gradient.Stored.Fill(1);
        gradient.Clear();
        Assert.Equal(-1, gradient.Stored.IndexOfAnyExcept(0));
    }

    /// <summary>The norm of factors takes the products of all pairs of rows. For long segments storing is cheaper.</summary>
    [Fact]
    public void Long_segments_are_stored()
    {
        Assert.Contains(new SegmentGradient<float>(new Activations<float>(Structure, 40), keepsFactors: true).Regions, IsFactored);
        Assert.DoesNotContain(new SegmentGradient<float>(new Activations<float>(Structure, 41), keepsFactors: true).Regions, IsFactored);

        static bool IsFactored(GradientRegion<float> region) => region.Products is not null;
    }

    /// <summary>
    /// The gradient of a segment, stored completely and with factors. The stored numbers are added to the previous content.
    /// </summary>
    private static (float[] Stored, SegmentGradient<float> Kept) BothGradients(
        Network<float> network, int rows, Action<Activations<float>>? alter = null)
    {
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(Structure, new RandomGenerator(1));
        Activations<float> activations = SmallNetwork.MakeActivations<float>(Structure, Rows, new RandomGenerator(2));
        alter?.Invoke(activations);
        network.Forward(parameters.Span, activations, 0, Rows);
        var stored = new float[Structure.Layout.BlockLength];
        network.Backward(parameters.Span, activations, rows, stored);
        var kept = new SegmentGradient<float>(activations, keepsFactors: true);
        kept.Stored.Fill(float.NaN);
        kept.Clear();
        network.Backward(parameters.Span, activations, rows, kept);
        return (stored, kept);
    }
}
