using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary>A run that is about to start or to continue.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Directory">The run's directory.</param>
/// <param name="Continuation">The prepared continuation; null if the run starts.</param>
internal sealed record TrainingRun(TrainingConfiguration Configuration, RunDirectory Directory, Continuation? Continuation) : IDisposable
{
    /// <summary>The directory, as the user wrote it.</summary>
    internal string Path => Directory.GivenPath;

    /// <summary>T at which it continues.</summary>
    internal long FirstAgentStep => Continuation?.Checkpoint.AgentSteps ?? 0;

    /// <summary>Notes for the user before the run begins or continues.</summary>
    internal IReadOnlyList<string> Notes => Continuation?.Notes ?? Configuration.InitialParameters?.Notes ?? [];

    public void Dispose()
    {
        Continuation?.Dispose();
        Directory.Dispose();
    }
}
