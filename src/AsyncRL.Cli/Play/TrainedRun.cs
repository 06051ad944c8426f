using AsyncRL.Algorithms.Acting;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Play;

/// <summary>The configuration of a run, and the parameters of one of its checkpoints.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="AgentSteps">T of the checkpoint.</param>
/// <param name="Theta">θ.</param>
/// <param name="Normalization">The moments by which its task is normalized.</param>
/// <param name="DrewParameters">Whether the run drew the θ that it began with, rather than to copy it from another run.</param>
internal sealed record TrainedRun(
    TrainingConfiguration Configuration, long AgentSteps, float[] Theta, Normalization Normalization, bool DrewParameters)
{
    /// <summary>Reads a run, and warns of a checkpoint that is damaged.</summary>
    /// <param name="path">Its directory.</param>
    /// <param name="checkpoint">Agent steps or a file; null for the newest whole one from before a fault.</param>
    /// <param name="command">The command that reads it.</param>
    /// <param name="episodes">Episodes whose returns are kept.</param>
    /// <param name="consoleHost">Receives warnings and provides the available memory.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">There is no run, it is damaged, or its episodes need too much memory.</exception>
    internal static TrainedRun Open(string path, string? checkpoint, string command, long episodes, ConsoleHost consoleHost)
    {
        RunPath.Check(path, command);
        using RunDirectory directory = RunDirectory.Open(path);
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(directory.ReadRequestToPlay());
        MemoryEstimate.OfPlay(configuration, episodes).Check(consoleHost.Memory());
        using CheckpointFile selected = directory.SelectCheckpoint(configuration, checkpoint);
        foreach (string note in selected.Notes) consoleHost.Error.WriteLine($"Warning: {note}");
        return new TrainedRun(
            configuration,
            selected.Checkpoint.AgentSteps,
            selected.ReadTheta(),
            selected.ReadNormalization(configuration),
            directory.DrewParameters());
    }
}
