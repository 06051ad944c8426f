using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Recording;
using AsyncRL.Cli.Scores;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>
/// The score of a run at a rung of successive halving, as a file in the run's directory. It is written once, so that a study that is
/// continued decides as before.
/// </summary>
/// <param name="AgentSteps">T of the rung.</param>
/// <param name="Score">Mean return of the latest 100 training episodes at T; −∞ if the training failed, or with too few episodes.</param>
internal sealed record RungScore(long AgentSteps, double Score)
{
    private const string ScoreMember = "score";

    /// <summary>Reads the score of a run.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="agentSteps">T of the rung.</param>
    /// <returns>The score; null if the run has not come so far, or if the file is damaged.</returns>
    internal static RungScore? Read(string directory, long agentSteps)
    {
        string path = PathIn(directory, agentSteps);
        if (!File.Exists(path)) return null;
        try
        {
            JsonNode? score = JsonNode.Parse(File.ReadAllText(path))![ScoreMember];
            return new RungScore(agentSteps, score?.GetValue<double>() ?? double.NegativeInfinity);
        }
        catch (Exception problem) when (problem is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Computes the score of a run from its table of episodes, and writes it.</summary>
    /// <param name="directory">The run's directory, whose run has come as far as the rung, or has ended.</param>
    /// <param name="agentSteps">T of the rung.</param>
    /// <param name="result">The result of the run; null if it has not ended.</param>
    internal static void Write(string directory, long agentSteps, CellResult? result)
    {
        double score = double.NegativeInfinity;
        if (result is null or { Failure: null })
        {
            // A run may have ended before the rung, by a target return or by its seconds.
            long at = Math.Min(agentSteps, result?.AgentSteps ?? agentSteps);
            (double value, _) = RunScore.At(at).Of(RunFiles.Open(directory, StudySettings.StudyCommand));
            if (double.IsFinite(value)) score = value;
        }

        var document = new JsonObject { ["agentSteps"] = agentSteps, [ScoreMember] = Json.Number(score) };
        using var file = PictureFile.Create(PathIn(directory, agentSteps));
        file.Stream.Write(Encoding.UTF8.GetBytes(document.ToJsonString()));
        file.Finish();
    }

    private static string PathIn(string directory, long agentSteps) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"rung-{agentSteps}.json"));
}
