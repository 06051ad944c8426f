using System.Runtime.CompilerServices;

namespace AsyncRL.Training.Actors;

/// <summary>A finished episode.</summary>
/// <param name="Thread">Index of the actor-learner.</param>
/// <param name="AgentStep">T when it ended, as the thread saw it.</param>
/// <param name="Return">Sum of the raw rewards.</param>
/// <param name="Length">Agent steps.</param>
public readonly record struct EpisodeRecord(int Thread, long AgentStep, double Return, int Length);

/// <summary>
/// A queue of finished episodes from one actor-learner to the reporter: one writer, one reader, no lock, no allocation. When the reader
/// falls behind by the whole capacity, further episodes are counted but not kept.
/// </summary>
internal sealed class EpisodeQueue
{
    private const int Capacity = 1 << 14;

    private readonly EpisodeRecord[] _records = new EpisodeRecord[Capacity];
    private long _written;
    private long _read;
    private long _dropped;

    /// <summary>Bytes of a queue.</summary>
    internal static long Bytes => (long)Capacity * Unsafe.SizeOf<EpisodeRecord>();

    /// <summary>Episodes that found the queue full.</summary>
    internal long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Adds an episode; by the actor-learner.</summary>
    internal void Add(in EpisodeRecord episode)
    {
        long written = _written;
        if (written - Volatile.Read(ref _read) == Capacity)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return;
        }

        _records[written % Capacity] = episode;

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

        episode = _records[read % Capacity];
        Volatile.Write(ref _read, read + 1);
        return true;
    }
}
