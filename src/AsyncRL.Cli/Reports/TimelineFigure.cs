using System.Globalization;
using System.Linq;
using AsyncRL.Cli.Curves;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>What each thread of a run did over the time: its agent steps per second, and its phases.</summary>
internal static class TimelineFigure
{
    /// <summary>The name of the picture in commands and files.</summary>
    internal const string Name = "timeline";

    private const int MostThreads = 8, RateHeight = 150, PhasesHeight = 80, ColorOfRest = 7;

    private const string Explanation =
        "The upper panel has the agent steps per second of each thread over the seconds of the training, between two reports. Below is a "
        + "panel for each thread, of at most eight threads: the shares of its time by phase. Snapshot copies the shared parameters; act "
        + "chooses actions; environment steps the task; backward computes gradients; apply updates the shared parameters (and, with "
        + "fused updates, takes the next snapshot); the rest is all other time: waiting for a processor, reports, checkpoints, periodic "
        + "evaluations, and in the simulated execution the turns of the other "
        + "actor-learners. Healthy: all threads have nearly the same rate and the same shares from the beginning to the end, and a rest of "
        + "all threads at once is an evaluation or a checkpoint. Sick: one thread has a lower rate or a larger rest than the others, "
        + "because something else needs its processor; the rates fall in the course of the training while the share of the environment "
        + "grows, because later states of the task are slower; apply or snapshot grows when threads get in each other's way. If the rates "
        + "of all threads fall while the shares stay, the machine has become slower, for example because it is hot or shared.";

    /// <summary>Draws a run.</summary>
    /// <param name="files">The files of the run, which may be training.</param>
    /// <returns>The figure; null if the run has no report of its threads.</returns>
    internal static Figure? Of(RunFiles files)
    {
        if (files.Threads is not { Rows: > 0 } table) return null;
        List<ThreadCourse> threads = [.. ThreadCourse.Of(table).Where(thread => thread.Spans.Count > 0)];
        if (threads.Count == 0) return null;
        List<string> phases = ThreadCourse.PhasesOf(table);
        double end = threads.Max(thread => thread.Spans[^1].To);
        var rates = new ChartPanel(new ChartAxis("agent steps / s") { Low = 0 }) { Height = RateHeight };
        var chart = new Chart($"{files.Title}: what its threads did", new ChartAxis("seconds") { Low = 0, High = end })
        {
            Panels = { rates },
        };
        foreach (ThreadCourse thread in threads.Take(MostThreads))
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"thread {thread.Thread}");
            rates.Series.Add(new ChartLine(Steps(thread, span => span.Rate)) { Name = name, Color = rates.Series.Count, Opacity = 0.8 });
            var panel = new ChartPanel(new ChartAxis("share") { Low = 0, High = 1 }) { Height = PhasesHeight, Title = name };
            panel.Series.Add(AreasOf(thread, phases, name));
            chart.Panels.Add(panel);
        }

        return new Figure(
            Name,
            chart.Title,
            Explanation,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Rates of {Math.Min(threads.Count, MostThreads)} of {threads.Count} threads, and the shares of their time by phase, over "
                    + $"{end:N0} seconds."),
            FigureFormat.Svg,
            System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
            chart.Data());
    }

    private static ChartAreas AreasOf(ThreadCourse thread, List<string> phases, string name)
    {
        var areas = new List<ChartArea>();
        for (int i = 0; i < phases.Count; i++)
        {
            int phase = i;
            areas.Add(new ChartArea(phases[i], i, Heights(span => span.ShareOf(phase))));
        }

        areas.Add(new ChartArea("rest", ColorOfRest, Heights(span => span.Rest)));
        return new ChartAreas([.. Steps(thread, _ => 0).Select(point => point.X)], areas) { Label = name };

        double[] Heights(Func<ThreadSpan, double> number) => [.. Steps(thread, number).Select(point => point.Y)];
    }

    /// <summary>A number is constant within each span, because a report tells no more.</summary>
    private static List<(double X, double Y)> Steps(ThreadCourse thread, Func<ThreadSpan, double> number) =>
        [.. thread.Spans.SelectMany(span => ((double, double)[])[(span.From, number(span)), (span.To, number(span))])];
}
