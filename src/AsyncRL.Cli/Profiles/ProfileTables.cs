using System.Globalization;
using System.Linq;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Cli.Views;
using AsyncRL.Profiling;
using AsyncRL.Training.Machine;
using Spectre.Console;

namespace AsyncRL.Cli.Profiles;

/// <summary>A profile as tables.</summary>
internal static class ProfileTables
{
    private const double Micro = 1e6, Mega = 1e-6, Giga = 1e-9;

    /// <summary>Writes all tables.</summary>
    /// <param name="console">Receives the tables.</param>
    /// <param name="report">The report.</param>
    internal static void Write(IAnsiConsole console, ProfileReport report)
    {
        console.Write(Scaling(report));
        if (RatesOf(report).Length > 0) console.Write(Rates(report));
        console.Write(Threads(report));
        console.Write(Shares(report));
        if (ExchangeTable.Of(report) is { } exchange) console.Write(exchange);
        if (report.Layers.Length > 0) console.Write(LayerTable.Of(report));
        else console.WriteLine("The layers have no table: no update came while they were measured.");
        console.Write(Staleness(report));
        console.Write(LostAdditions(report));
        WriteLatencies(console, report);
        console.Write(Limits(report));
        foreach (ProfileRow row in report.Rows) console.Write(RooflineOf(row));
    }

    private static void WriteLatencies(IAnsiConsole console, ProfileReport report)
    {
        if (report.Latencies is { } latencies)
        {
            console.Write(CoreLatencyTable.Of(latencies));
            console.WriteLine(CoreLatencyTable.Meaning(latencies));
        }
        else if (PhysicalCores.Count > 1)
        {
            console.WriteLine(CoreLatencyTable.NotMeasured);
        }
    }

    /// <summary>The name of a phase, or "segment" for all phases.</summary>
    internal static string NameOf(Phase? phase) => phase?.Name ?? "segment";

    private static Table Scaling(ProfileReport report)
    {
        Table table = Make("Scaling", "threads", "agent steps/s", "5 to 95 % of rounds", "speed-up", "efficiency");
        int collections = 0;
        foreach (ProfileRow row in report.Rows)
        {
            SetupProfile profile = row.Profile;
            collections += profile.Collections;
            AddRow(
                table,
                row.Label,
                NumberText.Count(profile.MedianRate),
                $"{NumberText.Count(profile.LowRate)} to {NumberText.Count(profile.HighRate)}",
                row.SpeedUp.ToString("F2", CultureInfo.InvariantCulture),
                $"{NumberText.Percent(row.Efficiency)} %");
        }

        string rounds = NumberText.Count(report.Rows[0].Profile.Rates.Length, "round");
        return table.Caption($"{rounds} by turns, {NumberText.Count(collections, "garbage collection")}");
    }

    /// <summary>What the algorithm itself counts per second, for example the predictions of GA3C.</summary>
    private static Table Rates(ProfileReport report)
    {
        Metric[] rates = RatesOf(report);
        Table table = Make("Rates per second", ["threads", .. Array.ConvertAll(rates, ShortNameOf)]);
        foreach (ProfileRow row in report.Rows)
        {
            AddRow(
                table,
                [row.Label, .. Array.ConvertAll(rates, rate => NumberText.Count(row.Profile.Value(rate)))]);
        }

        return table;
    }

    private static Metric[] RatesOf(ProfileReport report) =>
        [.. report.Rows[0].Profile.Metrics.Where(metric => metric.IsRate)];

    private static string ShortNameOf(Metric rate) => rate.Name.Replace("_per_second", "", StringComparison.Ordinal).Replace('_', ' ');

    private static Table Threads(ProfileReport report)
    {
        Table table = Make(
            "Threads: segment times in µs", "thread", "steps/s", "updates/s", "CPU", "allocated", "p50", "p95", "p99");
        foreach ((string name, ThreadProfile thread) in ThreadsOf(report))
        {
            AddRow(
                table,
                [
                    name,
                    NumberText.Count(thread.AgentStepsPerSecond),
                    NumberText.Count(thread.UpdatesPerSecond),
                    $"{NumberText.Percent((thread.ProcessorSeconds ?? double.NaN) / thread.Seconds)} %",
                    $"{NumberText.Count(thread.AllocatedBytes)} B",
                    .. Array.ConvertAll([0.5, 0.95, 0.99], share => NumberText.Significant(thread.SegmentSeconds(share) * Micro)),
                ]);
        }

        return table.Caption("CPU: processor time divided by elapsed time");
    }

    private static Table Shares(ProfileReport report)
    {
        string[] phases = Array.ConvertAll([.. report.Rows[0].Profile.Threads[0].Phases], NameOf);
        Table table = Make("Shares of a thread's time in %", ["thread", .. phases, "rest"]);
        foreach ((string name, ThreadProfile thread) in ThreadsOf(report))
        {
            AddRow(
                table,
                [
                    name,
                    .. Array.ConvertAll([.. thread.PhaseSeconds], seconds => Percent(seconds / thread.Seconds)),
                    Percent(thread.RestSeconds / thread.Seconds),
                ]);
        }

        return table;
    }

    private static IEnumerable<(string Name, ThreadProfile Thread)> ThreadsOf(ProfileReport report)
    {
        foreach (ProfileRow row in report.Rows)
        {
            for (int i = 0; i < row.Threads; i++) yield return ($"{NumberText.Count(i)} of {row.Label}", row.Profile.Threads[i]);
        }
    }

    private static Table Staleness(ProfileReport report)
    {
        Table table = Make(
            "Staleness: updates by others between a snapshot and its apply", "threads", "mean", "p50", "p95", "max", "histogram");
        table.Columns[5].LeftAligned().NoWrap = false;
        foreach (ProfileRow row in report.Rows)
        {
            HistogramCounts counts = row.Profile.Stalenesses();
            AddRow(
                table,
                row.Label,
                NumberText.Significant(counts.Mean),
                NumberText.Count(counts.Quantile(0.5)),
                NumberText.Count(counts.Quantile(0.95)),
                NumberText.Count(counts.Largest),
                StalenessHistogram.Of(counts));
        }

        return table;
    }

    private static Table LostAdditions(ProfileReport report)
    {
        Table table = Make(
            "Lost additions of threads that only add 1 to every number of θ",
            "threads", "sharing", "additions", "lost", "lost %");
        table.Columns[1].LeftAligned();
        foreach (LostAdditionCount count in report.LostAdditions)
        {
            AddRow(
                table,
                NumberText.Count(count.Threads),
                count.Sharing,
                NumberText.Count(count.Additions),
                NumberText.Count(count.Lost),
                NumberText.Significant(100 * count.Rate));
        }

        return table.Caption("a property of this machine, not of the run");
    }

    private static Table Limits(ProfileReport report)
    {
        Table table = Make(
            "The machine's limits, all threads together: GFLOP/s and GB/s",
            "threads", "multiply-adds", "level", "read", "written", "copied", "updated");
        foreach (ProfileRow row in report.Rows)
        {
            foreach (LevelBandwidth level in row.Limits.Levels)
            {
                bool first = level.Level == MemoryLevel.L1;
                AddRow(
                    table,
                    first ? row.Label : "",
                    first ? NumberText.Significant(row.Limits.Flops * Giga) : "",
                    NameOf(level.Level),
                    NumberText.Significant(level.Read * Giga),
                    NumberText.Significant(level.Write * Giga),
                    NumberText.Significant(level.Copy * Giga),
                    NumberText.Significant(level.Update * Giga));
            }
        }

        return table;
    }

    private static Table RooflineOf(ProfileRow row)
    {
        Table table = Make(
            $"Roofline of {OneOf(row)}: µs of a mean segment", "phase", "MFLOP", "MB", "at peak", "by memory", "measured", "share");
        table.Columns[0].LeftAligned();
        foreach (RooflinePoint point in (IEnumerable<RooflinePoint>)[.. row.Roofline.Phases, row.Roofline.Segment])
        {
            AddRow(
                table,
                NameOf(point.Phase),
                NumberText.Significant(point.Flops * Mega),
                NumberText.Significant(point.Bytes * Mega),
                NumberText.Significant(point.ComputeSeconds * Micro),
                $"{NameOf(point.Level)} {NumberText.Significant(point.MemorySeconds * Micro)}",
                NumberText.Significant(point.MeasuredSeconds * Micro),
                $"{NumberText.Percent(point.Share)} %");
        }

        const string Share = "share: the time of the larger limit, divided by the measured time";
        double fetched = row.Roofline.Segment.BytesFromOtherCores;
        return table.Caption(
            fetched == 0 ? Share : $"{NumberText.Significant(fetched * Mega)} of the MB come from the caches of other cores\n{Share}");
    }

    /// <summary>"one thread", "one of 2 threads", "one of 2 threads in 2 groups".</summary>
    internal static string OneOf(ProfileRow row)
    {
        if (row.Threads == 1) return "one thread";
        int groups = row.Profile.Setup.Groups;
        string threads = $"one of {NumberText.Count(row.Threads)} threads";
        return groups > 1 ? $"{threads} in {NumberText.Count(groups, "group")}" : threads;
    }

    /// <summary>The name of a level of memory.</summary>
    internal static string NameOf(MemoryLevel level) => level switch
    {
        MemoryLevel.Memory => "memory",
        MemoryLevel.OtherCore => "other core",
        _ => level.ToString(),
    };

    /// <summary>Makes a table whose columns are aligned on the right.</summary>
    internal static Table Make(string title, params string[] columns)
    {
        Table table = new Table().RoundedBorder().Title(title).AddColumns(columns);
        foreach (TableColumn column in table.Columns) column.RightAligned().NoWrap();
        return table;
    }

    /// <summary>Adds a row of plain texts.</summary>
    internal static void AddRow(Table table, params string[] cells) => table.AddRow(Array.ConvertAll(cells, cell => new Text(cell)));

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}

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
