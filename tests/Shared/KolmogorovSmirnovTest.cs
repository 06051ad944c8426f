namespace AsyncRL.TestStatistics;

/// <summary>The Kolmogorov-Smirnov test with one sample: whether numbers come from a continuous distribution.</summary>
internal static class KolmogorovSmirnovTest
{
    /// <summary>Seeds are fixed, so a test either always passes or never. A right distribution fails for one seed in 10 000.</summary>
    private const double Significance = 1e-4;

    /// <summary>Fails unless the sample fits the uniform distribution between two numbers.</summary>
    internal static void IsUniform(ReadOnlySpan<double> sample, double low, double high)
    {
        double statistic = Statistic(sample, number => Math.Clamp((number - low) / (high - low), 0, 1));
        double probability = Probability(statistic, sample.Length);
        Assert.True(probability > Significance, $"Kolmogorov-Smirnov is {statistic} for {sample.Length} numbers: p = {probability}.");
    }

    /// <summary>The largest distance between the sample's distribution function, a staircase, and the expected one.</summary>
    internal static double Statistic(ReadOnlySpan<double> sample, Func<double, double> distribution)
    {
        double[] sorted = sample.ToArray();
        Array.Sort(sorted);
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double expected = distribution(sorted[i]);
            double below = (double)i / sorted.Length, above = (i + 1.0) / sorted.Length;
            largest = Math.Max(largest, Math.Max(expected - below, above - expected));
        }

        return largest;
    }

    /// <summary>The probability of a distance this large or larger: Kolmogorov's series with Stephens' correction for n (1970).</summary>
    internal static double Probability(double statistic, int sampleSize)
    {
        double root = Math.Sqrt(sampleSize);
        double scaled = (root + 0.12 + (0.11 / root)) * statistic;
        if (scaled < 0.3) return 1;
        double sum = 0;
        for (int k = 1; k <= 100; k++) sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * scaled * scaled);
        return sum;
    }
}
