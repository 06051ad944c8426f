using System.Collections.Immutable;

namespace AsyncRL.Training.Statistics;

/// <summary>
/// The performance profile of runs on several tasks: for each threshold τ the share of all runs with a score above τ (Agarwal et al.,
/// "Deep reinforcement learning at the edge of the statistical precipice", 2021). Where one profile lies above another everywhere, its
/// runs are better in every quantile.
/// </summary>
/// <param name="Thresholds">The thresholds.</param>
/// <param name="Shares">The share of runs above each, from 0 to 1. It never rises from one threshold to the next larger one.</param>
/// <param name="Band">The 95 % bootstrap interval of each share, which holds for each threshold alone.</param>
public sealed record PerformanceProfile(
    ImmutableArray<double> Thresholds, ImmutableArray<double> Shares, ImmutableArray<BootstrapInterval> Band)
{
    /// <summary>Computes the profile.</summary>
    /// <param name="scores">The scores; with several tasks on one scale.</param>
    /// <param name="thresholds">The thresholds, for example a grid.</param>
    /// <param name="resamples">The number of resamples.</param>
    /// <returns>The profile.</returns>
    public static PerformanceProfile Of(
        TaskScores scores, IReadOnlyList<double> thresholds, int resamples = StratifiedBootstrap.ResamplesOfCurves)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(thresholds);
        var shares = new double[thresholds.Count];
        Compute(new ScoreSample(scores), shares);
        BootstrapInterval[] band = StratifiedBootstrap.IntervalsOf(scores, shares.Length, Compute, resamples);
        return new PerformanceProfile([.. thresholds], [.. shares], [.. band]);

        void Compute(ScoreSample sample, double[] above)
        {
            for (int i = 0; i < above.Length; i++) above[i] = sample.ShareAbove(thresholds[i]);
        }
    }
}
