using AsyncRL.Core.Randomness;
using AsyncRL.TestStatistics;
using MathNet.Numerics.Distributions;

namespace AsyncRL.Core.Tests.Randomness;

/// <summary>The distributions of the numbers drawn.</summary>
public class DistributionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    [InlineData(56)]
    public void Every_byte_of_an_output_is_uniform(int shift)
    {
        var generator = new RandomGenerator(11);
        long[] counts = new long[256];
        for (int i = 0; i < 256_000; i++) counts[(generator.NextUInt64() >> shift) & 255]++;
        ChiSquaredTest.IsUniform(counts);
    }

    [Fact]
    public void Pairs_of_outputs_in_a_row_are_uniform()
    {
        var generator = new RandomGenerator(12);
        long[] counts = new long[256];
        for (int i = 0; i < 256_000; i++) counts[(generator.NextInteger(16) << 4) | generator.NextInteger(16)]++;
        ChiSquaredTest.IsUniform(counts);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Integers_are_uniform_from_0_to_the_bound_exclusive(int bound)
    {
        var generator = new RandomGenerator(13);
        long[] counts = new long[bound];
        for (int i = 0; i < 200_000; i++) counts[generator.NextInteger(bound)]++;
        ChiSquaredTest.IsUniform(counts);
    }

    /// <summary>With a bound of 3/8 of 2³², scaling without rejection would give the remainders 0, 1, 2 in the ratio 3 : 3 : 2.</summary>
    [Fact]
    public void Integers_have_no_bias_where_the_bound_does_not_divide_the_range()
    {
        var generator = new RandomGenerator(14);
        long[] counts = new long[3];
        for (int i = 0; i < 100_000; i++) counts[generator.NextInteger(3 << 29) % 3]++;
        ChiSquaredTest.IsUniform(counts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Integers_stay_below_extreme_bounds(int bound)
    {
        var generator = new RandomGenerator(15);
        for (int i = 0; i < 10_000; i++) Assert.InRange(generator.NextInteger(bound), 0, bound - 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_bound_below_1_is_refused(int bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomGenerator(1).NextInteger(bound));

    [Fact]
    public void Singles_are_uniform_multiples_of_2_to_the_minus_24_below_1()
    {
        var generator = new RandomGenerator(16);
        long[] counts = new long[100];
        for (int i = 0; i < 200_000; i++)
        {
            float sample = generator.NextSingle();
            Assert.True(sample is >= 0 and < 1);
            Assert.True(float.IsInteger(sample * (1 << 24)));
            counts[(int)(sample * 100)]++;
        }

        ChiSquaredTest.IsUniform(counts);
    }

    [Fact]
    public void Doubles_are_uniform_multiples_of_2_to_the_minus_53_below_1()
    {
        var generator = new RandomGenerator(17);
        long[] counts = new long[100];
        for (int i = 0; i < 200_000; i++)
        {
            double sample = generator.NextDouble();
            Assert.True(sample is >= 0 and < 1);
            Assert.True(double.IsInteger(sample * (1L << 53)));
            counts[(int)(sample * 100)]++;
        }

        ChiSquaredTest.IsUniform(counts);
    }

    /// <summary>Only the second word determines the output, so the word for an output is found by inverting the scrambler.</summary>
    [Fact]
    public void The_largest_output_still_gives_numbers_below_1()
    {
        GeneratorState state = new(0, StateWordOf(ulong.MaxValue), 0, 1);
        Assert.Equal(ulong.MaxValue, new RandomGenerator(state).NextUInt64());

        Assert.Equal(1 - 1.0f / (1 << 24), new RandomGenerator(state).NextSingle());
        Assert.Equal(1 - 1.0 / (1L << 53), new RandomGenerator(state).NextDouble());
        Assert.Equal(9, new RandomGenerator(state).NextInteger(10));
    }

    /// <summary>The Kolmogorov-Smirnov test: the largest gap between the samples' distribution function and the normal one.</summary>
    [Fact]
    public void Normal_samples_follow_the_normal_distribution()
    {
        double[] samples = DrawNormal(100_000);
        Array.Sort(samples);

        double gap = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double expected = Normal.CDF(0, 1, samples[i]);
            gap = Math.Max(gap, Math.Max(expected - (double)i / samples.Length, (i + 1.0) / samples.Length - expected));
        }

        const double CriticalAtOneInThousand = 1.95;
        Assert.InRange(gap * Math.Sqrt(samples.Length), 0, CriticalAtOneInThousand);
    }

    /// <summary>
    /// The sample mean of xᵏ has the variance (E x²ᵏ − (E xᵏ)²) / n. A variance that is wrong by 1.5 % deviates by ten standard deviations.
    /// </summary>
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 0, 15)]
    [InlineData(4, 3, 96)]
    public void Normal_samples_have_the_moments_of_the_normal_distribution(int power, double expected, double variance)
    {
        double[] samples = DrawNormal(1_000_000);
        double sum = 0;
        foreach (double sample in samples) sum += Math.Pow(sample, power);

        double deviations = (sum / samples.Length - expected) / Math.Sqrt(variance / samples.Length);
        Assert.InRange(deviations, -4, 4);
    }

    private static double[] DrawNormal(int count)
    {
        var generator = new RandomGenerator(18);
        double[] samples = new double[count];
        for (int i = 0; i < count; i++) samples[i] = generator.NextNormal();
        return samples;
    }

    /// <summary>Inverts the scrambler with the inverses of 9 and 5 modulo 2⁶⁴ by Newton's iteration, and the rotation back.</summary>
    private static ulong StateWordOf(ulong output)
    {
        ulong rotated = output * Inverse(9);
        return ((rotated >> 7) | (rotated << 57)) * Inverse(5);
    }

    private static ulong Inverse(ulong odd)
    {
        ulong inverse = odd;
        for (int i = 0; i < 6; i++) inverse *= 2 - odd * inverse;
        return inverse;
    }
}
