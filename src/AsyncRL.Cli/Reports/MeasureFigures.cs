using AsyncRL.Cli.Curves;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>What runs report in the course of the training: losses, entropy, norm of the gradient, staleness, learning rate.</summary>
internal static class MeasureFigures
{
    private const int LargePanel = 170, SmallPanel = 110;

    private static readonly Topic[] Topics =
    [
        new(
            "losses", "Losses",
            "The value loss is the mean square (or other) error of the value function over the agent steps between two reports. "
            + "Healthy: it rises while returns grow, because there is more to predict, and falls afterwards. Sick: it grows by powers "
            + "of ten, or it stays high after the returns have settled. The policy loss has no scale of its own and changes its sign; "
            + "only its size tells something: a size that grows without end announces a break-down."),
        new(
            "entropy", "Entropy of the policy",
            "The entropy is the mean over agent steps, in nats: the logarithm of the number of actions for a policy that takes all of "
            + "them equally often, 0 for one that always takes the same. Healthy: it falls slowly from its largest value. Sick: it "
            + "falls to 0 while returns are low, so that the agent explores no more (a larger entropy-weight helps); or it does not "
            + "fall at all, so that nothing is learned. For value methods it is that of ε-greedy actions, and follows the schedule of ε."),
        new(
            "gradient-norm", "Norm of the gradient",
            "The mean norm of the gradients before they are clipped. Healthy: it keeps its order of magnitude. Sick: it grows by powers "
            + "of ten, which ends in a refused update; smaller learning rates or a smaller clip-norm help. A norm near 0 from the "
            + "beginning means that nothing reaches the parameters."),
        new(
            "staleness", "Staleness of the updates",
            "The number of other updates between the snapshot of the parameters that a gradient was computed with and its update, as a "
            + "mean over updates. Healthy: about the number of threads minus one, without a trend. Sick: it is far larger, because a "
            + "thread waits for a processor. One thread and synchronous methods have none."),
        new(
            "exchange", "Exchange between the ranks",
            "Runs of several ranks only; means over the ranks. The time of a round contains the wait for the slowest rank. Healthy: it "
            + "keeps its size. Sick: it grows, because a rank is slow or the network is full. Late updates are those that a rank made "
            + "during a round: they grow with the time of a round. The deviation is how far the parameters of a rank were from those "
            + "of the others, as a multiple of what all moved together in the round. Healthy: about 1, without a trend. Sick: it grows, "
            + "because the ranks disagree; a shorter period or a smaller learning rate helps. Ranks of a synchronous method have "
            + "neither late updates nor a deviation."),
        new(
            "learning-rate", "Learning rate",
            "The learning rate at each report, as its schedule gives it. Healthy: it falls until the end of the training. Sick: it has "
            + "reached 0 while returns still rise. A run whose rate is 0 learns no more, whatever the other curves suggest."),
        new(
            "other-measures", "Other measures",
            "Quantities that only some methods report; the page of the method explains them. Healthy curves keep their size or move "
            + "slowly. A divergence or a clip fraction that grows announces updates that are too large."),
    ];

    private static readonly List<(string Name, Func<RunFiles, MeasuredCourse?> Read)> Exchange =
    [
        ("time of a round / ms", run => MeasuredCourse.OfExchange(run, "round_milliseconds", "time of a round / ms")),
        ("late updates of a round", run => MeasuredCourse.OfExchange(run, "late_updates_per_round", "late updates of a round")),
        ("deviation / move", run => MeasuredCourse.OfExchange(run, "rank_deviation", "deviation / move", "common_move")),
    ];

    private const string WithBand =
        " Where at least five runs differ in nothing but their seed, the thick line is the interquartile mean over the runs and the band "
        + "its 95 % bootstrap interval; the single runs are faint. A wide band means that the seeds differ.";

    /// <summary>Columns that other figures show.</summary>
    private static readonly HashSet<string> NoMeasures =
    [
        "agent_steps", "frames", "seconds", "episodes", "mean_return", "min_return", "max_return", "report", "learning_rate",
        "agent_steps_per_second",
    ];

    /// <summary>Draws a figure for each topic of which at least one run reports something.</summary>
    /// <param name="groups">The runs.</param>
    /// <param name="subject">The run, for pictures that stand alone; null for a page.</param>
    /// <returns>The figures.</returns>
    internal static IEnumerable<Figure> Of(IReadOnlyList<RunGroup> groups, string? subject = null)
    {
        foreach (Topic topic in Topics)
        {
            var chart = new Chart("", new ChartAxis("agent steps") { Low = 0 });
            List<(string Name, Func<RunFiles, MeasuredCourse?> Read)> measures = MeasuresOf(topic.Name, groups);
            foreach ((string name, Func<RunFiles, MeasuredCourse?> read) in measures)
            {
                int height = measures.Count == 1 ? LargePanel : SmallPanel;
                if (PanelOf(groups, name, read, height) is { } panel) chart.Panels.Add(panel);
            }

            if (chart.Panels.Count > 0)
            {
                string explanation = HasBand(chart) ? topic.Explanation + WithBand : topic.Explanation;
                yield return chart.ToFigure(topic.Name, topic.Title, $"{topic.Title} of the runs over agent steps.", explanation, subject);
            }
        }
    }

    private static List<(string Name, Func<RunFiles, MeasuredCourse?> Read)> MeasuresOf(string topic, IReadOnlyList<RunGroup> groups)
    {
        if (topic == "staleness") return [("staleness", MeasuredCourse.OfStaleness)];
        if (topic == "exchange") return Exchange;
        var measures = new List<(string, Func<RunFiles, MeasuredCourse?>)>();
        var known = new HashSet<string>();
        foreach (RunGroup group in groups)
        {
            foreach ((_, _, RunFiles files) in group.Runs)
            {
                foreach (string column in files.Metrics?.Names ?? [])
                {
                    if (TopicOf(column) != topic || !known.Add(column)) continue;
                    string name = column.Replace('_', ' ');
                    bool isLogarithmic = column is "value_loss" or "gradient_norm";
                    measures.Add((name, run => MeasuredCourse.Of(run, column, name, isLogarithmic)));
                }
            }
        }

        return measures;
    }

    private static string TopicOf(string column) => column switch
    {
        "entropy" => "entropy",
        "gradient_norm" => "gradient-norm",
        "learning_rate" => "learning-rate",
        _ when column.EndsWith("_loss", StringComparison.Ordinal) => "losses",
        _ => NoMeasures.Contains(column) ? "" : "other-measures",
    };

    private static ChartPanel? PanelOf(
        IReadOnlyList<RunGroup> groups, string name, Func<RunFiles, MeasuredCourse?> read, int height)
    {
        var lines = new List<ChartLine>();
        bool isLogarithmic = true;
        foreach (RunGroup group in groups)
        {
            var courses = new List<(string Run, MeasuredCourse Course)>();
            foreach ((string run, _, RunFiles files) in group.Runs)
            {
                if (read(files) is not { } course) continue;
                isLogarithmic &= course.IsLogarithmic;
                courses.Add((run, course));
            }

            lines.AddRange(LinesOf(group, courses, isOnly: groups.Count == 1));
        }

        if (lines.Count == 0) return null;
        var panel = new ChartPanel(new ChartAxis(name) { IsLogarithmic = isLogarithmic }) { Height = height };
        foreach (ChartLine line in lines) panel.Series.Add(line);
        return panel;
    }

    /// <summary>A line for each run; faint beside a band if enough runs report the measure at common agent steps.</summary>
    private static IEnumerable<ChartLine> LinesOf(RunGroup group, List<(string Run, MeasuredCourse Course)> courses, bool isOnly)
    {
        ChartLine? band = courses.Count >= RunGroup.FewestOfBand
            ? RunBand.Of(
                courses.ConvertAll(course => new RunCurvePoints(course.Course.Points, HasEnded: false)), group.Name, group.Color) : null;
        if (band is { Points.Count: > 0 })
        {
            foreach ((string run, MeasuredCourse course) in courses)
                yield return course.ToLine(group.Color, RunBand.FaintOpacity, run) with { Width = RunBand.FaintWidth };
            yield return band;
            yield break;
        }

        for (int i = 0; i < courses.Count; i++)
        {
            string? entry = !isOnly && i == 0 ? group.Name : null;
            yield return courses[i].Course.ToLine(group.Color, 0.9, courses[i].Run) with { Name = entry };
        }
    }

    private static bool HasBand(Chart chart)
    {
        foreach (ChartPanel panel in chart.Panels)
        {
            foreach (ChartSeries series in panel.Series)
            {
                if (series is ChartLine { Band.Count: > 0 }) return true;
            }
        }

        return false;
    }

    /// <summary>What a figure shows.</summary>
    private sealed record Topic(string Name, string Title, string Explanation);
}
