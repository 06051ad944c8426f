using System.Collections.Immutable;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Training.Statistics;

/// <summary>
/// The score of a method over the best of its settings, for example over the best 5 of 50 learning rates, as Mnih et al. (2016) have it in
/// their figures. A setting is as good as the mean of its runs.
/// </summary>
/// <remarks>
/// Such a score is optimistic. The settings are chosen by the scores that are then averaged, so that lucky runs are chosen, and more
/// settings give a better score. The intervals show the uncertainty of the whole procedure: each resample draws as many settings as there
/// are, with replacement, of each drawn one as many runs as it has, with replacement, and chooses the best of these. They do not remove
/// the optimism. <see cref="OfOtherRuns"/> does, as far as it comes from the luck of runs.
/// </remarks>
/// <param name="Settings">The number of settings with a run.</param>
/// <param name="Chosen">The indices of the chosen settings, the best first.</param>
/// <param name="Mean">The mean over all runs of the chosen settings.</param>
/// <param name="InterquartileMean">The interquartile mean over these runs.</param>
/// <param name="OfOtherRuns">
/// The mean score of runs that did not choose: each run in turn is left out of all settings, the others choose, and those of the chosen
/// settings that were left out are averaged. NaN if a setting has a single run.
/// </param>
public sealed record BestSettings(
    int Settings, ImmutableArray<int> Chosen, Estimate Mean, Estimate InterquartileMean, double OfOtherRuns)
{
    private const ulong Seed = 1;

    /// <summary>Chooses the best settings and computes their score.</summary>
    /// <param name="settings">The scores of the runs of each setting, finite or +∞. A setting without runs is left out.</param>
    /// <param name="count">The number of settings that are chosen; all if there are fewer.</param>
    /// <param name="isSmallerBetter">Whether a smaller score is better.</param>
    /// <param name="resamples">The number of resamples.</param>
    /// <returns>The score; NaN without runs. The same settings in the same order give the same bits.</returns>
    public static BestSettings Of(
        IReadOnlyList<IReadOnlyList<double>> settings,
        int count,
        bool isSmallerBetter = false,
        int resamples = BootstrapInterval.Resamples)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var places = new List<int>();
        var scores = new List<double[]>();
        for (int i = 0; i < settings.Count; i++)
        {
            if (settings[i].Count == 0) continue;
            places.Add(i);
            scores.Add([.. settings[i]]);
        }

        count = Math.Min(count, scores.Count);
        int[] best = Choose(scores, count, isSmallerBetter);
        double[] runs = RunsOf(scores, best);
        (BootstrapInterval mean, BootstrapInterval middle) = IntervalsOf(scores, count, isSmallerBetter, resamples);
        return new BestSettings(
            scores.Count,
            [.. Array.ConvertAll(best, index => places[index])],
            new Estimate(MeanOf(runs), mean),
            new Estimate(Statistics.InterquartileMean.Of(runs), middle),
            MeanOfOtherRuns(scores, count, isSmallerBetter));
    }

    private static (BootstrapInterval Mean, BootstrapInterval Middle) IntervalsOf(
        List<double[]> scores, int count, bool isSmallerBetter, int resamples)
    {
        // One run alone says nothing about how much runs differ.
        if (scores.Count == 0 || (scores.Count == 1 && scores[0].Length == 1))
            return (new BootstrapInterval(double.NaN, double.NaN), new BootstrapInterval(double.NaN, double.NaN));
        double[] means = new double[resamples], middles = new double[resamples];
        var drawn = new List<double[]>(scores.Count);
        var generator = new RandomGenerator(Seed);
        for (int resample = 0; resample < resamples; resample++)
        {
            drawn.Clear();
            for (int i = 0; i < scores.Count; i++)
            {
                double[] from = scores[generator.NextInteger(scores.Count)], to = new double[from.Length];
                for (int run = 0; run < to.Length; run++) to[run] = from[generator.NextInteger(from.Length)];
                drawn.Add(to);
            }

            double[] runs = RunsOf(drawn, Choose(drawn, count, isSmallerBetter));
            (means[resample], middles[resample]) = (MeanOf(runs), Statistics.InterquartileMean.Of(runs));
        }

        return (BootstrapInterval.OfResamples(means), BootstrapInterval.OfResamples(middles));
    }

    private static double MeanOfOtherRuns(List<double[]> scores, int count, bool isSmallerBetter)
    {
        if (scores.Count == 0 || scores.Exists(runs => runs.Length < 2)) return double.NaN;
        var others = new List<double>();
        int most = 0;
        foreach (double[] runs in scores) most = Math.Max(most, runs.Length);
        for (int left = 0; left < most; left++)
        {
            // A setting with fewer runs than others has none to leave out here, and cannot be judged by one.
            List<double[]> judged = scores.FindAll(runs => left < runs.Length);
            List<double[]> choosing = judged.ConvertAll<double[]>(runs => [.. runs[..left], .. runs[(left + 1)..]]);
            foreach (int index in Choose(choosing, Math.Min(count, judged.Count), isSmallerBetter)) others.Add(judged[index][left]);
        }

        return MeanOf([.. others]);
    }

    /// <summary>The indices of the best settings, the best first. Of equal ones the first is taken.</summary>
    private static int[] Choose(List<double[]> scores, int count, bool isSmallerBetter)
    {
        var (keys, indices) = (new (double Value, int Index)[scores.Count], new int[scores.Count]);
        for (int i = 0; i < keys.Length; i++) (keys[i], indices[i]) = ((isSmallerBetter ? MeanOf(scores[i]) : -MeanOf(scores[i]), i), i);
        Array.Sort(keys, indices);
        return indices[..count];
    }

    private static double[] RunsOf(List<double[]> scores, int[] chosen)
    {
        var runs = new List<double>();
        foreach (int index in chosen) runs.AddRange(scores[index]);
        return [.. runs];
    }

    private static double MeanOf(double[] values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }
}
