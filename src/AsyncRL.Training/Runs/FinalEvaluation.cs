using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The final evaluation of a run as a file, with a hash of the θ that was evaluated: a finished run that is resumed has it at once.
/// </summary>
internal static class FinalEvaluation
{
    private const string FileName = "evaluation.json";
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes an evaluation.</summary>
    internal static void Write(RunDirectory directory, ReadOnlySpan<float> theta, Evaluation evaluation)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(new Content(Hash(theta), evaluation), Indented);
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
            Content? content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Indented);
            bool fits = content is { Evaluation: { } evaluation } && content.Theta == Hash(theta)
                && evaluation.Episodes == run.EvaluationEpisodes && evaluation.AgentStepsPerEpisode == run.EvaluationAgentSteps;
            return fits ? content!.Evaluation : null;
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            // It can be played again.
            return null;
        }
    }

    private static string Hash(ReadOnlySpan<float> theta) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(theta)));

    /// <summary>What the file holds.</summary>
    /// <param name="Theta">SHA-256 of θ, in hexadecimal digits.</param>
    /// <param name="Evaluation">The figures.</param>
    private sealed record Content(string Theta, Evaluation Evaluation);
}
