using System.Diagnostics;
using System.Runtime.InteropServices;
using AsyncRL.Training.Execution;

namespace AsyncRL.Profiling;

/// <summary>
/// The resources that a thread uses while it runs: seconds by the clock and by the processor, and bytes allocated. The thread itself reads
/// its clocks, when it begins to run and before it is parked. Another thread may read the sums while this one is parked.
/// </summary>
internal sealed class ThreadMeter : IThreadMeter
{
    private long _ticks;
    private long _processorNanoseconds;
    private long _ticksAtBegin;
    private long? _processorAtBegin;
    private long _allocatedAtBegin;

    /// <summary>Seconds by the clock.</summary>
    internal double Seconds => (double)_ticks / Stopwatch.Frequency;

    /// <summary>Seconds that the thread had a processor; null if the system does not report it.</summary>
    internal double? ProcessorSeconds => ThreadClock.IsAvailable ? _processorNanoseconds * 1e-9 : null;

    /// <summary>Bytes allocated on the thread.</summary>
    internal long AllocatedBytes { get; private set; }

    /// <summary>Called by the thread when it begins to run.</summary>
    public void Begin()
    {
        _allocatedAtBegin = GC.GetAllocatedBytesForCurrentThread();
        _processorAtBegin = ThreadClock.Nanoseconds();
        _ticksAtBegin = Stopwatch.GetTimestamp();
    }

    /// <summary>Called by the thread before it is parked or ends.</summary>
    public void End()
    {
        _ticks += Stopwatch.GetTimestamp() - _ticksAtBegin;
        _processorNanoseconds += (ThreadClock.Nanoseconds() - _processorAtBegin) ?? 0;
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - _allocatedAtBegin;
    }
}

/// <summary>The time for which the calling thread has had a processor, on systems that report it: Linux.</summary>
internal static class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    /// <summary>Whether the system reports the time. Clocks of 32-bit systems have another layout.</summary>
    internal static bool IsAvailable { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>CLOCK_THREAD_CPUTIME_ID of clock_gettime(2).</summary>
    /// <returns>Nanoseconds; null if the system does not report it.</returns>
    internal static long? Nanoseconds() =>
        IsAvailable && ClockGetTime(ThreadProcessorTime, out TimeSpecification time) == 0
            ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
            : null;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out TimeSpecification time);

    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
