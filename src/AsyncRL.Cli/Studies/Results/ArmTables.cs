using System.Linq;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>Arms as wholes: aggregates over all tasks, and how probably each is better than the first.</summary>
internal static class ArmTables
{
    /// <summary>Makes the tables that the study allows.</summary>
    /// <param name="results">The results.</param>
    /// <returns>The tables.</returns>
    internal static IEnumerable<StudyTable> Of(StudyResults results)
    {
        bool hasScale = results.Plan.Study.Tasks.All(task => task.HasScale);
        if (hasScale && results.Plan.Study.Tasks.Length > 1)
        {
            var arms = ArmScores.Of(results, normalized: true);
            if (arms.Length > 0) yield return Aggregates([.. arms]);
        }

        var raw = ArmScores.Of(results, normalized: false);
        if (raw.Length > 1 && raw.All(arm => arm.Scores.Runs > arm.Scores.Tasks.Length)) yield return Improvement([.. raw]);
    }

    private static StudyTable Aggregates(ArmScores[] arms)
    {
        var rows = new List<string[]>();
        foreach (ArmScores arm in arms)
        {
            var figures = Training.Statistics.Aggregates.Of(arm.Scores);
            rows.Add(
            [
                arm.Name, NumberText.Count(arm.Scores.Runs), EstimateText.Of(figures.InterquartileMean), EstimateText.Of(figures.Mean),
                EstimateText.Of(figures.Median), EstimateText.Of(figures.OptimalityGap),
            ]);
        }

        return new StudyTable(
            "All tasks together: normalized scores",
            ["", "runs", "IQM", "mean", "median of task means", "optimality gap"],
            rows,
            "Scores are normalized: 0 is the low return of the task, 1 its high return. Intervals are of 95 %, by a bootstrap within each "
            + "task.");
    }

    private static StudyTable Improvement(ArmScores[] arms)
    {
        var rows = new List<string[]>();
        foreach (ArmScores arm in arms[1..])
        {
            int runs = Math.Min(arm.Scores.Runs, arms[0].Scores.Runs) / arm.Scores.Tasks.Length;
            rows.Add(
            [
                arm.Name, EstimateText.Of(ProbabilityOfImprovement.Of(arm.Scores, arms[0].Scores, StratifiedBootstrap.ResamplesOfCurves)),
                NumberText.MeanReturn(runs < 2 ? double.NaN : DetectableDifference.Of(runs)),
            ]);
        }

        return new StudyTable(
            $"How probably a run of each arm is better than one of {arms[0].Name}",
            ["", "probability of improvement", "smallest difference shown"],
            rows,
            "The probability is the mean over tasks; 0.5 means that neither is better, ties count half. The last column is the difference "
            + "of means, in standard deviations of a run, that so many runs of a task show with a power of 80 %.");
    }
}
