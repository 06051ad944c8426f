using System.Diagnostics;

namespace AsyncRL.Training.Exchange;

/// <summary>How long a rank waits for the others.</summary>
internal static class WaitLimit
{
    /// <summary>Whether a wait has lasted longer than it may.</summary>
    /// <param name="begun">When it began, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="longest">How long it may last, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    internal static bool IsOver(long begun, TimeSpan longest) =>
        longest != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(begun) > longest;
}
