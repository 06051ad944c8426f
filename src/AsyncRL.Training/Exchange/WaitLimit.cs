using System.Diagnostics;

namespace AsyncRL.Training.Exchange;

/// <summary>How long a rank waits for the others.</summary>
internal static class WaitLimit
{
    /// <summary>Only rank 0 knows which ranks are missing. The others wait longer, so that it tells.</summary>
    private static readonly TimeSpan PatienceOfOthers = TimeSpan.FromSeconds(5);

    /// <summary>How long a rank waits.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="options">Has the limit of rank 0.</param>
    internal static TimeSpan Of(ICommunicator communicator, ExchangeOptions options) =>
        communicator.CanLoseRanks
            ? TimeSpan.FromSeconds(options.TimeoutSeconds) + (communicator.Rank > 0 ? PatienceOfOthers : TimeSpan.Zero)
            : Timeout.InfiniteTimeSpan;

    /// <summary>Whether a wait has lasted longer than it may.</summary>
    /// <param name="begun">When it began, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="longest">How long it may last, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    internal static bool IsOver(long begun, TimeSpan longest) =>
        longest != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(begun) > longest;
}
