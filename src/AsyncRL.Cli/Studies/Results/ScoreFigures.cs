using System.Linq;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Statistics;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;
using MathNet.Numerics.Statistics;

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

/// <summary>The performance profiles of the arms over all tasks, whose scores are normalized.</summary>
internal static class ProfileFigure
{
    private const int Thresholds = 101;

    private const string Explanation =
        "Scores are normalized: 0 is the low return of the task, which is about that of random actions, and 1 is its high return. Each "
        + "line shows the share of all runs of an arm whose score is above the value on the horizontal axis; the band is its 95 % "
        + "bootstrap interval. A line that lies above another everywhere is of the better arm.";

    /// <summary>Draws the profiles.</summary>
    /// <param name="results">The results.</param>
    /// <returns>The figure; null if a task has no scale, or if no arm has runs on every task.</returns>
    internal static Figure? Of(StudyResults results)
    {
        if (!results.Plan.Study.Tasks.All(task => task.HasScale)) return null;
        var arms = ArmScores.Of(results, normalized: true);
        if (arms.Length == 0) return null;
        double[] all = [.. arms.SelectMany(arm => arm.All)];
        (double low, double high) = (Math.Min(0, all.Min()), Math.Max(1, all.Max()));
        double[] thresholds = [.. Enumerable.Range(0, Thresholds).Select(i => low + ((high - low) * i / (Thresholds - 1)))];
        var panel = new ChartPanel(new ChartAxis("share of the runs above") { Low = 0, High = 1 }) { Height = 280 };
        foreach (ArmScores arm in arms)
        {
            var profile = PerformanceProfile.Of(arm.Scores, thresholds);
            panel.Series.Add(new ChartLine([.. thresholds.Select((threshold, i) => (threshold, profile.Shares[i]))])
            {
                Name = arm.Name,
                Color = arm.Color,
                Width = 2,
                Band = [.. thresholds.Select((threshold, i) => (threshold, profile.Band[i].Low, profile.Band[i].High))],
            });
        }

        return new Chart("", new ChartAxis("normalized score")) { Panels = { panel } }.ToFigure(
            "profile",
            "Performance profiles over all tasks",
            "The share of the runs of each arm with a normalized score above each value.",
            Explanation);
    }
}

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
