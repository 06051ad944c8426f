using AsyncRL.Cli.Views;
using AsyncRL.Profiling;

namespace AsyncRL.Cli.Profiles;

/// <summary>Warnings about conditions that make the results of a profile unreliable.</summary>
internal static class ProfileWarnings
{
    private const double EnoughShare = 0.95;

    /// <summary>Finds the warnings.</summary>
    /// <param name="report">The report.</param>
    /// <returns>A sentence for each number of threads for which a thread had to wait for a processor.</returns>
    internal static IReadOnlyList<string> Of(ProfileReport report)
    {
        var warnings = new List<string>();
        foreach (ProfileRow row in report.Rows)
        {
            if (Of(row.Profile.Threads) is { } warning) warnings.Add(warning);
        }

        return warnings;
    }

    /// <summary>Compares each thread's processor time with its elapsed time.</summary>
    /// <param name="threads">Threads that ran at the same time.</param>
    /// <returns>The warning; null if each thread nearly always had a processor, or if the system does not measure it.</returns>
    internal static string? Of(IReadOnlyList<ThreadProfile> threads)
    {
        double least = 1;
        foreach (ThreadProfile thread in threads) least = Math.Min(least, (thread.ProcessorSeconds ?? thread.Seconds) / thread.Seconds);
        if (least >= EnoughShare) return null;
        string which = threads.Count == 1 ? "The thread" : $"One of {NumberText.Count(threads.Count)} threads";
        return $"{which} had a processor for only {NumberText.Percent(least)} % of its time, because of other work on the machine; "
            + "rates, speed-ups and shares of the limits are unreliable.";
    }
}
