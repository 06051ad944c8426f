using System.Linq;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Statistics;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>The scores of the groups of a task as a table.</summary>
internal static class ScoreTable
{
    /// <summary>A page does not list more groups than this; results.csv has them.</summary>
    private const int MostGroups = 40;

    /// <summary>Makes the table of a task.</summary>
    /// <param name="results">The results.</param>
    /// <param name="task">The task.</param>
    /// <returns>The table; null if it would be too long, or without runs.</returns>
    internal static StudyTable? Of(StudyResults results, StudyTask task)
    {
        GroupResult[] groups = [.. results.Groups.Where(group => group.Group.Task == task)];
        if (results.Plan.Study.Halve is not null) groups = Array.FindAll(groups, group => group.Scores.Length > 0);
        if (groups.Length > MostGroups || groups.All(group => group.Scores.Length == 0)) return null;
        var rows = new List<string[]>();
        foreach (GroupResult group in groups)
        {
            SeedStatistics scores = group.Statistics;
            string name = group.Group.Point.Values.Length == 0 ? group.Group.Arm.Name
                : results.Plan.Study.Arms.Length == 1 ? group.Group.Point.Name : $"{group.Group.Arm.Name}, {group.Group.Point.Name}";
            rows.Add(
            [
                name, NumberText.Count(scores.Runs), NumberText.Count(group.Failures), EstimateText.Of(scores),
                $"{NumberText.MeanReturn(scores.Mean)} ± {NumberText.MeanReturn(scores.Deviation)}",
                NumberText.MeanReturn(scores.Minimum), NumberText.MeanReturn(scores.Maximum),
                NumberText.Count(MedianOf(group, run => run.Learned?.AgentStep)),
                NumberText.Significant(MedianOf(group, run => run.Seconds)),
            ]);
        }

        string[] head =
        [
            "", "runs", "failed", "IQM [95 % interval]", "mean ± sd", "lowest", "highest", "agent steps to the bar", "seconds",
        ];
        string bar = task.Bar is { } return_
            ? $"The bar is a mean return of {NumberText.Return(return_)} of the latest 100 training episodes; a dash means that half of "
                + "the runs or more did not reach it."
            : "The task has no bar.";
        return new StudyTable(
            $"{task.Name}: scores", head, rows, $"{bar} Agent steps to the bar and seconds are medians over runs.");
    }

    /// <summary>The median of a measure over the runs that have ended; one that does not exist counts as infinite.</summary>
    /// <param name="group">The runs.</param>
    /// <param name="measure">The measure; null where it does not exist.</param>
    /// <returns>The median; infinity if half of the runs or more have none.</returns>
    internal static double MedianOf(GroupResult group, Func<StudyRun, double?> measure)
    {
        double[] values = [.. group.Runs.Where(run => run.Result is not null).Select(run => measure(run) ?? double.PositiveInfinity)];
        if (values.Length == 0) return double.NaN;
        Array.Sort(values);

        // With an even number of values, the upper middle one tells whether half of the runs have none.
        return double.IsInfinity(values[values.Length / 2]) ? double.PositiveInfinity : values.Median();
    }
}
