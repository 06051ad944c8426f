using System.Linq;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>The interquartile mean of the scores over a varied option, a line for each series.</summary>
internal static class ScoresFigure
{
    private const string Explanation =
        "Each point is the interquartile mean of the scores of the runs with this value; the band is its 95 % bootstrap interval. The "
        + "faint dots are the runs.";

    /// <summary>Draws the scores of a task.</summary>
    /// <param name="results">The results.</param>
    /// <param name="task">The task.</param>
    /// <param name="over">The varied option.</param>
    /// <returns>The figure; null without scores or without numbers.</returns>
    internal static Figure? Of(StudyResults results, StudyTask task, string over)
    {
        VariedOption option = results.Plan.Study.VariedBy(over);
        if (!option.IsNumeric) return null;
        var panel = new ChartPanel(new ChartAxis("score")) { Height = 300 };
        foreach (StudySeries series in results.SeriesOf(task, over))
        {
            var (middle, band, dots) = (new List<(double, double)>(), new List<(double, double, double)>(), new List<(double, double)>());
            foreach (GroupResult group in series.Groups.OrderBy(group => group.Number(over)))
            {
                if (group.Scores.Length == 0) continue;
                double x = group.Number(over);
                middle.Add((x, group.Statistics.InterquartileMean));
                if (group.Scores.Length >= Curves.RunGroup.FewestOfBand)
                    band.Add((x, group.Statistics.Interval.Low, group.Statistics.Interval.High));
                dots.AddRange(group.Scores.Select(score => (x, score)));
            }

            if (middle.Count == 0) continue;
            panel.Series.Add(new ChartDots(dots) { Color = series.Color, Opacity = 0.25, Radius = 2, Label = $"{series.Name}, runs" });
            panel.Series.Add(new ChartLine(middle) { Name = series.Name, Color = series.Color, Width = 2, Band = band });
        }

        if (panel.Series.Count == 0) return null;
        var axis = new ChartAxis(option.Name) { IsLogarithmic = option.IsLogarithmic };
        return new Chart("", axis) { Panels = { panel } }.ToFigure(
            $"scores-{task.Name}-{option.Name}",
            $"{task.Name}: score over {option.Name}",
            $"The interquartile mean of the scores on {task.Name} over {option.Name}.",
            Explanation);
    }
}
