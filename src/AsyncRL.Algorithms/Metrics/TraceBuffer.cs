using System.Runtime.CompilerServices;

namespace AsyncRL.Algorithms.Metrics;

/// <summary>
/// Records the segments of one thread and their phases, in memory that is allocated beforehand. When the memory is full, recording stops.
/// One thread writes; another thread may read while the first is parked.
/// </summary>
public sealed class TraceBuffer
{
    /// <summary>Bytes of an event.</summary>
    internal static readonly int BytesPerEvent = Unsafe.SizeOf<TraceEvent>();

    private readonly TraceEvent[] _events;
    private int _count;
    private int _segment = -1;

    /// <summary>Allocates the memory.</summary>
    /// <param name="capacity">Maximum number of events.</param>
    public TraceBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _events = new TraceEvent[capacity];

        // Writes every event once, so that the system provides the pages now and not during a segment.
        Array.Fill(_events, new TraceEvent(null, 1, 1, 1, 1));
    }

    /// <summary>The recorded events. Every segment comes before its phases.</summary>
    public ReadOnlySpan<TraceEvent> Events => _events.AsSpan(0, _count);

    /// <summary>Number of events for which there was no space.</summary>
    public long Dropped { get; private set; }

    /// <summary>Records the start of a segment. If there is no space for it, its phases are dropped as well.</summary>
    internal void BeginSegment(long start, long segment, long agentStep)
    {
        _segment = Dropped == 0 ? TryAdd(new TraceEvent(null, start, start, segment, agentStep)) : -1;
        if (_segment < 0) Dropped++;
    }

    /// <summary>Records a phase of the segment. The segment ends no earlier than its last phase.</summary>
    internal void Add(Phase phase, long start, long end)
    {
        if (_segment >= 0)
        {
            ref TraceEvent segment = ref _events[_segment];
            if (TryAdd(new TraceEvent(phase, start, end, segment.Segment, segment.AgentStep)) >= 0)
            {
                segment = segment with { End = end };
                return;
            }
        }

        Dropped++;
    }

    private int TryAdd(in TraceEvent item)
    {
        if (_count == _events.Length) return -1;
        _events[_count] = item;
        return _count++;
    }
}

/// <summary>A span of a thread's time.</summary>
/// <param name="Phase">The phase; null for a whole segment.</param>
/// <param name="Start">The start, as the stopwatch's time stamp.</param>
/// <param name="End">The end, as the stopwatch's time stamp.</param>
/// <param name="Segment">Number of the thread's segment, from 0.</param>
/// <param name="AgentStep">Number of agent steps of the thread before the segment.</param>
public readonly record struct TraceEvent(Phase? Phase, long Start, long End, long Segment, long AgentStep);

/// <summary>A thread's track in a trace.</summary>
/// <param name="Setup">Name of the set-up that the thread belongs to.</param>
/// <param name="Thread">Name of the thread, with the name of its engine if the set-up has several.</param>
/// <param name="Buffer">The recorded events.</param>
public sealed record TraceTrack(string Setup, string Thread, TraceBuffer Buffer);
