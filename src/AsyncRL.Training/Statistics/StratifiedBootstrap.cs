using AsyncRL.Core.Randomness;

namespace AsyncRL.Training.Statistics;

/// <summary>
/// The stratified percentile bootstrap (Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice", 2021).
/// Each resample draws, within each task and independently of the other tasks, as many runs as the task has, with replacement. The ends
/// of a 95 % interval are the 2.5 % and the 97.5 % quantile of a statistic over the resamples.
/// </summary>
/// <remarks>
/// All resamples begin with one seed, so that the same scores in any order give the same bits. Intervals of fewer than five runs are too
/// narrow: a resample has only the scores that are there.
/// </remarks>
public static class StratifiedBootstrap
{
    /// <summary>The usual number of resamples of a single figure.</summary>
    public const int ResamplesOfFigures = 50_000;

    /// <summary>The usual number of resamples of each point of a curve or of a profile.</summary>
    public const int ResamplesOfCurves = 2_000;

    private const ulong Seed = 1;

    /// <summary>Computes the interval of a statistic.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="statistic">The statistic. It must not keep its argument, whose contents change.</param>
    /// <param name="resamples">The number of resamples; at least 1.</param>
    /// <returns>The interval; NaN if no task has two runs.</returns>
    public static BootstrapInterval IntervalOf(
        TaskScores scores, Func<ScoreSample, double> statistic, int resamples = ResamplesOfFigures)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        return IntervalsOf(scores, 1, (sample, values) => values[0] = statistic(sample), resamples)[0];
    }

    /// <summary>Computes the intervals of several statistics from the same resamples, for example of the points of a curve.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="count">The number of statistics.</param>
    /// <param name="statistics">Writes the statistics of a sample into an array of <paramref name="count"/> numbers.</param>
    /// <param name="resamples">The number of resamples; at least 1.</param>
    /// <returns>An interval for each, which holds for this one alone; NaN if no task has two runs.</returns>
    public static BootstrapInterval[] IntervalsOf(
        TaskScores scores, int count, Action<ScoreSample, double[]> statistics, int resamples = ResamplesOfCurves)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(statistics);
        var sample = new ScoreSample(scores);
        return IntervalsOf([scores], [sample], count, values => statistics(sample, values), resamples);
    }

    /// <summary>Computes the interval of a statistic of two sets of runs, both of which are resampled.</summary>
    /// <param name="first">The scores of the first runs.</param>
    /// <param name="second">The scores of the second runs.</param>
    /// <param name="statistic">The statistic. It must not keep its arguments, whose contents change.</param>
    /// <param name="resamples">The number of resamples; at least 1.</param>
    /// <returns>The interval; NaN if no task of either has two runs.</returns>
    public static BootstrapInterval IntervalOf(
        TaskScores first, TaskScores second, Func<ScoreSample, ScoreSample, double> statistic, int resamples = ResamplesOfFigures)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(statistic);
        (ScoreSample one, ScoreSample other) = (new ScoreSample(first), new ScoreSample(second));
        return IntervalsOf([first, second], [one, other], 1, values => values[0] = statistic(one, other), resamples)[0];
    }

    private static BootstrapInterval[] IntervalsOf(
        TaskScores[] scores, ScoreSample[] samples, int count, Action<double[]> statistics, int resamples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        var intervals = new BootstrapInterval[count];
        Array.Fill(intervals, new BootstrapInterval(double.NaN, double.NaN));
        if (Array.TrueForAll(scores, one => one.Runs == one.Tasks.Length)) return intervals;
        var resampled = new double[count][];
        for (int i = 0; i < count; i++) resampled[i] = new double[resamples];
        var values = new double[count];
        var generator = new RandomGenerator(Seed);
        for (int resample = 0; resample < resamples; resample++)
        {
            foreach (ScoreSample sample in samples) sample.Draw(generator);
            statistics(values);
            for (int i = 0; i < count; i++) resampled[i][resample] = values[i];
        }

        for (int i = 0; i < count; i++) intervals[i] = BootstrapInterval.OfResamples(resampled[i]);
        return intervals;
    }
}
