using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Cli.Studies.Definition;
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

/// <summary>The scores of an arm on the tasks of a study, over all combinations of the varied options and all seeds.</summary>
/// <param name="Name">The arm.</param>
/// <param name="Color">Index of its color.</param>
/// <param name="Scores">The scores by task.</param>
internal sealed record ArmScores(string Name, int Color, TaskScores Scores)
{
    /// <summary>The scores of all tasks.</summary>
    internal IEnumerable<double> All => Enumerable.Range(0, Scores.Tasks.Length).SelectMany(task => Scores.ScoresOf(task));

    /// <summary>Collects the scores of the arms that have runs on every task.</summary>
    /// <param name="results">The results.</param>
    /// <param name="normalized">Whether scores are normalized by the scale of their task; every task must then have one.</param>
    /// <returns>The arms, in the order of the study.</returns>
    internal static ImmutableArray<ArmScores> Of(StudyResults results, bool normalized)
    {
        StudyDefinition study = results.Plan.Study;
        var arms = ImmutableArray.CreateBuilder<ArmScores>();
        var ranges = study.Tasks.ToDictionary(task => task.Name, task => (task.Low ?? double.NaN, task.High ?? double.NaN));
        foreach (StudyArm arm in study.Arms)
        {
            var runs = new List<(string, double)>();
            foreach (GroupResult group in results.Groups.Where(group => group.Group.Arm == arm))
            {
                StudyTask task = group.Group.Task;
                runs.AddRange(group.Scores.Select(score => (task.Name, score)));
            }

            if (!study.Tasks.All(task => runs.Exists(run => run.Item1 == task.Name))) continue;
            var scores = new TaskScores(runs);
            arms.Add(new ArmScores(arm.Name, study.Arms.IndexOf(arm), normalized ? scores.Normalized(ranges) : scores));
        }

        return arms.ToImmutable();
    }
}
