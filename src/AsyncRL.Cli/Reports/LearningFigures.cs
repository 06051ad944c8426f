using AsyncRL.Cli.Curves;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>The learning curves of runs on one environment, over agent steps, frames and seconds.</summary>
internal static class LearningFigures
{
    private const string OverAgentSteps =
        "A line is the mean return of the latest 100 training episodes of a run, from the 20th episode on. Where at least five runs "
        + "differ in nothing but their seed, the thick line is the interquartile mean over the runs (the mean of their middle half) and "
        + "the band its 95 % bootstrap interval; the single runs are faint. Healthy: the curve rises and stays at its height, and the "
        + "band becomes narrow. Sick: the curve stays at its first height, or rises and breaks down; or the band stays wide, so that "
        + "some seeds learn and others do not. Training episodes explore; an evaluation is usually higher. Agent steps show how much a "
        + "method learns from its experience, whatever the machine.";

    private const string FramesAreAgentSteps = " An agent step of these runs is one frame, so that a figure over frames would be the same.";

    private const string OverFrames =
        "The same curves over frames, the steps of the environment itself. They count repeated actions, so that runs with another "
        + "number of frames per agent step, and published results, can be compared. Healthy and sick curves look as over agent steps.";

    private const string OverSeconds =
        "The same curves over the seconds of the training on its machine; between two reports they are interpolated along a straight "
        + "line. Healthy: more threads move the curve to the left. Sick: a curve that is good over agent steps lies far to the right "
        + "here, because its updates are slow or its threads wait. Runs that shared a machine were slower than alone.";

    /// <summary>Draws the curves.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="groups">The runs on it.</param>
    /// <param name="subject">The run, for pictures that stand alone; null for a page.</param>
    /// <returns>A figure for each axis that differs from the others; none if no run has a curve.</returns>
    internal static IEnumerable<Figure> Of(string environment, IReadOnlyList<RunGroup> groups, string? subject = null)
    {
        if (!Any(groups, files => files.Course.Points.Count > 0)) yield break;
        bool hasFrames = Any(groups, files => files.FramesPerAgentStep > 1);
        bool isFrame = !Any(groups, files => files.FramesPerAgentStep != 1);
        yield return Draw(
            environment, groups, "agent steps", (_, point) => point.AgentStep,
            isFrame ? OverAgentSteps + FramesAreAgentSteps : OverAgentSteps, subject);
        if (hasFrames)
        {
            yield return Draw(
                environment, WithFrames(groups), "frames", (files, point) => point.AgentStep * files.FramesPerAgentStep, OverFrames,
                subject);
        }

        yield return Draw(environment, groups, "seconds", (_, point) => point.Second, OverSeconds, subject);
    }

    /// <summary>The groups without runs of which nothing tells the frames.</summary>
    private static List<RunGroup> WithFrames(IReadOnlyList<RunGroup> groups)
    {
        var known = new List<RunGroup>();
        foreach (RunGroup group in groups)
        {
            List<NamedRun> runs = [.. group.Runs];
            runs.RemoveAll(run => double.IsNaN(run.Files.FramesPerAgentStep));
            if (runs.Count > 0) known.Add(group with { Runs = runs });
        }

        return known;
    }

    private static Figure Draw(
        string environment, IReadOnlyList<RunGroup> groups, string axis, Func<RunFiles, CoursePoint, double> x, string reading,
        string? subject)
    {
        var panel = new ChartPanel(new ChartAxis("return")) { Height = 260 };
        int runs = 0;
        foreach (RunGroup group in groups)
        {
            foreach (ChartLine line in Distinct(group, group.Lines(x), groups.Count)) panel.Series.Add(line);
            runs += group.Runs.Count;
        }

        var chart = new Chart("", new ChartAxis(axis) { Low = 0 }) { Panels = { panel } };
        string lines = runs == 1 ? "one run" : $"{runs} runs";
        return chart.ToFigure(
            $"{environment}-return-{axis.Replace(' ', '-')}",
            $"{environment}: return over {axis}",
            $"Learning curves of {lines} on {environment} over {axis}.",
            reading,
            subject);
    }

    /// <summary>The few runs of the only group have a color each.</summary>
    private static List<ChartLine> Distinct(RunGroup group, List<ChartLine> lines, int groups)
    {
        if (group.HasBand) return lines;
        if (group.Runs.Count == 1) return groups == 1 ? [lines[0] with { Name = null }] : lines;
        for (int i = 0; i < lines.Count; i++)
        {
            lines[i] = groups == 1
                ? lines[i] with { Color = i, Name = lines[i].Label }
                : lines[i] with { Name = i == 0 ? $"{group.Name}, {group.Runs.Count} runs" : null };
        }

        return lines;
    }

    private static bool Any(IReadOnlyList<RunGroup> groups, Predicate<RunFiles> holds)
    {
        foreach (RunGroup group in groups)
        {
            foreach ((_, _, RunFiles files) in group.Runs)
            {
                if (holds(files)) return true;
            }
        }

        return false;
    }
}
