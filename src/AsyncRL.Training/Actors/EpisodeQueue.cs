using System.Runtime.CompilerServices;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Actors;

/// <summary>A finished episode.</summary>
/// <param name="Thread">Index of the actor-learner.</param>
/// <param name="AgentStep">T when it ended, as the thread saw it.</param>
/// <param name="Return">Sum of the raw rewards.</param>
/// <param name="Length">Agent steps.</param>
public readonly record struct EpisodeRecord(int Thread, long AgentStep, double Return, int Length);

/// <summary>
/// A queue of finished episodes from one thread to the reporter: one writer, one reader, no lock, no allocation. When the reader falls
/// behind by the whole capacity, further episodes are counted but not kept. All actors of the simulated execution share one queue, so their
/// episodes come out in the order of the simulated clock.
/// </summary>
/// <param name="capacity">Episodes that it holds.</param>
/// <param name="returns">Counts each return when it is added, by the thread that adds it; null to count none.</param>
internal sealed class EpisodeQueue(int capacity = EpisodeQueue.UsualCapacity, RecentReturns? returns = null)
{
    internal const int UsualCapacity = 1 << 14;

    private readonly EpisodeRecord[] _records = new EpisodeRecord[capacity];
    private long _written;
    private long _read;
    private long _dropped;

    /// <summary>Bytes of an episode in a queue.</summary>
    internal static int RecordBytes => Unsafe.SizeOf<EpisodeRecord>();

    /// <summary>Episodes that found the queue full.</summary>
    internal long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Episodes that can be added before one is taken; by the writing thread.</summary>
    internal int Room => capacity - (int)(_written - Volatile.Read(ref _read));

    /// <summary>Adds an episode; by the actor-learner.</summary>
    internal void Add(in EpisodeRecord episode)
    {
        returns?.Add(episode.Return);
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

    /// <summary>Takes an episode, the oldest first; by the reporter.</summary>
    internal bool TryTake(out EpisodeRecord episode)
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
