using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>The scores of arms over their best combinations of the varied options, if the study asks for them.</summary>
internal static class BestTable
{
    /// <summary>Chooses the best combinations of each series.</summary>
    /// <param name="results">The results.</param>
    /// <param name="task">The task.</param>
    /// <returns>Each series with its score; none if the study asks for none, or without scores.</returns>
    internal static IEnumerable<(StudySeries Series, BestSettings Best)> ScoresOf(StudyResults results, StudyTask task)
    {
        if (results.Plan.Study.Best is not { } count) yield break;
        foreach (StudySeries series in results.SeriesOf(task, null))
        {
            ImmutableArray<double>[] settings = [.. series.Groups.Select(group => group.Scores)];
            var best = BestSettings.Of([.. settings.Select(scores => (IReadOnlyList<double>)scores)], count);
            if (best.Settings > 0) yield return (series, best);
        }
    }

    /// <summary>Makes the table of a task.</summary>
    /// <param name="results">The results.</param>
    /// <param name="task">The task.</param>
    /// <returns>The table; null if the study asks for none, or without scores.</returns>
    internal static StudyTable? Of(StudyResults results, StudyTask task)
    {
        List<string[]> rows = [.. ScoresOf(results, task).Select(pair => (string[])
        [
            pair.Series.Name, .. BestSettingsText.Fields(pair.Best),
            BestSettingsText.Chosen(pair.Best, index => pair.Series.Groups[index].Group.Point.Name),
        ])];
        if (rows.Count == 0) return null;
        return new StudyTable(
            $"{task.Name}: scores over the best {NumberText.Count(results.Plan.Study.Best!.Value, "combination")} of each arm",
            ["", .. BestSettingsText.Head, "chosen, the best first"],
            rows,
            BestSettingsText.Note);
    }
}
