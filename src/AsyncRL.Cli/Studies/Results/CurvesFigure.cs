using System.Linq;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>
/// Learning curves: a panel for each arm if an option is varied, and a line for each of its values; otherwise a line for each arm.
/// </summary>
internal static class CurvesFigure
{
    private const int HeightOfOne = 300, HeightOfSeveral = 190;

    private const string Explanation =
        "Each line is the interquartile mean over the runs of the mean return of the latest 100 training episodes, from the 20th episode "
        + "on; the band is its 95 % bootstrap interval over runs. Groups of fewer than five runs have a line for each run and no band. "
        + "Runs whose training failed are left out; the tables count them. "
        + "Training episodes explore: those of value methods with their ε, those of actor-critics with their policy.";

    /// <summary>Draws the curves of a task.</summary>
    /// <param name="results">The results.</param>
    /// <param name="task">The task.</param>
    /// <param name="by">The clock of the horizontal axis.</param>
    /// <returns>The figure; null without curves.</returns>
    internal static Figure? Of(StudyResults results, StudyTask task, string by)
    {
        bool hasPanels = results.Plan.Study.Varied.Length > 0 && results.Plan.Study.Arms.Length > 1;
        var chart = new Chart("", new ChartAxis(AxisOf(by)) { Low = 0 });
        foreach (GroupResult group in results.Groups)
        {
            if (group.Group.Task != task) continue;
            string arm = hasPanels ? group.Group.Arm.Name : "";
            ChartPanel? panel = chart.Panels.FirstOrDefault(known => known.Title == arm);
            if (panel is null)
            {
                panel = new ChartPanel(new ChartAxis("return")) { Title = arm, Height = hasPanels ? HeightOfSeveral : HeightOfOne };
                if (task.Bar is { } bar) panel.Marks.Add(new ChartMark("bar", bar));
                chart.Panels.Add(panel);
            }

            foreach (ChartLine line in LinesOf(results, group, by, hasPanels)) panel.Series.Add(line);
        }

        if (!chart.Panels.Any(panel => panel.Series.Count > 0)) return null;
        return chart.ToFigure(
            $"curves-{task.Name}-{by}",
            $"{task.Name}: learning curves over {AxisOf(by)}",
            $"Mean return of the latest training episodes on {task.Name} over {AxisOf(by)}.",
            Explanation);
    }

    private static IEnumerable<ChartLine> LinesOf(StudyResults results, GroupResult group, string by, bool hasPanels)
    {
        string name = !hasPanels && results.Plan.Study.Arms.Length > 1 ? group.Group.Arm.Name
            : group.Group.Point.Values.Length > 0 ? group.Group.Point.Name : group.Group.Arm.Name;
        int color = results.Groups
            .Where(other => other.Group.Task == group.Group.Task && (!hasPanels || other.Group.Arm == group.Group.Arm))
            .ToList().IndexOf(group);
        int actors = group.Group.Configuration.ActorsOfAllGroups;
        StudyRun[] runs = [.. group.Runs.Where(run => run.Result is { Failure: null } && run.Course.Points.Count > 0)];
        List<RunCurvePoints> curves = [.. runs.Select(run => run.Course.Over(point => XOf(point, by, actors)))];
        if (curves.Count >= RunGroup.FewestOfBand)
            return [RunBand.Of(curves, name, color) with { Name = name, Label = group.Group.Name }];
        return curves.Select((curve, index) => new ChartLine(curve.Points)
        {
            Name = index == 0 ? name : null,
            Label = runs[index].Cell.Name,
            Color = color,
        });
    }

    /// <summary>The place of a point on the clock. In one unit of the simulated clock every actor makes one agent step.</summary>
    private static double XOf(CoursePoint point, string by, int actors) => by switch
    {
        StudyFigure.Seconds => point.Second,
        StudyFigure.SimulatedClock => point.AgentStep / actors,
        _ => point.AgentStep,
    };

    private static string AxisOf(string by) => by switch
    {
        StudyFigure.Seconds => "seconds",
        StudyFigure.SimulatedClock => "agent steps per actor",
        _ => "agent steps",
    };
}
