using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Exchange;

/// <summary>
/// An actor-learner, an actor or a learner, that begins a turn only if it may. Near T_max it waits for the other ranks.
/// </summary>
/// <param name="worker">The worker.</param>
/// <param name="mayBegin">Whether a turn may begin.</param>
internal sealed class PacedWorker(IWorker worker, Func<bool> mayBegin) : IWorker
{
    private bool _hasFinished;

    /// <summary>Whether the worker has done all its work. Read by any thread.</summary>
    internal bool HasFinished => Volatile.Read(ref _hasFinished);

    /// <inheritdoc/>
    public string Name => worker.Name;

    /// <inheritdoc/>
    public ActorStatistics Statistics => worker.Statistics;

    /// <inheritdoc/>
    public EpisodeQueue? Episodes => worker.Episodes;

    /// <inheritdoc/>
    public bool IsAtRest => worker.IsAtRest;

    /// <inheritdoc/>
    public Turn Run()
    {
        if (!mayBegin()) return Turn.Waiting;
        Turn turn = worker.Run();
        if (turn == Turn.Finished) Volatile.Write(ref _hasFinished, true);
        return turn;
    }

    /// <inheritdoc/>
    public ImmutableArray<InputDensity> MeasureDensities() => worker.MeasureDensities();

    /// <inheritdoc/>
    public void Abandon() => worker.Abandon();

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer) => worker.SaveState(writer);

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader) => worker.RestoreState(reader);
}
