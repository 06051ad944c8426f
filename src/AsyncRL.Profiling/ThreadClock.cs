using System.Runtime.InteropServices;

namespace AsyncRL.Profiling;

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
