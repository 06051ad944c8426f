using System.Runtime.CompilerServices;

namespace AsyncRL.Algorithms.Acting;

/// <summary>A finished episode.</summary>
/// <param name="Thread">Index of the actor-learner.</param>
/// <param name="AgentStep">T when it ended, as the thread saw it.</param>
/// <param name="Return">Sum of the raw rewards.</param>
/// <param name="Length">Agent steps.</param>
public readonly record struct EpisodeRecord(int Thread, long AgentStep, double Return, int Length);

/// <summary>
/// A queue of finished episodes from one thread to the reporter: one writer, one reader, no lock, no allocation. When the reader falls
/// behind by the whole capacity, further episodes are counted but not kept. All actors of the simulated execution share one queue, so their
/// episodes are reported in the order of the simulated clock.
/// </summary>
/// <param name="capacity">Largest number of episodes in the queue.</param>
/// <param name="returns">Receives each return when it is added, by the thread that adds it; null to report none.</param>
public sealed class EpisodeQueue(int capacity = EpisodeQueue.UsualCapacity, Action<double>? returns = null)
{
    /// <summary>The default capacity.</summary>
    public const int UsualCapacity = 1 << 14;

    private readonly EpisodeRecord[] _records = new EpisodeRecord[capacity];
    private long _written;
    private long _read;
    private long _dropped;

    /// <summary>Bytes of an episode in a queue.</summary>
    internal static int RecordBytes => Unsafe.SizeOf<EpisodeRecord>();

    /// <summary>Episodes that were dropped because the queue was full.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Episodes that can be added before one is taken. Read by the writing thread.</summary>
    public int Room => capacity - (int)(_written - Volatile.Read(ref _read));

    /// <summary>Adds an episode. Called by the writing thread.</summary>
    /// <param name="episode">The episode.</param>
    public void Add(in EpisodeRecord episode)
    {
        returns?.Invoke(episode.Return);
        long written = _written;
        if (written - Volatile.Read(ref _read) == capacity)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return;
        }

        _records[written % capacity] = episode;

        // The release: a reader that sees the new count sees the record.
        Volatile.Write(ref _written, written + 1);
    }

    /// <summary>Takes the oldest episode. Called by the reading thread.</summary>
    /// <param name="episode">The episode.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(out EpisodeRecord episode)
    {
        long read = _read;
        if (read == Volatile.Read(ref _written))
        {
            episode = default;
            return false;
        }

        episode = _records[read % capacity];
        Volatile.Write(ref _read, read + 1);
        return true;
    }
}
