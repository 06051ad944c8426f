using System.Collections.Immutable;

namespace AsyncRL.Training.Statistics;

/// <summary>
/// The scores of runs on several tasks: one number per run, any number of runs per task. The order in which runs are given has no effect
/// on anything that is computed from the scores.
/// </summary>
public sealed class TaskScores
{
    private readonly ImmutableArray<ImmutableArray<double>> _scores;

    /// <summary>Takes the scores.</summary>
    /// <param name="runs">For each run its task and its score. A score is finite, or +∞ for a time that never came.</param>
    /// <exception cref="ArgumentException">There is no run, or a score is NaN or −∞.</exception>
    public TaskScores(IEnumerable<(string Task, double Score)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var byTask = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        foreach ((string task, double score) in runs)
        {
            if (double.IsNaN(score) || double.IsNegativeInfinity(score))
                throw new ArgumentException($"A score of {task} is {score}; expected a finite score, or ∞.", nameof(runs));
            if (!byTask.TryGetValue(task, out List<double>? scores)) byTask.Add(task, scores = []);
            scores.Add(score);
        }

        if (byTask.Count == 0) throw new ArgumentException("There are no scores; expected at least one run.", nameof(runs));
        var sorted = ImmutableArray.CreateBuilder<ImmutableArray<double>>(byTask.Count);
        foreach (List<double> scores in byTask.Values)
        {
            scores.Sort();
            sorted.Add([.. scores]);
            Runs += scores.Count;
        }

        (Tasks, _scores) = ([.. byTask.Keys], sorted.MoveToImmutable());
    }

    /// <summary>The names of the tasks, in the order of their characters' numbers.</summary>
    public ImmutableArray<string> Tasks { get; }

    /// <summary>The number of runs on all tasks together.</summary>
    public int Runs { get; }

    /// <summary>Takes the scores of the runs on one task.</summary>
    /// <param name="task">The task's name; it needs no meaning.</param>
    /// <param name="scores">A score per run.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">There is no run, or a score is NaN or −∞.</exception>
    public static TaskScores OfOne(string task, IEnumerable<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var runs = new List<(string, double)>();
        foreach (double score in scores) runs.Add((task, score));
        return new TaskScores(runs);
    }

    /// <summary>Gives the scores of a task.</summary>
    /// <param name="task">The index of the task.</param>
    /// <returns>The scores, the smallest first.</returns>
    public ImmutableArray<double> ScoresOf(int task) => _scores[task];

    /// <summary>Brings the tasks to one scale: (s − low) / (high − low), for example between a random agent and an expert.</summary>
    /// <param name="ranges">The two ends of each task by its name; ranges of other tasks are ignored. The ends differ.</param>
    /// <returns>The scores in the new scale.</returns>
    /// <exception cref="ArgumentException">A task has no range, or a range whose ends are equal or not finite.</exception>
    public TaskScores Normalized(IReadOnlyDictionary<string, (double Low, double High)> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        var runs = new List<(string, double)>(Runs);
        for (int task = 0; task < Tasks.Length; task++)
        {
            if (!ranges.TryGetValue(Tasks[task], out (double Low, double High) range))
                throw new ArgumentException($"The task {Tasks[task]} has no range; expected a low and a high score.", nameof(ranges));
            double width = range.High - range.Low;
            if (!double.IsFinite(width) || width == 0)
            {
                throw new ArgumentException(
                    $"The range of {Tasks[task]} is {range.Low} to {range.High}; expected two finite scores that differ.", nameof(ranges));
            }

            foreach (double score in _scores[task]) runs.Add((Tasks[task], (score - range.Low) / width));
        }

        return new TaskScores(runs);
    }
}
