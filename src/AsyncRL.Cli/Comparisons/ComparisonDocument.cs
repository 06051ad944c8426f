using System.Text.Json.Nodes;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Comparisons;

/// <summary>Makes the JSON document of a comparison.</summary>
internal static class ComparisonDocument
{
    /// <summary>Makes the document.</summary>
    /// <param name="results">The rows.</param>
    /// <param name="charts">The charts.</param>
    /// <param name="command">The command line that makes the comparison.</param>
    /// <returns>The document.</returns>
    internal static JsonObject Of(IReadOnlyList<ComparisonResult> results, IReadOnlyList<ComparisonChart> charts, string command) => new()
    {
        ["command"] = command,
        ["version"] = MachineDescription.Version,
        ["processor"] = MachineDescription.Processor,
        ["system"] = MachineDescription.System,
        ["rows"] = Json.Array(results, Of),
        ["charts"] = Json.Array(charts, chart => JsonValue.Create(chart.FileName)),
    };

    private static JsonObject Of(ComparisonResult result) => new()
    {
        ["environment"] = result.Row.Environment,
        ["algorithm"] = result.Row.Algorithm,
        ["network"] = result.Row.Configuration.Network.Description.Name,
        ["settings"] = result.Row.Preset.IsKnown ? "preset" : "defaults",
        ["threads"] = result.Row.Threads,
        ["returns"] = Json.Of(result.Returns),
        ["agentSteps"] = Json.Number(result.AgentSteps),
        ["seconds"] = Json.Number(result.Seconds),
        ["agentStepsPerSecond"] = Json.Number(result.AgentStepsPerSecond),
        ["meanStaleness"] = Json.Number(result.MeanStaleness),
        ["runs"] = Json.Array(result.Runs, Of),
    };

    private static JsonObject Of(ComparedRun run)
    {
        var node = new JsonObject
        {
            ["seed"] = run.Seed,
            ["state"] = run.State,
            ["directory"] = run.Directory,
            ["finalReturn"] = Json.Number(run.FinalReturn),
        };
        if (run.Finished is { } finished)
        {
            node.Add("agentSteps", finished.AgentSteps);
            node.Add("seconds", Json.Number(finished.Seconds));
            node.Add("meanStaleness", Json.Number(run.Course!.MeanStaleness));
            node.Add("evaluation", finished.Evaluation is { } evaluation ? Json.Of(evaluation) : null);
        }

        if (run.Problem is { } problem) node.Add("error", problem.Message);
        return node;
    }
}
