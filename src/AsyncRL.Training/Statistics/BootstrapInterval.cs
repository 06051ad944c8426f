using AsyncRL.Core.Randomness;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Statistics;

/// <summary>A 95 % bootstrap interval of a statistic; NaN for fewer than two values.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct BootstrapInterval(double Low, double High)
{
    /// <summary>The number of resamples of the interval of one interquartile mean.</summary>
    public const int Resamples = 10_000;

    private const double Confidence = 0.95;

    /// <summary>All samples use one seed, because the same values must give the same interval.</summary>
    private const ulong Seed = 1;

    /// <summary>
    /// Computes the 95 % percentile bootstrap interval of the interquartile mean. Each resample draws n of the n values with replacement;
    /// the ends are the 2.5 % and the 97.5 % quantile of the interquartile means of the resamples.
    /// </summary>
    /// <param name="values">The values in any order; all finite.</param>
    /// <returns>The interval. The same values in any order give the same bits.</returns>
    public static BootstrapInterval Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count < 2) return new BootstrapInterval(double.NaN, double.NaN);
        double[] sorted = [.. values], means = new double[Resamples];
        Array.Sort(sorted);
        var counts = new int[sorted.Length];
        var generator = new RandomGenerator(Seed);
        for (int i = 0; i < Resamples; i++)
        {
            Array.Clear(counts);
            for (int draw = 0; draw < sorted.Length; draw++) counts[generator.NextInteger(sorted.Length)]++;
            means[i] = InterquartileMean.OfSorted(sorted, counts);
        }

        return OfResamples(means);
    }

    /// <summary>Takes the 2.5 % and the 97.5 % quantile of a statistic over resamples.</summary>
    /// <param name="statistics">The statistic of each resample, finite or +∞; sorted by this method.</param>
    /// <returns>The interval.</returns>
    internal static BootstrapInterval OfResamples(double[] statistics)
    {
        Array.Sort(statistics);
        const double Tail = (1 - Confidence) / 2;
        return new BootstrapInterval(QuantileOf(statistics, Tail), QuantileOf(statistics, 1 - Tail));
    }

    private static double QuantileOf(double[] sorted, double share)
    {
        double value = SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);

        // Between two infinite values there is no difference to interpolate, and a quantile at a finite value needs no part of the next.
        return double.IsNaN(value) ? sorted[(int)((sorted.Length - 1) * share)] : value;
    }
}
