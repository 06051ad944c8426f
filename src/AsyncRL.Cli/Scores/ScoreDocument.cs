using System.Text.Json.Nodes;

namespace AsyncRL.Cli.Scores;

/// <summary>Makes the JSON document of a comparison of finished runs. A number that is infinite or missing is null.</summary>
internal static class ScoreDocument
{
    /// <summary>Makes the document.</summary>
    /// <param name="environments">The environments.</param>
    /// <param name="score">What runs are judged by.</param>
    /// <param name="by">The only option by which runs are grouped; null for all but the seed.</param>
    /// <returns>The document.</returns>
    internal static JsonObject Of(IReadOnlyList<ScoredEnvironment> environments, RunScore score, string? by) => new()
    {
        ["score"] = score.Name,
        ["scoreIs"] = score.Description,
        ["smallerIsBetter"] = score.IsSmallerBetter,
        ["by"] = by,
        ["environments"] = Json.Array(environments, Of),
    };

    private static JsonObject Of(ScoredEnvironment environment)
    {
        var groups = new JsonArray();
        for (int i = 0; i < environment.Groups.Count; i++) groups.Add(Of(environment.Groups[i], environment.Differences[i]));
        var options = new JsonObject();
        foreach ((string name, IReadOnlyList<string> values) in environment.Options)
            options.Add(name, Json.Array(values, value => JsonValue.Create(value)));
        return new JsonObject { ["environment"] = environment.Environment, ["groups"] = groups, ["differingOptions"] = options };
    }

    private static JsonObject Of(ScoredGroup group, GroupDifference? difference) => new()
    {
        ["name"] = group.Name,
        ["scores"] = group.Scores.Count,
        ["failures"] = group.Failures,
        ["interquartileMean"] = Json.Number(group.InterquartileMean.Value),
        ["interquartileMeanInterval"] = Json.Of(group.InterquartileMean.Interval),
        ["best"] = group.Best is (var best, var names) ? Json.Of(best, index => names[index]) : null,
        ["mean"] = Json.Number(group.Mean),
        ["standardDeviation"] = Json.Number(group.Deviation),
        ["lowest"] = Json.Number(group.Lowest),
        ["highest"] = Json.Number(group.Highest),
        ["agentSteps"] = Json.Number(group.AgentSteps),
        ["againstFirst"] = difference is null ? null : new JsonObject
        {
            ["probabilityOfImprovement"] = Json.Number(difference.Improvement.Value),
            ["probabilityOfImprovementInterval"] = Json.Of(difference.Improvement.Interval),
            ["differenceOfMeans"] = Json.Number(difference.OfMeans),
            ["smallestDetectable"] = Json.Number(difference.Detectable),
        },
        ["runs"] = Json.Array(group.Runs, Of),
    };

    private static JsonObject Of(ScoredRun run) => new()
    {
        ["directory"] = Path.GetFullPath(run.Run.Files.Path),
        ["seed"] = run.Run.Files.Request.Seed,
        ["agentSteps"] = Json.Number(run.Run.Files.KnownAgentSteps),
        ["missing"] = Json.Array(run.Run.Files.Missing, sentence => JsonValue.Create(sentence)),
        ["score"] = Json.Number(run.Score),
        ["failure"] = run.Failure,
    };
}
