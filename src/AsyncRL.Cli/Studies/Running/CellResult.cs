using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Recording;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>
/// The end of a run of a study, as the file result.json in the run's directory. A run without this file is begun or continued; a run with
/// it is never repeated.
/// </summary>
/// <param name="AgentSteps">T at the end.</param>
/// <param name="Seconds">Seconds that the run took, with its evaluation, and with the time before an interruption.</param>
/// <param name="Failure">Why the training failed; null if it did not.</param>
internal sealed record CellResult(long AgentSteps, double Seconds, string? Failure)
{
    /// <summary>Whether the run ended by its seconds, with agent steps left.</summary>
    internal bool IsOutOfTime { get; init; }

    private const string FileName = "result.json", EndMember = "end";

    private static readonly string OutOfTime = TrainingSummary.WordFor(TrainingEnd.TrainingSeconds);

    /// <summary>Reads the result of a run.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <returns>The result; null if the run has not ended, or if the file is damaged.</returns>
    internal static CellResult? Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            JsonNode document = JsonNode.Parse(File.ReadAllText(path))!;
            return new CellResult(
                document["agentSteps"]!.GetValue<long>(),
                document["seconds"]!.GetValue<double>(),
                document["failure"]?.GetValue<string>())
            {
                IsOutOfTime = document[EndMember]?.GetValue<string>() == OutOfTime,
            };
        }
        catch (Exception problem) when (problem is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the result.</summary>
    /// <param name="directory">The run's directory.</param>
    internal void Write(string directory)
    {
        var document = new JsonObject
        {
            ["state"] = Failure is null ? "finished" : "failed",
            ["agentSteps"] = AgentSteps,
            ["seconds"] = Seconds,
        };
        if (Failure is not null) document.Add("failure", Failure);
        if (IsOutOfTime) document.Add(EndMember, OutOfTime);
        using var file = PictureFile.Create(Path.Combine(directory, FileName));
        file.Stream.Write(Encoding.UTF8.GetBytes(document.ToJsonString()));
        file.Finish();
    }
}
