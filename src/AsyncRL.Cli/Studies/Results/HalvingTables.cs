using System.Linq;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Running;
using AsyncRL.Cli.Views;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>Which combinations successive halving stopped, and where.</summary>
internal static class HalvingTables
{
    /// <summary>A page does not list more combinations than this; results.csv has them.</summary>
    private const int MostRows = 60;

    /// <summary>Makes the tables of a task.</summary>
    /// <param name="results">The results.</param>
    /// <param name="task">The task.</param>
    /// <returns>The tables; none if the study does not halve.</returns>
    internal static IEnumerable<StudyTable> Of(StudyResults results, StudyTask task)
    {
        Halving[] halvings = [.. results.Halvings.Where(halving => halving.Groups[0].Task == task)];
        if (halvings.Length == 0) yield break;
        string[] head =
            ["", "agent steps", "combinations", "continue", "best score", "least score that continues", "best score that stops"];
        yield return new StudyTable(
            $"{task.Name}: the rungs of successive halving",
            head,
            [.. halvings.SelectMany(halving => RungsOf(results, halving))],
            "The score at a rung is the mean return of the latest 100 training episodes, over the seeds. A dash means that a run has not "
            + "come so far, or has fewer than 20 episodes there.");
        List<string[]> rows = [.. halvings.SelectMany(halving => StopsOf(results, halving))];
        string more = rows.Count <= MostRows ? "" : $"{NumberText.Count(rows.Count - MostRows)} others are in results.csv.";
        yield return new StudyTable(
            $"{task.Name}: where combinations were stopped", ["", "agent steps", "score there"], [.. rows.Take(MostRows)], more);
    }

    /// <summary>Says which combinations were trained to the end, as the answer of a study that halves.</summary>
    /// <param name="results">The results.</param>
    /// <param name="task">The task.</param>
    /// <returns>A sentence for each competition; none before the last decision.</returns>
    internal static IEnumerable<string> AnswersOf(StudyResults results, StudyTask task)
    {
        foreach (Halving halving in results.Halvings.Where(halving => halving.Groups[0].Task == task))
        {
            GroupResult[] ended = [.. halving.TrainedTo(halving.Remaining.Length - 1).Select(results.ResultOf)
                .Where(group => group.Scores.Length > 0).OrderByDescending(group => group.Statistics.Mean)];
            if (ended.Length == 0) continue;
            IEnumerable<string> texts = ended.Select(
                group => $"{group.Group.Point.Name}, mean score {NumberText.MeanReturn(group.Statistics.Mean)} "
                    + $"({NumberText.Count(group.Statistics.Runs, "run")})");
            yield return $"On {task.Name}, of {NumberText.Count(halving.Groups.Length, "combination")} of {NameOf(results, halving)} "
                + $"{NumberText.Count(ended.Length)} came to the end: {string.Join("; ", texts)}.";
        }
    }

    private static string NameOf(StudyResults results, Halving halving) => results.SeriesNameOf(halving.Groups[0], null);

    private static IEnumerable<string[]> RungsOf(StudyResults results, Halving halving)
    {
        for (int rung = 0; rung < halving.Remaining.Length - 1; rung++)
        {
            var trained = halving.TrainedTo(rung);
            var next = halving.TrainedTo(rung + 1);
            (StudyGroup Group, double Score)[] scores = [.. trained.Select(group => (group, halving.ScoreAt(group, rung)))];
            double[] on = [.. scores.Where(pair => next.Contains(pair.Group)).Select(pair => pair.Score)];
            double[] stopped = [.. scores.Where(pair => !next.Contains(pair.Group)).Select(pair => pair.Score)];
            yield return
            [
                $"{NameOf(results, halving)}, rung {rung + 1}",
                NumberText.Count(halving.AgentStepsAt(halving.Groups[0], rung)),
                NumberText.Count(trained.Length), next.IsEmpty ? "–" : NumberText.Count(next.Length),
                NumberText.MeanReturn(scores.Select(pair => pair.Score).DefaultIfEmpty(double.NaN).Max()),
                NumberText.MeanReturn(on.DefaultIfEmpty(double.NaN).Min()),
                NumberText.MeanReturn(next.IsEmpty ? double.NaN : stopped.DefaultIfEmpty(double.NaN).Max()),
            ];
        }
    }

    private static IEnumerable<string[]> StopsOf(StudyResults results, Halving halving) =>
        from pair in halving.Stops()
        let score = halving.ScoreAt(pair.Key, pair.Value)
        orderby pair.Value descending, score descending
        select (string[])
        [
            results.Plan.Study.Arms.Length == 1 ? pair.Key.Point.Name : $"{pair.Key.Arm.Name}, {pair.Key.Point.Name}",
            NumberText.Count(halving.AgentStepsAt(pair.Key, pair.Value)), NumberText.MeanReturn(score),
        ];
}
