using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Studies.Results;

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
