using System.Globalization;

namespace AsyncRL.Training.Runs;

/// <summary>
/// A checkpoint's file as its name tells it: the agent steps in twelve digits, and the way in which the training came there if that was a
/// fault.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="AgentSteps">T.</param>
/// <param name="End">How the training came there.</param>
internal readonly record struct CheckpointName(string Path, long AgentSteps, CheckpointEnd End)
{
    /// <summary>What a checkpoint's name ends in.</summary>
    internal const string Extension = ".checkpoint";

    private const string Failure = "-failed";
    private const string Refused = "-refused";

    /// <summary>The file of a checkpoint.</summary>
    internal static string PathOf(string directory, Checkpoint checkpoint)
    {
        string mark = checkpoint.End switch
        {
            CheckpointEnd.Failure => Failure,
            CheckpointEnd.RefusedGradient => Refused,
            _ => "",
        };
        string steps = checkpoint.AgentSteps.ToString("D12", CultureInfo.InvariantCulture);
        return System.IO.Path.Combine(directory, steps + mark + Extension);
    }

    /// <summary>The checkpoints of a directory, the newest first, of those at one agent step the ordinary one first.</summary>
    internal static List<CheckpointName> In(string directory, string ending = "")
    {
        var names = new List<CheckpointName>();
        foreach (string file in Directory.GetFiles(directory, "*" + Extension + ending))
        {
            if (TryParse(file, ending) is { } name) names.Add(name);
        }

        names.Sort((a, b) => a.AgentSteps != b.AgentSteps ? b.AgentSteps.CompareTo(a.AgentSteps) : a.End.CompareTo(b.End));
        return names;
    }

    private static CheckpointName? TryParse(string file, string ending)
    {
        string name = System.IO.Path.GetFileName(file)[..^(Extension.Length + ending.Length)];
        CheckpointEnd end = name.EndsWith(Failure, StringComparison.Ordinal) ? CheckpointEnd.Failure
            : name.EndsWith(Refused, StringComparison.Ordinal) ? CheckpointEnd.RefusedGradient : CheckpointEnd.Ordinary;
        string steps = name.Split('-')[0];
        return long.TryParse(steps, NumberStyles.None, CultureInfo.InvariantCulture, out long agentSteps)
            ? new CheckpointName(file, agentSteps, end) : null;
    }
}
