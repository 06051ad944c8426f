using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Exchange;

/// <summary>An actor-learner that begins a segment only if it may. Near T_max it waits for the other ranks.</summary>
/// <param name="worker">The actor-learner.</param>
/// <param name="mayBegin">Whether a segment may begin.</param>
internal sealed class PacedWorker(IWorker worker, Func<bool> mayBegin) : IWorker
{
    /// <inheritdoc/>
    public string Name => worker.Name;

    /// <inheritdoc/>
    public ActorStatistics Statistics => worker.Statistics;

    /// <inheritdoc/>
    public EpisodeQueue? Episodes => worker.Episodes;

    /// <inheritdoc/>
    public bool IsAtRest => worker.IsAtRest;

    /// <inheritdoc/>
    public Turn Run() => mayBegin() ? worker.Run() : Turn.Waiting;

    /// <inheritdoc/>
    public ImmutableArray<InputDensity> MeasureDensities() => worker.MeasureDensities();

    /// <inheritdoc/>
    public void Abandon() => worker.Abandon();

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer) => worker.SaveState(writer);

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader) => worker.RestoreState(reader);
}
