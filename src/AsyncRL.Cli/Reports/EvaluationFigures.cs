using AsyncRL.Cli.Curves;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>The evaluations of runs: the distribution of the final one, and the periodic ones.</summary>
internal static class EvaluationFigures
{
    private const string OfFinal =
        "Each run stands at its number. The thin line goes from the smallest to the largest return of the final "
        + "evaluation's episodes, the thick line is one standard deviation to each side of the mean within this range, and the blue dot "
        + "is the mean. The red dot is the mean with the most probable action instead of a drawn one. Healthy: the thick line is short, "
        + "and all runs have nearly the same mean. Sick: a long line means that the agent sometimes fails; a red dot far below the "
        + "other means that the policy needs its randomness, one far above that it explores still.";

    private const string OfPeriodic =
        "Each point is the mean return of an evaluation in the course of the training, on episodes of its own; the band is one standard "
        + "deviation of its episodes to each side. Healthy: the line rises and stays up while the band becomes narrow. Sick: the line "
        + "jumps, so that it depends on chance which parameters are the last ones.";

    /// <summary>Draws the evaluations.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="groups">The runs on it.</param>
    /// <param name="subject">The run, for pictures that stand alone; null for a page.</param>
    /// <returns>The figures of which there are data.</returns>
    internal static IEnumerable<Figure> Of(string environment, IReadOnlyList<RunGroup> groups, string? subject = null)
    {
        var final = new ChartPanel(new ChartAxis("return")) { Height = 190 };
        var periodic = new ChartPanel(new ChartAxis("return")) { Height = 190 };
        (int first, int last, int color) = (int.MaxValue, 0, 0);
        foreach (RunGroup group in groups)
        {
            foreach ((string name, int place, RunFiles files) in group.Runs)
            {
                (first, last) = (Math.Min(first, place), Math.Max(last, place));
                if (files.Evaluation is { } evaluation) Add(final, name, place, evaluation);
                if (files.Evaluations is not { Rows: > 0 } table) continue;
                periodic.Series.Add(CourseOf(table, name, groups.Count == 1 ? color++ : group.Color));
            }
        }

        if (final.Series.Count > 0)
        {
            var axis = new ChartAxis("run") { IsWhole = true, Low = first - 0.5, High = last + 0.5 };
            yield return new Chart("", axis) { Panels = { final } }.ToFigure(
                $"{environment}-evaluation",
                $"{environment}: returns of the final evaluation",
                "Mean, spread and range of the final evaluation of each run.",
                OfFinal,
                subject);
        }

        if (ReturnFigure.Of(environment, groups, subject) is { } returns) yield return returns;
        if (periodic.Series.Count > 0)
        {
            yield return new Chart("", new ChartAxis("agent steps") { Low = 0 }) { Panels = { periodic } }.ToFigure(
                $"{environment}-evaluations",
                $"{environment}: evaluations during the training",
                "Means of the periodic evaluations over agent steps.",
                OfPeriodic,
                subject);
        }
    }

    private static void Add(ChartPanel panel, string name, int place, Evaluation evaluation)
    {
        (double mean, double deviation) = (evaluation.MeanReturn, evaluation.StdReturn);
        bool isFirst = panel.Series.Count == 0;
        panel.Series.Add(new ChartLine([(place, evaluation.MinReturn), (place, evaluation.MaxReturn)])
        {
            Width = 1,
            Name = isFirst ? "smallest to largest" : null,
            Label = $"{name}, smallest and largest",
        });
        double low = Math.Max(mean - deviation, evaluation.MinReturn), high = Math.Min(mean + deviation, evaluation.MaxReturn);
        panel.Series.Add(new ChartLine([(place, low), (place, high)])
        {
            Width = 5,
            Opacity = 0.5,
            Label = $"{name}, one standard deviation",
        });
        panel.Series.Add(new ChartDots([(place, mean)]) { Radius = 4, Name = isFirst ? "mean" : null, Label = $"{name}, mean" });
        panel.Series.Add(new ChartDots([(place, evaluation.GreedyMeanReturn)])
        {
            Color = 1,
            Radius = 3,
            Name = isFirst ? "mean with the most probable actions" : null,
            Label = $"{name}, mean with the most probable actions",
        });
    }

    private static ChartLine CourseOf(TableColumns table, string name, int color)
    {
        var (means, band) = (new List<(double, double)>(), new List<(double, double, double)>());
        for (int row = 0; row < table.Rows; row++)
        {
            (double step, double mean, double deviation) = (table["agent_step"][row], table["mean"][row], table["standard_deviation"][row]);
            means.Add((step, mean));
            band.Add((step, mean - deviation, mean + deviation));
        }

        return new ChartLine(means) { Name = name, Color = color, Band = band };
    }
}
