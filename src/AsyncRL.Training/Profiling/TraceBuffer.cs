using System.Runtime.CompilerServices;
using AsyncRL.Training.Actors;

namespace AsyncRL.Training.Profiling;

/// <summary>
/// When one thread did what: its segments and their phases, in memory that was allocated before. When it is full, recording stops. One
/// thread writes; another may read while it is parked.
/// </summary>
public sealed class TraceBuffer
{
    /// <summary>Bytes of an event.</summary>
    internal static readonly int BytesPerEvent = Unsafe.SizeOf<TraceEvent>();

    private readonly TraceEvent[] _events;
    private int _count;
    private int _segment = -1;

    /// <summary>Allocates the memory.</summary>
    /// <param name="capacity">Events that it holds.</param>
    public TraceBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _events = new TraceEvent[capacity];

        // Written once, so that the system provides the pages now rather than in the midst of a segment.
        Array.Fill(_events, new TraceEvent(null, 1, 1, 1, 1));
    }

    /// <summary>What was recorded: every segment before its phases.</summary>
    public ReadOnlySpan<TraceEvent> Events => _events.AsSpan(0, _count);

    /// <summary>Events that found no place.</summary>
    public long Dropped { get; private set; }

    /// <summary>Records that a segment begins; if there is no place for it, its phases are dropped as well.</summary>
    internal void BeginSegment(long start, long segment, long agentStep)
    {
        _segment = Dropped == 0 ? TryAdd(new TraceEvent(null, start, start, segment, agentStep)) : -1;
        if (_segment < 0) Dropped++;
    }

    /// <summary>Records a phase of the segment, which reaches at least to its end.</summary>
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
/// <param name="Phase">What it did; null for a whole segment.</param>
/// <param name="Start">When it began, as the stopwatch's time stamp.</param>
/// <param name="End">When it ended.</param>
/// <param name="Segment">Number of the thread's segment, from 0.</param>
/// <param name="AgentStep">Agent steps that the thread had done when the segment began.</param>
public readonly record struct TraceEvent(Phase? Phase, long Start, long End, long Segment, long AgentStep);

/// <summary>A thread's line in the picture of a trace.</summary>
/// <param name="Setup">Name of the set-up that the thread is of.</param>
/// <param name="Thread">Name of the thread, with its engine's where the set-up has several.</param>
/// <param name="Buffer">What it did.</param>
public sealed record TraceLane(string Setup, string Thread, TraceBuffer Buffer);
