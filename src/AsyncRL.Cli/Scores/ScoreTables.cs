using System.Globalization;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Scores;

/// <summary>Writes the tables of a comparison of finished runs as text.</summary>
/// <param name="writer">Receives the text.</param>
/// <param name="score">What runs are judged by.</param>
internal sealed class ScoreTables(TextWriter writer, RunScore score)
{
    private const int MostFailures = 10;

    /// <summary>Writes the tables of an environment.</summary>
    /// <param name="environment">The environment.</param>
    internal void Write(ScoredEnvironment environment)
    {
        writer.WriteLine($"{environment.Environment}: the score of a run is {score.Description}"
            + $"{(score.IsSmallerBetter ? "; smaller is better" : "")}.");
        WriteScores(environment);
        WriteBest(environment);
        WriteDifferences(environment);
        WriteOptions(environment);
        WriteFewRuns(environment);
        WriteFailures(environment);
    }

    private void WriteScores(ScoredEnvironment environment)
    {
        writer.WriteLine();
        var table = new TextTable(
            "group", "runs", "IQM [95 % interval]", "mean ± sd", "lowest", "highest", "failures", "agent steps");
        foreach (ScoredGroup group in environment.Groups)
        {
            table.Add(
                group.Name,
                NumberText.Count(group.Runs.Count),
                EstimateText.Of(group.InterquartileMean, score.Format),
                $"{score.Format(group.Mean)} ± {score.Format(group.Deviation)}",
                score.Format(group.Lowest),
                score.Format(group.Highest),
                NumberText.Count(group.Failures),
                NumberText.Count(group.AgentSteps));
        }

        table.Write(writer);
    }

    private void WriteBest(ScoredEnvironment environment)
    {
        if (environment.Groups[0].Best is null) return;
        writer.WriteLine();
        var table = new TextTable(["best settings of the group", .. BestSettingsText.Head]);
        foreach (ScoredGroup group in environment.Groups)
            table.Add([group.Name, .. BestSettingsText.Fields(group.Best!.Value.Score, score.Format)]);
        table.Write(writer);
        foreach (ScoredGroup group in environment.Groups)
        {
            (BestSettings best, IReadOnlyList<string> names) = group.Best!.Value;
            writer.WriteLine($"Chosen in {group.Name}, the best first: {BestSettingsText.Chosen(best, index => names[index])}.");
        }

        writer.WriteLine(BestSettingsText.Note);
    }

    private void WriteDifferences(ScoredEnvironment environment)
    {
        if (environment.Groups.Count < 2) return;
        string first = environment.Groups[0].Name;
        writer.WriteLine();
        var table = new TextTable(
            "group", $"probability of a better score than {first} [95 % interval]", "difference of means", "smallest detectable");
        for (int i = 1; i < environment.Groups.Count; i++)
        {
            GroupDifference? difference = environment.Differences[i];
            table.Add(
                environment.Groups[i].Name,
                difference is null ? "–" : EstimateText.Of(difference.Improvement),
                score.Format(difference?.OfMeans ?? double.NaN),
                score.Format(difference?.Detectable ?? double.NaN));
        }

        table.Write(writer);
        writer.WriteLine("Smallest detectable: so many runs show this difference of means with a probability of 80 % (t test at 5 %).");
    }

    private void WriteOptions(ScoredEnvironment environment)
    {
        if (environment.Groups.Count < 2) return;
        writer.WriteLine();
        if (environment.Options.Count == 0)
        {
            writer.WriteLine("The groups differ in no option.");
            return;
        }

        List<string> names = [];
        foreach (ScoredGroup group in environment.Groups) names.Add(group.Name);
        var table = new TextTable(["option that differs", .. names]);
        foreach ((string name, IReadOnlyList<string> values) in environment.Options) table.Add([name, .. values]);
        table.Write(writer);
    }

    private void WriteFewRuns(ScoredEnvironment environment)
    {
        var few = new List<string>();
        foreach (ScoredGroup group in environment.Groups)
        {
            int count = group.Scores.Count;
            if (count is > 0 and < RunGroup.FewestOfBand) few.Add($"{group.Name} ({count.ToString(CultureInfo.InvariantCulture)})");
        }

        if (few.Count == 0) return;
        writer.WriteLine();
        writer.WriteLine($"Fewer than five runs have a score: {string.Join("; ", few)}. An interval of so few runs says little.");
    }

    private void WriteFailures(ScoredEnvironment environment)
    {
        var failures = new List<string>();
        foreach (ScoredGroup group in environment.Groups)
        {
            foreach (ScoredRun run in group.Runs)
            {
                if (run.Failure is not null) failures.Add($"  {run.Run.Files.Path}: {run.Failure}");
            }
        }

        if (failures.Count == 0) return;
        writer.WriteLine();
        writer.WriteLine("Failures. A run without a score is missing in the figures; a bar that was never reached is infinite in them:");
        foreach (string failure in failures[..Math.Min(MostFailures, failures.Count)]) writer.WriteLine(failure);
        if (failures.Count > MostFailures) writer.WriteLine($"  … and {NumberText.Count(failures.Count - MostFailures, "other run")}.");
    }
}
