using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Statistics;

/// <summary>A figure of runs, with its uncertainty.</summary>
/// <param name="Value">The figure of all runs.</param>
/// <param name="Interval">Its 95 % bootstrap interval; NaN if no task has two runs.</param>
public readonly record struct Estimate(double Value, BootstrapInterval Interval);

/// <summary>
/// Figures over all runs of several tasks, each with its stratified 95 % bootstrap interval (Agarwal et al., "Deep reinforcement learning
/// at the edge of the statistical precipice", 2021). With several tasks the scores must be on one scale: see
/// <see cref="TaskScores.Normalized"/>.
/// </summary>
/// <param name="InterquartileMean">The mean of the middle half of the scores of all runs. A task counts by its runs.</param>
/// <param name="Mean">The mean of the tasks' means.</param>
/// <param name="Median">The median of the tasks' means.</param>
/// <param name="OptimalityGap">γ − the mean of min(s, γ) over all runs with γ = 1: how much is missing to the score 1.</param>
public sealed record Aggregates(Estimate InterquartileMean, Estimate Mean, Estimate Median, Estimate OptimalityGap)
{
    private const double Gamma = 1;

    /// <summary>Computes the figures. All intervals come from the same resamples.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="resamples">The number of resamples.</param>
    /// <returns>The figures.</returns>
    public static Aggregates Of(TaskScores scores, int resamples = StratifiedBootstrap.ResamplesOfFigures)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var means = new double[scores.Tasks.Length];
        var values = new double[4];
        Compute(new ScoreSample(scores), values);
        BootstrapInterval[] intervals = StratifiedBootstrap.IntervalsOf(scores, values.Length, Compute, resamples);
        return new Aggregates(EstimateOf(0), EstimateOf(1), EstimateOf(2), EstimateOf(3));

        Estimate EstimateOf(int figure) => new(values[figure], intervals[figure]);

        void Compute(ScoreSample sample, double[] figures)
        {
            double sum = 0;
            for (int task = 0; task < means.Length; task++) sum += means[task] = sample.MeanOf(task);
            Array.Sort(means);
            figures[0] = sample.InterquartileMean();
            figures[1] = sum / means.Length;
            figures[2] = SortedArrayStatistics.Median(means);
            figures[3] = Gamma - sample.MeanUpTo(Gamma);
        }
    }
}

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

/// <summary>
/// The probability that a run of one method has a higher score than a run of another on the same task, as a mean over the tasks (Agarwal
/// et al., "Deep reinforcement learning at the edge of the statistical precipice", 2021). On each task it is U / (n·m) of Mann and Whitney,
/// the share of pairs that the first wins; equal scores count half. It says how often one is better, not how much.
/// </summary>
public static class ProbabilityOfImprovement
{
    /// <summary>Computes the probability with its 95 % bootstrap interval, for which the runs of both methods are resampled.</summary>
    /// <param name="first">The scores of the method that may be better.</param>
    /// <param name="second">The scores of the method that it is compared with, on the same tasks.</param>
    /// <param name="resamples">The number of resamples.</param>
    /// <returns>The probability that <paramref name="first"/> has the higher score. Exchanged scores give 1 − the probability.</returns>
    /// <exception cref="ArgumentException">The tasks differ.</exception>
    public static Estimate Of(TaskScores first, TaskScores second, int resamples = StratifiedBootstrap.ResamplesOfFigures)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.Tasks.AsSpan().SequenceEqual(second.Tasks.AsSpan()))
            throw new ArgumentException("The two sets of scores have different tasks; expected the same tasks.", nameof(second));
        double value = Compute(new ScoreSample(first), new ScoreSample(second));
        return new Estimate(value, StratifiedBootstrap.IntervalOf(first, second, Compute, resamples));
    }

    private static double Compute(ScoreSample first, ScoreSample second)
    {
        double sum = 0;
        for (int task = 0; task < first.Tasks; task++) sum += first.ShareOfWins(second, task);
        return sum / first.Tasks;
    }
}
