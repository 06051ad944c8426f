using System.Diagnostics;

namespace AsyncRL.Core.Waiting;

/// <summary>
/// How long this process has waited for another one. The time for which this process was stopped does not count: by Ctrl-Z, by a batch
/// system that suspends its jobs, or because the machine sleeps. The other process was mostly stopped with it, and is not late.
/// </summary>
/// <remarks>
/// A process is not told that it was stopped. But a waiting one asks for the time again and again, at least every <see cref="LongestGap"/>.
/// Of a longer time between two questions only <see cref="LongestGap"/> counts.
/// </remarks>
internal struct WaitingTime
{
    private long _asked;
    private long _waited;

    /// <summary>The largest part of the time between two questions that counts.</summary>
    internal static TimeSpan LongestGap { get; } = TimeSpan.FromSeconds(0.25);

    /// <summary>Begins to wait.</summary>
    /// <returns>A waiting time of 0.</returns>
    internal static WaitingTime Begin() => Begin(Stopwatch.GetTimestamp());

    /// <summary>Begins to wait.</summary>
    /// <param name="now">The time, in ticks of <see cref="Stopwatch"/>.</param>
    /// <returns>A waiting time of 0.</returns>
    internal static WaitingTime Begin(long now) => new() { _asked = now };

    /// <summary>Whether the wait has lasted longer than it may.</summary>
    /// <param name="longest">How long it may last, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    internal bool IsLongerThan(TimeSpan longest) => IsLongerThan(longest, Stopwatch.GetTimestamp());

    /// <summary>Whether the wait has lasted longer than it may.</summary>
    /// <param name="longest">How long it may last, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="now">The time, in ticks of <see cref="Stopwatch"/>.</param>
    internal bool IsLongerThan(TimeSpan longest, long now)
    {
        _waited += Math.Min(now - _asked, (long)(LongestGap.TotalSeconds * Stopwatch.Frequency));
        _asked = now;
        return longest != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(0, _waited) > longest;
    }
}
