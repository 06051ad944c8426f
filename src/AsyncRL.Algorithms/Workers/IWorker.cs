using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
namespace AsyncRL.Algorithms.Workers;

/// <summary>What a turn of a worker came to.</summary>
public enum Turn
{
    /// <summary>It did some work; the next turn may follow at once.</summary>
    Worked,

    /// <summary>There is nothing to do now, for example because a queue is empty. The worker is asked again a little later.</summary>
    Waiting,

    /// <summary>There is nothing to do any more.</summary>
    Finished,
}

/// <summary>
/// What one thread does, turn by turn. Between two turns the thread may be parked, the worker saved, or the run stopped. Therefore a turn
/// never blocks: a worker that has to wait says so and returns.
/// </summary>
public interface IWorker
{
    /// <summary>Its name, also that of its thread and of its part of a checkpoint. No two workers of a run share one.</summary>
    string Name { get; }

    /// <summary>What it counts.</summary>
    ActorStatistics Statistics { get; }

    /// <summary>
    /// Receives its actors' finished episodes; null if it has no actors. Several workers of one thread may share a queue.
    /// </summary>
    EpisodeQueue? Episodes => null;

    /// <summary>Does a turn, in no more than some milliseconds.</summary>
    /// <returns>What it came to.</returns>
    Turn Run();

    /// <summary>Gives up what the failed turn was about, so that what is saved next can be resumed.</summary>
    void Abandon();

    /// <summary>Writes everything that the worker's future depends on; between turns.</summary>
    /// <param name="writer">Receives the state.</param>
    void SaveState(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    /// <param name="reader">Its position is at the start of the state.</param>
    /// <exception cref="InvalidDataException">A number is none that a state can have.</exception>
    void RestoreState(BinaryReader reader);
}

/// <summary>
/// A worker whose turn has two halves, a gradient and its update. The simulated execution holds the update back, which is how it makes
/// staleness. Between the halves the worker touches nothing shared, and it can be saved.
/// </summary>
public interface IHeldUpdate : IWorker
{
    /// <summary>Whether it holds a gradient that its update will refuse.</summary>
    bool HoldsRefusableGradient { get; }

    /// <summary>Whether it was restored without the gradient that it held, because its environment could not save the episode.</summary>
    bool HasLostSegment => false;

    /// <summary>The first half: everything up to the gradient.</summary>
    /// <returns>Agent steps done, at least 1.</returns>
    int Compute();

    /// <summary>The second half: the update.</summary>
    void Apply();
}
