using AsyncRL.Algorithms.Metrics;
using AsyncRL.Cli.Views;

namespace AsyncRL.Cli.Profiles;

/// <summary>A histogram of stalenesses in a line: "0: 62 %, 1: 37 %, 2–3: 1 %".</summary>
internal static class StalenessHistogram
{
    private const int MostParts = 5;

    /// <summary>Writes the largest shares, in the order of staleness, and what remains.</summary>
    /// <param name="counts">The counts.</param>
    /// <returns>The line; empty if nothing was counted.</returns>
    internal static string Of(HistogramCounts counts)
    {
        var buckets = new List<(long From, long To, long Count)>(counts.NonEmptyBuckets());
        var largest = new List<(long From, long To, long Count)>(buckets);
        largest.Sort((a, b) => b.Count.CompareTo(a.Count));
        if (largest.Count > MostParts) largest.RemoveRange(MostParts, largest.Count - MostParts);
        var parts = new List<string>();
        long shown = 0;
        foreach ((long from, long to, long count) in buckets)
        {
            if (!largest.Contains((from, to, count))) continue;
            parts.Add($"{Range(from, to)}: {Percent(count, counts.Total)}");
            shown += count;
        }

        if (shown < counts.Total) parts.Add($"other: {Percent(counts.Total - shown, counts.Total)}");
        return string.Join(", ", parts);
    }

    private static string Range(long from, long to) =>
            to == from + 1 ? NumberText.Count(from) : $"{NumberText.Count(from)}–{NumberText.Count(to - 1)}";

    private static string Percent(long count, long total)
    {
        double share = (double)count / total;
        return share < 0.001 ? "< 0.1 %" : $"{NumberText.Significant(100 * share)} %";
    }
}
