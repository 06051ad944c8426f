using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The final evaluation of a run as a file, with a hash of the evaluated θ. A finished run that is resumed reads its evaluation from it.
/// </summary>
internal static class FinalEvaluation
{
    private const string FileName = "evaluation.json";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Earlier versions wrote the names with capitals.</summary>
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Writes an evaluation.</summary>
    internal static void Write(RunDirectory directory, ReadOnlySpan<float> theta, Evaluation evaluation)
    {
        var document = new JsonObject
        {
            ["theta"] = ThetaHash.Of(theta),
            ["evaluation"] = new JsonObject
            {
                ["episodes"] = evaluation.Episodes,
                ["meanReturn"] = Number(evaluation.MeanReturn),
                ["stdReturn"] = Number(evaluation.StdReturn),
                ["minReturn"] = Number(evaluation.MinReturn),
                ["maxReturn"] = Number(evaluation.MaxReturn),
                ["greedyMeanReturn"] = Number(evaluation.GreedyMeanReturn),
                ["cutEpisodes"] = evaluation.CutEpisodes,
                ["meanLength"] = Number(evaluation.MeanLength),
                ["agentStepsPerEpisode"] = evaluation.AgentStepsPerEpisode,
                ["returns"] = ArrayOf(evaluation.Returns),
            },
        };
        byte[] text = System.Text.Encoding.UTF8.GetBytes(document.ToJsonString(Indented));
        DurableFile.Replace(directory.PathOf(FileName), file => file.Write(text));
    }

    /// <summary>Reads the evaluation of θ.</summary>
    /// <param name="directory">The run.</param>
    /// <param name="theta">θ.</param>
    /// <param name="run">The options with the requested number and largest length of episodes.</param>
    /// <returns>The evaluation; null if there is none, or if it is of another θ or of other episodes.</returns>
    internal static Evaluation? Read(RunDirectory directory, ReadOnlySpan<float> theta, RunOptions run)
    {
        if (Read(directory) is not { } written) return null;
        Evaluation evaluation = written.Evaluation;
        bool fits = written.Theta == ThetaHash.Of(theta)
            && evaluation.Episodes == run.EvaluationEpisodes && evaluation.AgentStepsPerEpisode == run.EvaluationAgentSteps;
        return fits ? evaluation : null;
    }

    /// <summary>Reads the file.</summary>
    /// <param name="directory">The run.</param>
    /// <returns>The hash of the evaluated θ, and the evaluation; null if the file is missing or damaged.</returns>
    internal static (string Theta, Evaluation Evaluation)? Read(RunDirectory directory)
    {
        string path = directory.PathOf(FileName);
        if (!File.Exists(path)) return null;
        try
        {
            JsonNode document = JsonNode.Parse(File.ReadAllBytes(path), AnyCase)!, figures = document["evaluation"]!;
            var evaluation = new Evaluation(
                figures["episodes"]!.GetValue<int>(),
                Number(figures["meanReturn"]!),
                Number(figures["stdReturn"]!),
                Number(figures["minReturn"]!),
                Number(figures["maxReturn"]!),
                Number(figures["greedyMeanReturn"]!))
            {
                CutEpisodes = figures["cutEpisodes"]!.GetValue<int>(),
                MeanLength = Number(figures["meanLength"]!),
                AgentStepsPerEpisode = figures["agentStepsPerEpisode"]!.GetValue<int>(),
                Returns = ReturnsOf(figures["returns"]),
            };
            return (document["theta"]!.GetValue<string>(), evaluation);
        }
        catch (Exception problem) when (problem is JsonException or NullReferenceException or InvalidOperationException or FormatException
            or IOException or UnauthorizedAccessException)
        {
            // A damaged file is like none, because the evaluation can be played again.
            return null;
        }
    }

    private static JsonArray ArrayOf(EpisodeReturns returns)
    {
        var array = new JsonArray();
        foreach (double value in returns.Values) array.Add((JsonNode)Number(value));
        return array;
    }

    /// <summary>Earlier versions did not write the returns.</summary>
    private static EpisodeReturns ReturnsOf(JsonNode? node)
    {
        if (node is null) return EpisodeReturns.None;
        var returns = new List<double>();
        foreach (JsonNode? value in node.AsArray()) returns.Add(Number(value!));
        return EpisodeReturns.Of(returns);
    }

    /// <summary>JSON has no numbers for infinity and NaN, which are written as texts.</summary>
    private static JsonValue Number(double figure) =>
        double.IsFinite(figure) ? JsonValue.Create(figure) : JsonValue.Create(figure.ToString(CultureInfo.InvariantCulture));

    private static double Number(JsonNode figure) => figure.GetValueKind() == JsonValueKind.String
        ? double.Parse(figure.GetValue<string>(), CultureInfo.InvariantCulture)
        : figure.GetValue<double>();
}
