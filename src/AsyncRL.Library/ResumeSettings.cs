using AsyncRL.Training.Runs;

namespace AsyncRL;

/// <summary>What a program may set when it continues a run; all is optional.</summary>
public sealed record ResumeSettings
{
    /// <summary>
    /// Options that change, by name, for example ["learning-rate"] = "0.0003". An option that a run keeps when it is resumed is refused.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>"best", agent steps or a file of a checkpoint; by default the newest whole one from before a fault.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Called several times a second with the state of the run, by the thread that called <c>Train.Resume</c>.</summary>
    public Action<TrainingProgress>? OnProgress { get; init; }

    /// <summary>Cancelled to end the run early: segments are finished, everything is saved.</summary>
    public CancellationToken Stop { get; init; }
}
