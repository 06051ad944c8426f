using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>The distribution of the returns of the final evaluations, a histogram for each group of runs.</summary>
internal static class ReturnFigure
{
    /// <summary>The largest number of groups that are drawn.</summary>
    internal const int MostGroups = 4;

    private const int LargePanel = 190, SmallPanel = 100;
    private const double SpaceAbove = 1.08;

    private const string Explanation =
        "The height of a bar is the share of the final evaluation's episodes whose return lies in the interval below it. All panels have "
        + "the same intervals. Of several runs in a panel each has the same weight. The vertical line is the mean. Healthy: one narrow "
        + "hill around the mean, far to the right. Sick: two hills, one of them at low returns, so that the mean is a return that hardly "
        + "any episode has: the agent solves some episodes and fails in others, or some of the seeds never learned.";

    /// <summary>Draws the distributions.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="groups">The runs on it.</param>
    /// <param name="subject">The run, for a picture that stands alone; null for a page.</param>
    /// <returns>The figure; null if no run keeps its returns, or if there are too many groups.</returns>
    internal static Figure? Of(string environment, IReadOnlyList<RunGroup> groups, string? subject = null)
    {
        var returns = new List<double>();
        int shown = 0;
        foreach (RunGroup group in groups)
        {
            List<Evaluation> evaluations = ReturnHistogram.EvaluationsOf(group);
            shown += evaluations.Count > 0 ? 1 : 0;
            foreach (Evaluation evaluation in evaluations) returns.AddRange(evaluation.Returns.Values);
        }

        if (shown is 0 or > MostGroups) return null;
        var bins = ReturnBins.Of(returns);
        var axis = new ChartAxis("return") { Low = bins.EdgeOf(0), High = bins.EdgeOf(bins.Count) };
        var chart = new Chart("", axis);
        foreach (RunGroup group in groups)
        {
            if (ReturnHistogram.Of(group, bins) is { } histogram)
                chart.Panels.Add(PanelOf(group, histogram, bins, shown == 1));
        }

        return chart.ToFigure(
            $"{environment}-evaluation-returns",
            $"{environment}: distribution of the returns of the final evaluation",
            $"Histograms of the returns of the final evaluations on {environment}.",
            Explanation,
            subject);
    }

    private static ChartPanel PanelOf(RunGroup group, ReturnHistogram histogram, ReturnBins bins, bool isOnly)
    {
        string runs = histogram.Runs == 1 ? "" : $" of {histogram.Runs} runs";
        var (x, heights) = (new List<double>(), new List<double>());
        double highest = 0;
        for (int i = 0; i < bins.Count; i++)
        {
            x.AddRange([bins.EdgeOf(i), bins.EdgeOf(i + 1)]);
            heights.AddRange([histogram.Shares[i], histogram.Shares[i]]);
            highest = Math.Max(highest, histogram.Shares[i]);
        }

        var panel = new ChartPanel(new ChartAxis("share of episodes") { Low = 0, High = SpaceAbove * highest })
        {
            Height = isOnly ? LargePanel : SmallPanel,
            Title = $"{group.Name}: {NumberText.Count(histogram.Episodes, "episode")}{runs}",
        };
        panel.Series.Add(new ChartAreas(x, [new ChartArea(isOnly ? "episodes" : group.Name, group.Color, heights)]));
        panel.Series.Add(new ChartLine([(histogram.Mean, 0), (histogram.Mean, highest)])
        {
            Name = "mean",
            Color = MostGroups,
            Width = 2,
        });
        return panel;
    }
}
