using System.Linq;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>
/// How much faster the bar is reached with more actors or threads, as in Table 2 of the paper: the median time with the first value over
/// the median time with each other value.
/// </summary>
internal static class SpeedupTable
{
    /// <summary>Makes the tables: one for each task with a bar, and, of several, their geometric mean.</summary>
    /// <param name="results">The results.</param>
    /// <param name="figure">The varied option and the clock.</param>
    /// <returns>The tables.</returns>
    internal static IEnumerable<StudyTable> Of(StudyResults results, StudyFigure figure)
    {
        string over = figure.Over!;
        VariedOption option = results.Plan.Study.VariedBy(over);
        var speedups = new Dictionary<string, List<double[]>>();
        var names = new List<string>();
        string clock = figure.By switch
        {
            StudyFigure.Seconds => "seconds",
            StudyFigure.SimulatedClock => "agent steps per actor (the simulated clock: every actor makes a step in the same time)",
            _ => "agent steps",
        };
        foreach (StudyTask task in results.Plan.Study.Tasks)
        {
            if (task.Bar is not { } bar) continue;
            var rows = new List<string[]>();
            foreach (StudySeries series in results.SeriesOf(task, over))
            {
                double[] times = [.. option.Values.Select(value => TimeOf(series, over, value, figure.By))];
                double[] ratios = [.. times.Select(time => times[0] / time)];
                if (speedups.TryAdd(series.Name, [])) names.Add(series.Name);
                speedups[series.Name].Add(ratios);
                rows.Add([series.Name, .. times.Select((time, i) => Text(time, ratios[i], figure.By))]);
            }

            yield return new StudyTable(
                $"{task.Name}: {clock} to a mean return of {NumberText.Return(bar)}, by {option.Name}",
                ["", .. option.Values],
                rows,
                "Each field has the median over runs, and in parentheses the speedup over the first column. A dash means that half of the "
                + "runs or more did not reach the bar.");
        }

        if (names.Count == 0 || speedups[names[0]].Count < 2) yield break;
        yield return new StudyTable(
            $"Speedup by {option.Name}, in {clock}: geometric mean over tasks",
            ["", .. option.Values],
            [.. names.Select(name => (string[])[name, .. option.Values.Select((_, i) => Mean(speedups[name], i))])],
            "A dash means that a task has no speedup.");
    }

    private static double TimeOf(StudySeries series, string over, string value, string by)
    {
        if (series.Groups.FirstOrDefault(group => group.Group.Point.ValueOf(over) == value) is not { } found) return double.NaN;
        int actors = found.Group.Configuration.ActorsOfAllGroups;
        return ScoreTable.MedianOf(found, run => by switch
        {
            StudyFigure.Seconds => run.Learned?.Second,
            StudyFigure.SimulatedClock => run.Learned?.AgentStep / actors,
            _ => run.Learned?.AgentStep,
        });
    }

    private static string Text(double time, double ratio, string by)
    {
        if (!double.IsFinite(time)) return "–";
        string text = by == StudyFigure.Seconds ? NumberText.Significant(time) : NumberText.Count(time);
        return double.IsFinite(ratio) ? $"{text} ({NumberText.MeanReturn(ratio)}×)" : text;
    }

    private static string Mean(List<double[]> ratios, int column)
    {
        double logarithm = ratios.Average(row => Math.Log(row[column]));
        return double.IsFinite(logarithm) ? $"{NumberText.MeanReturn(Math.Exp(logarithm))}×" : "–";
    }
}
