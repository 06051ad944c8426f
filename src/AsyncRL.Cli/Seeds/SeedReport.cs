using System.Globalization;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Seeds;

/// <summary>Reports the runs of several seeds: as a table, as a document, and as commands that continue them.</summary>
internal static class SeedReport
{
    /// <summary>Describes one run in a sentence.</summary>
    /// <param name="outcome">The run's outcome.</param>
    /// <returns>The sentence.</returns>
    internal static string Describe(SeedOutcome outcome) => outcome switch
    {
        { Problem: { } problem } => $"Seed {outcome.Seed} failed: {problem.Message}",
        { IsInterrupted: true } =>
            $"Seed {outcome.Seed} was interrupted at agent step {NumberText.Count(outcome.Result!.AgentSteps)}; saved in {outcome.Path}",
        { IsFinished: true } =>
            $"Seed {outcome.Seed}: mean return {NumberText.MeanReturn(outcome.MeanReturn)} after "
            + $"{NumberText.Count(outcome.Result!.AgentSteps)} agent steps in {NumberText.Significant(outcome.Result.Seconds)} s; "
                        + outcome.Path,
        _ => $"Seed {outcome.Seed} was not begun.",
    };

    /// <summary>Writes the table and the statistics over seeds.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="outcomes">The outcomes of the runs.</param>
    /// <param name="curve">The picture of the learning curves; null if there is none.</param>
    internal static void Write(TextWriter writer, IReadOnlyList<SeedOutcome> outcomes, string? curve)
    {
        writer.WriteLine($"{"seed",8}  {"mean return",11}  {"agent steps",13}  run");
        foreach (SeedOutcome outcome in outcomes)
        {
            string steps = outcome.Result is { } result ? NumberText.Count(result.AgentSteps) : NumberText.Count(double.NaN);
            string seed = outcome.Seed.ToString(CultureInfo.InvariantCulture);
            writer.WriteLine($"{seed,8}  {NumberText.MeanReturn(outcome.MeanReturn),11}  {steps,13}  {StateOf(outcome)}");
        }

        SeedStatistics summary = SeedSummary.Of(outcomes);
        writer.WriteLine(
            $"Over {NumberText.Count(summary.Runs, "complete run")}: mean return {NumberText.MeanReturn(summary.Mean)} ± "
            + $"{NumberText.MeanReturn(summary.Deviation)}, median {NumberText.MeanReturn(summary.Median)}, "
            + $"{NumberText.MeanReturn(summary.Minimum)} to {NumberText.MeanReturn(summary.Maximum)}.");
        writer.WriteLine($"Interquartile mean {NumberText.MeanReturn(summary.InterquartileMean)}{IntervalOf(summary)}.");
        if (curve is not null) writer.WriteLine($"Learning curves: {curve}");
    }

    /// <summary>Writes the commands that continue the incomplete runs.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="outcomes">The outcomes of the runs.</param>
    /// <param name="command">What runs the command in a shell: "asyncrl".</param>
    internal static void WriteRemaining(TextWriter writer, IReadOnlyList<SeedOutcome> outcomes, string command)
    {
        var missing = new List<ulong>();
        foreach (SeedOutcome outcome in outcomes)
        {
            if (outcome.IsInterrupted)
                writer.WriteLine($"Continue seed {outcome.Seed}: {TrainingSummary.ResumeCommand(outcome.Path!, command)}");
            else if (IsNotBegun(outcome)) missing.Add(outcome.Seed);
        }

        if (missing.Count > 0) writer.WriteLine($"Begin the others: the same command with --seeds {string.Join(",", missing)}");
    }

    /// <summary>Makes a JSON document of the outcomes.</summary>
    /// <param name="outcomes">The outcomes of the runs.</param>
    /// <param name="warnings">The warnings about the runs.</param>
    /// <param name="curve">The picture of the learning curves; null if there is none.</param>
    /// <returns>The document.</returns>
    internal static JsonObject ToJson(IReadOnlyList<SeedOutcome> outcomes, IReadOnlyList<string> warnings, string? curve)
    {
        SeedStatistics summary = SeedSummary.Of(outcomes);
        var document = new JsonObject
        {
            ["seeds"] = Json.Array(outcomes, Of),
            ["summary"] = Json.Of(summary),
            ["curve"] = curve is null ? null : Path.GetFullPath(curve),
        };
        if (warnings.Count > 0) document.Add("warnings", Json.Array(warnings, warning => JsonValue.Create(warning)));
        return document;
    }

    private static string IntervalOf(SeedStatistics summary) => summary.Runs < 2
        ? " (one run has no interval)"
        : $", 95 % interval {NumberText.MeanReturn(summary.Interval.Low)} to {NumberText.MeanReturn(summary.Interval.High)}";

    private static JsonObject Of(SeedOutcome outcome)
    {
        var node = new JsonObject
        {
            ["seed"] = outcome.Seed,
            ["state"] = outcome.IsFinished ? "finished"
                : outcome.IsInterrupted ? "interrupted"
                : IsNotBegun(outcome) ? "not begun" : "failed",
            ["output"] = outcome.Path is { } path ? Path.GetFullPath(path) : null,
            ["meanReturn"] = Json.Number(outcome.MeanReturn),
        };
        if (outcome.Result is { } result)
        {
            node.Add("agentSteps", result.AgentSteps);
            node.Add("end", TrainingSummary.WordFor(result.End));
            node.Add("seconds", Json.Number(result.Seconds));
            node.Add("evaluation", result.Evaluation is { } evaluation ? Json.Of(evaluation) : null);
            node.Add("metrics", Json.Of(result.Metrics));
        }

        if (outcome.Problem is { } problem) node.Add("error", problem.Message);
        return node;
    }

    private static bool IsNotBegun(SeedOutcome outcome) => outcome is { Result: null, Problem: null };

    private static string StateOf(SeedOutcome outcome) =>
        outcome.IsFinished ? outcome.Path!
        : outcome.IsInterrupted ? $"{outcome.Path} (interrupted)"
        : IsNotBegun(outcome) ? "not begun"
        : outcome.Path is { } path ? $"{path} (failed)" : "failed";
}
