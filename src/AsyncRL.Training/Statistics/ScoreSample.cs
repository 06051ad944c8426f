using AsyncRL.Core.Randomness;

namespace AsyncRL.Training.Statistics;

/// <summary>
/// The scores of runs on several tasks, in which each run occurs a number of times: once, or as often as a resample has drawn it. A
/// statistic is a function of it, so that the value and its resamples are computed by the same lines.
/// </summary>
public sealed class ScoreSample
{
    private readonly double[] _sorted;
    private readonly int[] _counts;

    /// <summary>For each task the places of its scores among all, ascending.</summary>
    private readonly int[][] _places;

    /// <summary>Takes each score once.</summary>
    internal ScoreSample(TaskScores scores)
    {
        _sorted = new double[scores.Runs];
        _counts = new int[scores.Runs];
        Array.Fill(_counts, 1);
        var tasks = new int[scores.Runs];
        int next = 0;
        for (int task = 0; task < scores.Tasks.Length; task++)
        {
            foreach (double score in scores.ScoresOf(task)) (_sorted[next], tasks[next++]) = (score, task);
        }

        Array.Sort(_sorted, tasks);
        var places = new List<int>[scores.Tasks.Length];
        for (int task = 0; task < places.Length; task++) places[task] = [];
        for (int place = 0; place < tasks.Length; place++) places[tasks[place]].Add(place);
        _places = Array.ConvertAll(places, list => list.ToArray());
    }

    /// <summary>The number of tasks.</summary>
    public int Tasks => _places.Length;

    /// <summary>The number of runs on all tasks together, each as often as it occurs.</summary>
    public int Runs => _sorted.Length;

    /// <summary>Counts the runs on a task.</summary>
    /// <param name="task">The index of the task.</param>
    /// <returns>Their number, each as often as it occurs.</returns>
    public int RunsOf(int task) => _places[task].Length;

    /// <summary>Writes the scores of a task, each as often as it occurs, the smallest first.</summary>
    /// <param name="task">The index of the task.</param>
    /// <param name="destination">Receives them: <see cref="RunsOf"/> numbers.</param>
    public void CopyTo(int task, Span<double> destination)
    {
        int next = 0;
        foreach (int place in _places[task])
        {
            destination.Slice(next, _counts[place]).Fill(_sorted[place]);
            next += _counts[place];
        }
    }

    /// <summary>Computes the mean score of a task.</summary>
    /// <param name="task">The index of the task.</param>
    /// <returns>The mean.</returns>
    public double MeanOf(int task)
    {
        double sum = 0;
        foreach (int place in _places[task]) sum += Sum(_counts[place], _sorted[place]);
        return sum / _places[task].Length;
    }

    /// <summary>Computes the interquartile mean of the scores of all runs. A task counts by the number of its runs.</summary>
    /// <returns>The mean of the middle half.</returns>
    public double InterquartileMean() => Statistics.InterquartileMean.OfSorted(_sorted, _counts);

    /// <summary>Computes the mean of the scores of all runs, where each score counts at most as much as a limit.</summary>
    /// <param name="most">The limit.</param>
    /// <returns>The mean of min(s, <paramref name="most"/>).</returns>
    public double MeanUpTo(double most)
    {
        double sum = 0;
        for (int place = 0; place < _sorted.Length; place++) sum += Sum(_counts[place], Math.Min(_sorted[place], most));
        return sum / _sorted.Length;
    }

    /// <summary>Computes the share of all runs with a score above a threshold.</summary>
    /// <param name="threshold">The threshold.</param>
    /// <returns>The share, from 0 to 1.</returns>
    public double ShareAbove(double threshold)
    {
        int above = 0;
        for (int place = _sorted.Length - 1; place >= 0 && _sorted[place] > threshold; place--) above += _counts[place];
        return above / (double)_sorted.Length;
    }

    /// <summary>Computes how often a run has a higher score than one of another sample on the same task; equal scores count half.</summary>
    /// <param name="other">The other sample, with the same tasks.</param>
    /// <param name="task">The index of the task.</param>
    /// <returns>The share of all pairs: U / (n·m) of Mann and Whitney.</returns>
    public double ShareOfWins(ScoreSample other, int task)
    {
        ArgumentNullException.ThrowIfNull(other);
        ReadOnlySpan<int> rivals = other._places[task];
        (double halves, int below, int next) = (0, 0, 0);
        foreach (int place in _places[task])
        {
            double score = _sorted[place];
            for (; next < rivals.Length && other._sorted[rivals[next]] < score; next++) below += other._counts[rivals[next]];
            int equal = 0;
            for (int i = next; i < rivals.Length && other._sorted[rivals[i]] == score; i++) equal += other._counts[rivals[i]];
            halves += (double)_counts[place] * ((2 * below) + equal);
        }

        return halves / (2.0 * _places[task].Length * rivals.Length);
    }

    /// <summary>Draws as many runs of each task as it has, with replacement.</summary>
    internal void Draw(RandomGenerator generator)
    {
        Array.Clear(_counts);
        foreach (int[] places in _places)
        {
            for (int draw = 0; draw < places.Length; draw++) _counts[places[generator.NextInteger(places.Length)]]++;
        }
    }

    /// <summary>A score that was not drawn adds nothing, even if it is infinite.</summary>
    private static double Sum(int count, double score) => count == 0 ? 0 : count * score;
}
