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
    /// <returns>The run.</returns>
    /// <exception cref="InputException">There is no run, or it is damaged.</exception>
    internal static TrainedRun Open(string path)
    {
        RunDirectory directory = RunDirectory.Open(path);
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(directory.ReadRequest());
        return new TrainedRun(configuration, directory.ReadCheckpoint(configuration));
    }
}
