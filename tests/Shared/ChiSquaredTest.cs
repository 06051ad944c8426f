using MathNet.Numerics.Distributions;

namespace AsyncRL.TestStatistics;

/// <summary>Pearson's chi-squared test: whether counts come from the expected frequencies.</summary>
internal static class ChiSquaredTest
{
    /// <summary>Seeds are fixed, so a test either always passes or never. Right frequencies fail for one seed in 10 000.</summary>
    private const double Significance = 1e-4;

    /// <summary>Fails if the counts do not fit. If a frequency is 0, its count must be 0.</summary>
    internal static void Fits(ReadOnlySpan<long> counts, ReadOnlySpan<double> weights)
    {
        double total = 0, weight = 0;
        for (int cell = 0; cell < counts.Length; cell++)
        {
            total += counts[cell];
            weight += weights[cell];
        }

        double statistic = 0;
        int occupied = 0;
        for (int cell = 0; cell < counts.Length; cell++)
        {
            double expected = total * weights[cell] / weight;
            if (expected == 0)
            {
                Assert.Equal(0, counts[cell]);
                continue;
            }

            Assert.True(expected >= 5, $"The test needs an expected count of 5; cell {cell} has {expected}.");
            statistic += (counts[cell] - expected) * (counts[cell] - expected) / expected;
            occupied++;
        }

        double probability = 1 - ChiSquared.CDF(occupied - 1, statistic);
        Assert.True(probability > Significance, $"Chi-squared is {statistic} at {occupied - 1} degrees of freedom: p = {probability}.");
    }

    /// <summary>Fails if the counts do not fit equal frequencies.</summary>
    internal static void IsUniform(ReadOnlySpan<long> counts)
    {
        double[] weights = new double[counts.Length];
        Array.Fill(weights, 1);
        Fits(counts, weights);
    }
}
