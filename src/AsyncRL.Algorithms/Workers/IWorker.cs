using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Workers;

/// <summary>The outcome of a worker's turn.</summary>
public enum Turn
{
    /// <summary>The worker did some work; the next turn may follow at once.</summary>
    Worked,

    /// <summary>There is nothing to do now, for example because a queue is empty. The next turn follows a little later.</summary>
    Waiting,

    /// <summary>The worker has finished its work.</summary>
    Finished,
}

/// <summary>
/// The work of one thread, divided into turns. Between two turns the thread may be parked, the worker saved, or the run stopped, if the
/// worker is at rest. Therefore a turn never blocks: a worker that has to wait returns <see cref="Turn.Waiting"/>.
/// </summary>
public interface IWorker
{
    /// <summary>The name of the worker, of its thread and of its part of a checkpoint. It is unique in the run.</summary>
    string Name { get; }

    /// <summary>The worker's statistics.</summary>
    ActorStatistics Statistics { get; }

    /// <summary>
    /// Receives the finished episodes of the worker's actors; null if it has no actors. Several workers of one thread may share a queue.
    /// </summary>
    EpisodeQueue? Episodes => null;

    /// <summary>
    /// Whether the worker may be parked, saved or stopped now. A worker that others wait for is not at rest before they need it no longer.
    /// While some worker is not at rest, its turns continue. Read between turns, by any thread.
    /// </summary>
    bool IsAtRest => true;

    /// <summary>Does a turn, which takes at most a few milliseconds.</summary>
    /// <returns>The outcome.</returns>
    Turn Run();

    /// <summary>
    /// Measures the share of each layer's inputs that was not 0 in the rows that were learned last. Called between turns; empty if it is
    /// unknown.
    /// </summary>
    /// <returns>A density for each layer of the network.</returns>
    ImmutableArray<InputDensity> MeasureDensities() => [];

    /// <summary>Abandons the work of a failed turn, so that the state that is saved next can be resumed.</summary>
    void Abandon();

    /// <summary>Writes or reads the worker's whole state. Called between turns.</summary>
    /// <param name="state">Writes or reads the state.</param>
    /// <exception cref="InvalidDataException">A number is out of the range that a state can have.</exception>
    void Transfer(StateTransfer state);
}

/// <summary>
/// A worker whose turn has two halves, a gradient and its update. The simulated execution simulates staleness by delaying the update.
/// Between the halves the worker uses no shared data, and it can be saved.
/// </summary>
public interface IHeldUpdate : IWorker
{
    /// <summary>Whether the worker holds a gradient that its update will refuse.</summary>
    bool HoldsRefusableGradient { get; }

    /// <summary>Whether the worker was restored without its held gradient, because its environment could not save the episode.</summary>
    bool HasLostSegment => false;

    /// <summary>Runs the first half, up to the gradient.</summary>
    /// <returns>Agent steps done; 0 if the turn only learned from a replay memory.</returns>
    int Compute();

    /// <summary>Runs the second half, the update.</summary>
    void Apply();
}
