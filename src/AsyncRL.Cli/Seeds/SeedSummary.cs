using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Cli.Seeds;

/// <summary>Statistics of the mean returns of the complete runs over seeds; NaN without complete runs.</summary>
/// <param name="Runs">Complete runs.</param>
/// <param name="Mean">Mean of their mean returns.</param>
/// <param name="Deviation">Standard deviation (of the sample: n − 1); 0 for one run.</param>
/// <param name="Median">Median.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
internal sealed record SeedSummary(int Runs, double Mean, double Deviation, double Median, double Minimum, double Maximum)
{
    /// <summary>Summarizes outcomes.</summary>
    /// <param name="outcomes">The outcomes of the runs.</param>
    /// <returns>The statistics.</returns>
    internal static SeedSummary Of(IReadOnlyList<SeedOutcome> outcomes)
    {
        var returns = ImmutableArray.CreateBuilder<double>();
        foreach (SeedOutcome outcome in outcomes)
        {
            if (double.IsFinite(outcome.MeanReturn)) returns.Add(outcome.MeanReturn);
        }

        if (returns.Count == 0) return new SeedSummary(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        double deviation = returns.Count > 1 ? returns.StandardDeviation() : 0;
        return new SeedSummary(returns.Count, returns.Mean(), deviation, returns.Median(), returns.Minimum(), returns.Maximum());
    }
}
