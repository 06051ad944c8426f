using System.Globalization;
using System.Linq;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>The sentences about how a study was done, which its pages share.</summary>
internal static class StudyText
{
    private const int MostSeedsNamed = 20;

    /// <summary>Says what was trained, how it was scored, and on which machine.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The sentences.</returns>
    internal static IEnumerable<string> Protocol(StudyReport report)
    {
        StudyResults results = report.Results;
        StudyDefinition study = results.Plan.Study;
        int ended = results.Runs.Count(run => run.Result is not null);
        string share = results.Plan.BudgetShare == 1 ? ""
            : string.Create(CultureInfo.InvariantCulture, $" Each run has {results.Plan.BudgetShare} times the agent steps of the study.");
        yield return $"{NumberText.Count(ended)} of {NumberText.Count(results.Plan.Runs, "run")} have ended, "
            + $"{NumberText.Count(results.Runs.Count(run => run.Result?.Failure is not null))} of them by a failure; "
            + $"together {NumberText.Duration(results.Seconds)} of training and evaluation.{share}";
        if (study.Halve is { } eta)
        {
            yield return $"Successive halving: at each rung the best 1/{eta} of the combinations of an arm continue, by the mean return of "
                + "the latest 100 training episodes. Those that are stopped have no score, and are missing in figures and tables of "
                + "scores. The scores at the end are of runs that were chosen by their own returns, which is optimistic; new seeds say "
                + "what to expect.";
        }

        int outOfTime = results.Runs.Count(run => run.Result is { IsOutOfTime: true });
        if (outOfTime > 0)
        {
            yield return $"{NumberText.Count(outOfTime, "run")} ended by the option training-seconds before the agent steps were done. How "
                + "far such runs come depends on the machine and on what else it does, so that they do not repeat bit for bit.";
        }

        int[] counts = [.. results.Plan.Groups.Select(group => group.Configuration.Run.EvaluationEpisodes).Distinct()];
        string episodes = counts.Length == 1 ? NumberText.Count(counts[0], "new episode") : "new episodes";
        yield return study.Score switch
        {
            "greedy" =>
                $"The score of a run is the mean return of {episodes} that its final parameters play with the most probable actions.",
            "area" => "The score of a run is the mean of its learning curve over the agent steps.",
            "final" when counts.Max() == 0 => "The score of a run is the mean return of its last 100 training episodes.",
            "last" => "The score of a run is the mean return of its last 100 training episodes.",
            _ => $"The score of a run is the mean return of {episodes} that its final parameters play with drawn actions.",
        };
        yield return "A run whose training failed has the lowest return of its task as its score, or, where the task names none, the mean "
            + "return of its last 100 training episodes.";
        yield return study.Seeds.Length <= MostSeedsNamed
            ? $"Seeds: {string.Join(", ", study.Seeds)}."
            : $"There are {NumberText.Count(study.Seeds.Length, "seed")}; results.csv names them.";
        foreach (VariedOption option in study.Varied)
            yield return $"Varied: {option.Name} {option.Range ?? string.Join(", ", option.Values)}.";
        foreach (string machine in results.Runs.Select(run => run.Machine).Where(name => name.Length > 0).Distinct())
            yield return $"Trained on: {machine}.";
    }

    /// <summary>What the study asks, where it is from, and what is expected.</summary>
    /// <param name="study">The study.</param>
    /// <returns>The sentences.</returns>
    internal static IEnumerable<string> Purpose(StudyDefinition study)
    {
        if (study.Question.Length > 0) yield return study.Question;
        if (study.Source.Length > 0) yield return $"Source: {study.Source}.";
        if (study.Expectation.Length > 0) yield return $"Expected: {study.Expectation}";
    }
}
