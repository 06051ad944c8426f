using System.Linq;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Statistics;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>The scores of each arm from the best run to the worst, as in Figure S5 of the paper.</summary>
internal static class RanksFigure
{
    private const string Explanation =
        "The runs of each arm are sorted by their score, the best on the left. The legend has the mean over the runs. An arm "
        + "whose line lies above another's everywhere is better whatever the luck of its runs.";

    /// <summary>Draws the sorted scores of a task.</summary>
    /// <param name="results">The results.</param>
    /// <param name="task">The task.</param>
    /// <returns>The figure, and its summary as a table; null without scores.</returns>
    internal static (Figure Figure, StudyTable Table)? Of(StudyResults results, StudyTask task)
    {
        var panel = new ChartPanel(new ChartAxis("score")) { Height = 300 };
        var rows = new List<string[]>();
        foreach (StudySeries series in results.SeriesOf(task, null))
        {
            double[] scores = [.. series.Scores.OrderDescending()];
            if (scores.Length == 0) continue;
            double share = 1.0 / Math.Max(1, scores.Length - 1);
            panel.Series.Add(new ChartLine([.. scores.Select((score, rank) => (100 * rank * share, score))])
            {
                Name = $"{series.Name}: mean {NumberText.MeanReturn(scores.Mean())}",
                Label = series.Name,
                Color = series.Color,
                Width = 2,
            });
            var statistics = SeedStatistics.Of(scores);
            rows.Add(
            [
                series.Name, NumberText.Count(scores.Length), NumberText.MeanReturn(statistics.Mean),
                NumberText.MeanReturn(statistics.Median), EstimateText.Of(statistics),
                NumberText.MeanReturn(statistics.Maximum), NumberText.MeanReturn(statistics.Minimum),
            ]);
        }

        if (rows.Count == 0) return null;
        Figure figure = new Chart("", new ChartAxis("rank in percent of the runs") { Low = 0 }) { Panels = { panel } }.ToFigure(
            $"ranks-{task.Name}",
            $"{task.Name}: scores from the best run to the worst",
            $"The sorted scores of the runs of each arm on {task.Name}.",
            Explanation);
        string[] head = ["", "runs", "mean over runs", "median", "IQM [95 % interval]", "best", "worst"];
        return (figure, new StudyTable($"{task.Name}: scores over all runs of an arm", head, rows, ""));
    }
}
