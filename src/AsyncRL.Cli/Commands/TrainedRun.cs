using AsyncRL.Cli.Parsing;
using AsyncRL.Environments.Options;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary>A run's configuration and its newest checkpoint.</summary>
/// <param name="Configuration">What ran.</param>
/// <param name="Checkpoint">What it has learned.</param>
internal sealed record TrainedRun(TrainingConfiguration Configuration, Checkpoint Checkpoint)
{
    /// <summary>The moments by which its task is normalised.</summary>
    internal Normalization Normalization { get; } = Configuration.CreateNormalization(Checkpoint.Normalization);

    /// <summary>Reads a run.</summary>
    /// <param name="path">Its directory.</param>
    /// <param name="command">The command that reads it.</param>
    /// <param name="episodes">Episodes whose returns are kept.</param>
    /// <param name="memory">Bytes of memory that the process may take.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">There is no run, it is damaged, or playing its episodes would take too much memory.</exception>
    internal static TrainedRun Open(string path, string command, long episodes, long memory)
    {
        RunPath.Check(path, command);
        RunDirectory directory = RunDirectory.Open(path);
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(directory.ReadRequest());
        MemoryEstimate.OfPlay(configuration, episodes).Check(memory);
        return new TrainedRun(configuration, directory.ReadCheckpoint(configuration));
    }
}
