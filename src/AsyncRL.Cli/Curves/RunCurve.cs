using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Curves;

/// <summary>The figure <c>curve</c> of one run: the returns of its training episodes, and below them what shows how it learns.</summary>
internal static class RunCurve
{
    /// <summary>The name of the figure, and of its file in a run's directory.</summary>
    internal const string Name = "curve", FileName = "curve.svg";

    private const int MostDots = 600, SmallPanel = 84;

    private const string Explanation =
        "Each faint dot is the return of one training episode; at most 600 of them are drawn. The line is the mean of the latest 100 "
        + "episodes, from the 20th on. The panels below have the same agent steps. Healthy: the line rises and stays up; the entropy of "
        + "the policy falls slowly; the value loss rises while returns grow, and falls later; the norm of the gradient keeps its size; "
        + "the staleness keeps its size. Sick: the entropy falls to 0 while the return is still low, because the agent explores no "
        + "more; the line rises and breaks down, or the norm of the gradient grows by powers of ten, which smaller learning rates often "
        + "cure.";

    /// <summary>Makes the figure of a run.</summary>
    /// <param name="directory">The run's directory; the run may be training.</param>
    /// <param name="command">The command that asks for it, for messages.</param>
    /// <returns>The figure, without curves if the run has no table yet.</returns>
    /// <exception cref="InputException">No run is there, or its manifest cannot be read.</exception>
    internal static Figure FigureOf(string directory, string command) => FigureOf(RunFiles.Open(directory, command));

    /// <summary>Makes the figure of a run.</summary>
    /// <param name="run">The run's files.</param>
    /// <returns>The figure.</returns>
    internal static Figure FigureOf(RunFiles run)
    {
        Chart chart = ChartOf(run);
        string last = double.IsNaN(run.Course.LastReturn) ? "no episode ended" : FormattableString.Invariant(
            $"the mean return of the latest 100 episodes is {run.Course.LastReturn:0.##} at the end");
        return new Figure(
            Name,
            chart.Title,
            Explanation,
            FormattableString.Invariant($"Returns of the training episodes over {run.AgentSteps:N0} agent steps; {last}."),
            FigureFormat.Svg,
            Encoding.UTF8.GetBytes(chart.Draw()),
            chart.Data());
    }

    private static Chart ChartOf(RunFiles run)
    {
        var chart = new Chart($"{run.Title}: return of training episodes", new ChartAxis("agent steps")
        {
            Low = 0,
            High = run.AgentSteps > 0 ? run.AgentSteps : null,
        });
        var returns = new ChartPanel(new ChartAxis("return"));
        returns.Series.Add(new ChartDots(DotsOf(run)) { Name = "episode", Opacity = 0.25, Radius = 1.8 });
        List<CoursePoint> course = [.. run.Course.Points];
        returns.Series.Add(new ChartLine(course.ConvertAll(point => (point.AgentStep, point.Return)))
        {
            Name = "mean of the latest 100 episodes",
            Width = 2,
        });
        chart.Panels.Add(returns);
        foreach (MeasuredCourse? measure in (MeasuredCourse?[])
        [
            MeasuredCourse.Of(run, "entropy", "entropy"),
            MeasuredCourse.Of(run, "value_loss", "value loss", isLogarithmic: true),
            MeasuredCourse.Of(run, "gradient_norm", "gradient norm", isLogarithmic: true),
            MeasuredCourse.Of(run, "learning_rate", "learning rate"),
            MeasuredCourse.OfStaleness(run),
        ])
        {
            if (measure is null) continue;
            var panel = new ChartPanel(new ChartAxis(measure.Name) { IsLogarithmic = measure.IsLogarithmic }) { Height = SmallPanel };
            panel.Series.Add(measure.ToLine(chart.Panels.Count));
            chart.Panels.Add(panel);
        }

        return chart;
    }

    /// <summary>Episodes at equal distances in the table.</summary>
    private static List<(double X, double Y)> DotsOf(RunFiles run)
    {
        var dots = new List<(double X, double Y)>();
        if (run.Episodes is null) return dots;
        IReadOnlyList<double> steps = run.Episodes["agent_step"], returns = run.Episodes["return"];
        double distance = Math.Max(1, (double)run.Episodes.Rows / MostDots);
        for (double i = 0; i < run.Episodes.Rows; i += distance) dots.Add((steps[(int)i], returns[(int)i]));
        return dots;
    }
}
