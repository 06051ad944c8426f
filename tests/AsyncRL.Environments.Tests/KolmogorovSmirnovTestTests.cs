using AsyncRL.TestStatistics;

namespace AsyncRL.Environments.Tests;

/// <summary>Tests of the Kolmogorov-Smirnov test with distances and probabilities known in closed form or from tables.</summary>
public class KolmogorovSmirnovTestTests
{
    [Fact]
    public void The_statistic_is_the_largest_distance_on_either_side_of_a_stair()
    {
        Assert.Equal(0.1, KolmogorovSmirnovTest.Statistic([0.9, 0.1, 0.5, 0.3, 0.7], number => number), 12);
        Assert.Equal(0.75, KolmogorovSmirnovTest.Statistic([0.75], number => number), 12);
        Assert.Equal(0.75, KolmogorovSmirnovTest.Statistic([0.25], number => number), 12);
    }

    /// <summary>The table of the limiting distribution: λ = 1.2238 at 10 %, 1.3581 at 5 %, 1.6276 at 1 %, 1.9495 at 0.1 %.</summary>
    [Theory]
    [InlineData(1.2238, 0.10)]
    [InlineData(1.3581, 0.05)]
    [InlineData(1.6276, 0.01)]
    [InlineData(1.9495, 0.001)]
    public void The_probability_of_a_large_sample_is_that_of_the_tables(double scaled, double probability)
    {
        const int Large = 100_000_000;
        Assert.Equal(1, KolmogorovSmirnovTest.Probability(statistic: scaled / Math.Sqrt(Large), Large) / probability, 0.002);
    }

    [Fact]
    public void A_sample_from_a_slightly_shorter_interval_is_refused()
    {
        var sample = new double[20_000];
        for (int i = 0; i < sample.Length; i++) sample[i] = (i + 0.5) / sample.Length;
        KolmogorovSmirnovTest.IsUniform(sample, 0, 1);
        Assert.ThrowsAny<Exception>(() => KolmogorovSmirnovTest.IsUniform(sample, 0, 1.05));
    }
}
