using System.Globalization;
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
    /// <summary>The run's directory.</summary>
    internal required string Directory { get; init; }

    /// <summary>Notes about the choice of the checkpoint, such as one that is damaged.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Reads all of <see cref="Course"/> at once.</summary>
    internal IReadOnlyList<TrainedRun> ReadCourse(int most) => [.. Course(most)];

    /// <summary>
    /// Reads the agents of the course of the training up to this checkpoint: with the parameters that the run drew, of older checkpoints
    /// that were kept, and of this one, each with the moments of its time. A checkpoint that cannot be read is left out.
    /// </summary>
    /// <param name="most">The largest number, at least 2; of those in between some are left out evenly.</param>
    /// <returns>This run at each time, the earliest first; only this one if nothing earlier is known.</returns>
    internal IEnumerable<TrainedRun> Course(int most)
    {
        using RunDirectory directory = RunDirectory.Open(Directory);
        List<long> between = [.. directory.KeptAgentSteps()];
        between.RemoveAll(steps => (steps == 0 && DrewParameters) || steps >= AgentSteps);
        if (DrewParameters)
        {
            yield return this with
            {
                AgentSteps = 0,
                Theta = Configuration.DrawParameters().ToArray(),
                Normalization = Configuration.CreateNormalization(),
            };
        }

        int room = Math.Min(between.Count, most - (DrewParameters ? 2 : 1));
        for (int i = 0; i < room; i++)
        {
            if (ReadAt(directory, between[(int)((i + 0.5) * between.Count / room)]) is { } earlier) yield return earlier;
        }

        yield return this;
    }

    private TrainedRun? ReadAt(RunDirectory directory, long agentSteps)
    {
        try
        {
            using CheckpointFile file = directory.SelectCheckpoint(Configuration, agentSteps.ToString(CultureInfo.InvariantCulture));
            return this with
            {
                AgentSteps = agentSteps,
                Theta = file.ReadTheta(),
                Normalization = file.ReadNormalization(Configuration),
            };
        }
        catch (InputException)
        {
            return null;
        }
    }

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
        TrainedRun run = Read(path, checkpoint, command, episodes, consoleHost.Memory());
        foreach (string note in run.Notes) consoleHost.Error.WriteLine($"Warning: {note}");
        return run;
    }

    /// <summary>Reads a run.</summary>
    /// <param name="path">Its directory.</param>
    /// <param name="checkpoint">Agent steps or a file; null for the newest whole one from before a fault.</param>
    /// <param name="command">The command that reads it.</param>
    /// <param name="episodes">Episodes whose returns are kept.</param>
    /// <param name="memory">The available memory, in bytes.</param>
    /// <returns>The run, with its notes.</returns>
    /// <exception cref="InputException">There is no run, it is damaged, or its episodes need too much memory.</exception>
    internal static TrainedRun Read(string path, string? checkpoint, string command, long episodes, long memory)
    {
        RunPath.Check(path, command);
        using RunDirectory directory = RunDirectory.Open(path);
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(directory.ReadRequestToPlay());
        MemoryEstimate.OfPlay(configuration, episodes).Check(memory);
        using CheckpointFile selected = directory.SelectCheckpoint(configuration, checkpoint);
        return new TrainedRun(
            configuration,
            selected.Checkpoint.AgentSteps,
            selected.ReadTheta(),
            selected.ReadNormalization(configuration),
            directory.DrewParameters())
        {
            Directory = path,
            Notes = selected.Notes,
        };
    }
}
