using AsyncRL.Algorithms.Acting;
using AsyncRL.Training.Runs;

namespace AsyncRL.Live;

/// <summary>
/// The parameters with which games are played: those of the training in this process as they are now, or those of the run's newest
/// checkpoint. The player's thread reads; any thread may call <see cref="Follow"/>.
/// </summary>
/// <param name="directory">The run's directory.</param>
/// <param name="configuration">The run.</param>
/// <param name="age">The time after which θ is read again in a long game; null for the usual one.</param>
internal sealed class LiveAgent(string directory, TrainingConfiguration configuration, TimeSpan? age = null)
{
    private readonly TimeSpan _age = age ?? TimeSpan.FromSeconds(10);

    private RunningAgent? _running;
    private long _read;

    /// <summary>θ.</summary>
    internal float[] Theta { get; private set; } = [];

    /// <summary>T of θ.</summary>
    internal long AgentSteps { get; private set; }

    /// <summary>Whether θ is that of the training in this process.</summary>
    internal bool IsRunning { get; private set; }

    /// <summary>What people should know about the checkpoint that plays, such as a newer one that is damaged; empty for nothing.</summary>
    internal string Note { get; private set; } = "";

    /// <summary>From the next game on, θ is that of a training in this process.</summary>
    internal void Follow(RunningAgent running) => Volatile.Write(ref _running, running);

    /// <summary>Reads θ for a game.</summary>
    /// <returns>
    /// The statistics by which observations are normalized. An actor-learner, too, keeps them for a whole episode while θ changes.
    /// </returns>
    internal Normalization ReadForGame()
    {
        if (Volatile.Read(ref _running) is { } running)
        {
            if (Theta.Length != running.Length) Theta = new float[running.Length];
            Note = "";
            Read(running);
            return running.ReadNormalization();
        }

        using RunDirectory run = RunDirectory.Open(directory);
        using CheckpointFile file = run.SelectCheckpoint(configuration);
        (Theta, AgentSteps, IsRunning) = (file.ReadTheta(), file.Checkpoint.AgentSteps, false);
        Note = string.Join(' ', file.Notes);
        return file.ReadNormalization(configuration);
    }

    /// <summary>Reads θ of the training again if the last time is long ago.</summary>
    internal void Renew()
    {
        if (IsRunning && Environment.TickCount64 - _read >= _age.TotalMilliseconds) Read(_running!);
    }

    private void Read(RunningAgent running)
    {
        (AgentSteps, IsRunning, _read) = (running.AgentSteps, true, Environment.TickCount64);
        running.ReadTheta(Theta);
    }
}
