using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The final evaluation of a run as a file, with a hash of the θ that was evaluated: a finished run that is resumed has it at once.
/// </summary>
internal static class FinalEvaluation
{
    private const string FileName = "evaluation.json";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes an evaluation.</summary>
    internal static void Write(RunDirectory directory, ReadOnlySpan<float> theta, Evaluation evaluation)
    {
        var document = new JsonObject
        {
            ["Theta"] = InitialParameters.HashOf(theta),
            ["Evaluation"] = new JsonObject
            {
                ["Episodes"] = evaluation.Episodes,
                ["MeanReturn"] = Number(evaluation.MeanReturn),
                ["StdReturn"] = Number(evaluation.StdReturn),
                ["MinReturn"] = Number(evaluation.MinReturn),
                ["MaxReturn"] = Number(evaluation.MaxReturn),
                ["GreedyMeanReturn"] = Number(evaluation.GreedyMeanReturn),
                ["CutEpisodes"] = evaluation.CutEpisodes,
                ["MeanLength"] = Number(evaluation.MeanLength),
                ["AgentStepsPerEpisode"] = evaluation.AgentStepsPerEpisode,
            },
        };
        byte[] text = System.Text.Encoding.UTF8.GetBytes(document.ToJsonString(Indented));
        DurableFile.Replace(directory.PathOf(FileName), file => file.Write(text));
    }

    /// <summary>Reads the evaluation of θ.</summary>
    /// <param name="directory">The run.</param>
    /// <param name="theta">θ.</param>
    /// <param name="run">How many episodes of how many agent steps at most are asked for.</param>
    /// <returns>The evaluation; null if there is none, or one of another θ or of other episodes.</returns>
    internal static Evaluation? Read(RunDirectory directory, ReadOnlySpan<float> theta, RunOptions run)
    {
        string path = directory.PathOf(FileName);
        if (!File.Exists(path)) return null;
        try
        {
            JsonNode document = JsonNode.Parse(File.ReadAllBytes(path))!, figures = document["Evaluation"]!;
            var evaluation = new Evaluation(
                figures["Episodes"]!.GetValue<int>(),
                Number(figures["MeanReturn"]!),
                Number(figures["StdReturn"]!),
                Number(figures["MinReturn"]!),
                Number(figures["MaxReturn"]!),
                Number(figures["GreedyMeanReturn"]!))
            {
                CutEpisodes = figures["CutEpisodes"]!.GetValue<int>(),
                MeanLength = Number(figures["MeanLength"]!),
                AgentStepsPerEpisode = figures["AgentStepsPerEpisode"]!.GetValue<int>(),
            };
            bool fits = document["Theta"]!.GetValue<string>() == InitialParameters.HashOf(theta)
                && evaluation.Episodes == run.EvaluationEpisodes && evaluation.AgentStepsPerEpisode == run.EvaluationAgentSteps;
            return fits ? evaluation : null;
        }
        catch (Exception problem) when (problem is JsonException or NullReferenceException or InvalidOperationException or FormatException
            or IOException or UnauthorizedAccessException)
        {
            // It can be played again.
            return null;
        }
    }

    /// <summary>JSON has no number for infinity and NaN: they are texts.</summary>
    private static JsonValue Number(double figure) =>
        double.IsFinite(figure) ? JsonValue.Create(figure) : JsonValue.Create(figure.ToString(CultureInfo.InvariantCulture));

    private static double Number(JsonNode figure) => figure.GetValueKind() == JsonValueKind.String
        ? double.Parse(figure.GetValue<string>(), CultureInfo.InvariantCulture)
        : figure.GetValue<double>();
}
