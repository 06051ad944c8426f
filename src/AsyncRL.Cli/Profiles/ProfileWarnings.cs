using AsyncRL.Cli.Views;
using AsyncRL.Profiling;

namespace AsyncRL.Cli.Profiles;

/// <summary>What makes the figures of a profile doubtful.</summary>
internal static class ProfileWarnings
{
    private const double EnoughShare = 0.95;

    /// <summary>Finds the warnings.</summary>
    /// <param name="report">What was found.</param>
    /// <returns>A sentence for each number of threads of which one had to wait for a processor.</returns>
    internal static IReadOnlyList<string> Of(ProfileReport report)
    {
        var warnings = new List<string>();
        foreach (ProfileRow row in report.Rows)
        {
            if (Of(row.Profile.Threads) is { } warning) warnings.Add(warning);
        }

        return warnings;
    }

    /// <summary>Looks at how much of its time each thread had a processor.</summary>
    /// <param name="threads">Threads that ran at the same time.</param>
    /// <returns>The sentence; null if each had one nearly always, or where the system does not tell.</returns>
    internal static string? Of(IReadOnlyList<ThreadProfile> threads)
    {
        double least = 1;
        foreach (ThreadProfile thread in threads) least = Math.Min(least, (thread.ProcessorSeconds ?? thread.Seconds) / thread.Seconds);
        if (least >= EnoughShare) return null;
        string which = threads.Count == 1 ? "The thread" : $"One of {Figure.Count(threads.Count)} threads";
        return $"{which} had a processor for only {Figure.Percent(least)} % of its time; "
            + "other work shares the machine, and rates, speed-ups and shares of the limits are doubtful.";
    }
}
