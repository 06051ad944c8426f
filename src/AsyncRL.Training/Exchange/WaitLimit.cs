using System.Runtime.InteropServices;

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
}

/// <summary>Sleeps that are shorter than a millisecond, which <see cref="Thread.Sleep(int)"/> does not have.</summary>
internal static class ShortSleep
{
    /// <summary>Sleeps about a tenth of a millisecond: a wait that takes little of a core, and a hundredth of a round.</summary>
    internal static void Wait()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            Thread.Sleep(1);
            return;
        }

        var time = new TimeSpecification(0, 100_000);
        _ = Sleep(in time, 0);
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sleep(in TimeSpecification time, nint remaining);

    /// <summary>The structure <c>timespec</c> of the system, on 64 bits.</summary>
    private readonly record struct TimeSpecification(long Seconds, long Nanoseconds);
}
