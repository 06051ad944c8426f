using System.Linq;
using AsyncRL.Cli.Reports;
using AsyncRL.Training.Statistics;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Studies.Results;

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
