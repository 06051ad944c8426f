namespace AsyncRL.Training.Statistics;

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
