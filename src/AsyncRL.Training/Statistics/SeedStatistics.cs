using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Statistics;

/// <summary>Statistics of the returns of several runs that differ in their seed; NaN without runs.</summary>
/// <param name="Runs">Number of runs.</param>
/// <param name="Mean">Mean of the returns.</param>
/// <param name="Deviation">Standard deviation (of the sample: n − 1); 0 for one run.</param>
/// <param name="Median">Median.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="InterquartileMean">The mean of the middle half.</param>
/// <param name="Interval">The 95 % bootstrap interval of the interquartile mean; NaN for one run.</param>
public sealed record SeedStatistics(
    int Runs, double Mean, double Deviation, double Median, double Minimum, double Maximum, double InterquartileMean,
    BootstrapInterval Interval)
{
    /// <summary>Computes the statistics.</summary>
    /// <param name="returns">A return for each run. Returns that are not finite are left out: they are of runs without a result.</param>
    /// <returns>The statistics.</returns>
    public static SeedStatistics Of(IEnumerable<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        var builder = ImmutableArray.CreateBuilder<double>();
        foreach (double value in returns)
        {
            if (double.IsFinite(value)) builder.Add(value);
        }

        ImmutableArray<double> finite = builder.ToImmutable();
        return new SeedStatistics(
            finite.Length,
            finite.Mean(),
            finite.Length == 1 ? 0 : finite.StandardDeviation(),
            finite.Median(),
            finite.Minimum(),
            finite.Maximum(),
            Statistics.InterquartileMean.Of(finite),
            BootstrapInterval.Of(finite));
    }
}
