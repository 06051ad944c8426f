using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

public class GradientClipperTests
{
    private const double Limit = 40;

    public static TheoryData<VectorWidth> Lanes => [.. Enum.GetValues<VectorWidth>()];

    [Theory]
    [MemberData(nameof(Lanes))]
    public void The_norm_is_that_of_all_numbers_together(VectorWidth width) => PropertyCheck.ForAllSeeds($"norm over {width}", 50, seed =>
    {
        var generator = new RandomGenerator(seed);
        float[] gradient = Numbers.Normal(generator, 16 * (1 + generator.NextInteger(300)), Math.Exp(2 * generator.NextNormal()));
        Assert.Equal(1, Make(width, 0).Clip([.. gradient]) / NormOf(gradient), 1e-4);
    });

    [Fact]
    public void A_gradient_above_the_limit_is_scaled_to_it_as_a_whole()
    {
        float[] gradient = Numbers.Normal(new RandomGenerator(1), 4096);
        float[] clipped = [.. gradient];
        double norm = Make(VectorWidth.Scalar, Limit).Clip(clipped);
        Assert.True(norm > Limit);
        float factor = (float)(Limit / norm);
        Bits.AssertSame(Array.ConvertAll(gradient, component => component * factor), clipped, "the clipped gradient");
        Assert.Equal(Limit, NormOf(clipped), 1e-3);
    }

    /// <summary>If each tensor had its own limit, neither half of this gradient, of norm 35, would be clipped.</summary>
    [Fact]
    public void The_limit_is_global()
    {
        var gradient = new float[32];
        gradient[0] = gradient[16] = 35;
        Make(VectorWidth.Scalar, Limit).Clip(gradient);
        Assert.Equal(Limit / Math.Sqrt(2), gradient[0], 1e-5);
        Assert.Equal(gradient[0], gradient[16]);
    }

    [Theory]
    [InlineData(39.9)]
    [InlineData(40)]
    [InlineData(0)]
    public void A_gradient_up_to_the_limit_keeps_its_bits(double size)
    {
        var gradient = new float[32];
        gradient[3] = (float)size;
        float[] clipped = [.. gradient];
        Assert.Equal((float)size, Make(VectorWidth.Scalar, Limit).Clip(clipped), 1e-6);
        Bits.AssertSame(gradient, clipped, "the gradient");
    }

    [Fact]
    public void A_limit_of_zero_means_none()
    {
        var gradient = new float[32];
        gradient[3] = 1e18f;
        Assert.Equal(1e18, Make(VectorWidth.Scalar, 0).Clip(gradient), 1e12);
        Assert.Equal(1e18f, gradient[3]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e20f)]
    public void A_number_that_is_not_finite_or_has_no_finite_square_is_refused_wherever_it_stands(float bad)
    {
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            for (int i = 0; i < 2064; i += 7)
            {
                var gradient = new float[2064];
                gradient[i] = bad;
                float[] refused = [.. gradient];
                Assert.Throws<NonFiniteGradientException>(() => Make(width, Limit).Clip(refused));
                Bits.AssertSame(gradient, refused, "the refused gradient");
            }
        }
    }

    /// <summary>Each square is finite, but their sum, and therefore the norm, is not.</summary>
    [Fact]
    public void Squares_whose_sum_overflows_are_refused()
    {
        var gradient = new float[4096];
        Array.Fill(gradient, 1e18f);
        Assert.Throws<NonFiniteGradientException>(() => Make(VectorWidth.Scalar, Limit).Clip(gradient));
    }

    [Fact]
    public void The_refusal_says_what_was_found_in_one_sentence()
    {
        var refusal = Assert.Throws<NonFiniteGradientException>(() => Make(VectorWidth.Scalar, Limit).Clip([float.NaN]));
        Assert.Equal(
            "The gradient's sum of squares is NaN; expected a finite float, so the update was refused.", refusal.Message);
    }

    private static Clipper Make(VectorWidth width, double limit) => new(width, limit);

    /// <summary>Measures a gradient and scales it, as an update does.</summary>
    private sealed class Clipper(VectorWidth width, double limit)
    {
        internal double Clip(float[] numbers)
        {
            var gradient = new SegmentGradient<float>(new Activations<float>(Block(numbers.Length), 1), keepsFactors: false);
            numbers.CopyTo(gradient.Stored);
            double norm = GradientClipper.Measure(BlockKernels.For(width), gradient, limit, out float scale);
            if (scale != 1) BlockKernels.Scale(numbers, scale);
            return norm;
        }

        /// <summary>A network with the given number of parameters: a head of 16 outputs has 16 biases and 16 weights per input.</summary>
        private static NetworkStructure Block(int length) =>
            new(new NetworkDescription("t", "t", []), Shape.Vector(Math.Max(1, (length / 16) - 1)), new HeadDescription("h", 16));
    }

    private static double NormOf(ReadOnlySpan<float> gradient)
    {
        double squares = 0;
        foreach (float component in gradient) squares += (double)component * component;
        return Math.Sqrt(squares);
    }
}
