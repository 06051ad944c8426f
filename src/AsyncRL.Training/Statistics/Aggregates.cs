using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Statistics;

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
