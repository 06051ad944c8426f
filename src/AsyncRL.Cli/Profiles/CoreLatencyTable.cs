using System.Globalization;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Machine;
using Spectre.Console;

namespace AsyncRL.Cli.Profiles;

/// <summary>The latencies between cores as a table and as a sentence, in nanoseconds.</summary>
internal static class CoreLatencyTable
{
    /// <summary>The largest number of cores with a row and a column each.</summary>
    internal const int MostCoresInMatrix = 16;

    /// <summary>The sentence where several cores are used and threads cannot be tied to them.</summary>
    internal const string NotMeasured =
        "The latencies between cores were not measured, because the system does not tie threads to processors.";

    private const string Title = "Latency in ns, one way";
    private const string Line = "each line of θ that another core wrote costs";

    /// <summary>The largest number of cores for which cells have a margin, so that the table fits 80 columns.</summary>
    private const int MostCoresWithMargin = 8;

    /// <summary>Makes the table: every pair of a few cores, or the ranges within and between the domains of many cores.</summary>
    /// <param name="latencies">The latencies.</param>
    /// <returns>The table.</returns>
    internal static Table Of(CoreLatencies latencies) =>
        latencies.Processors.Length <= MostCoresInMatrix ? Matrix(latencies) : Ranges(latencies);

    /// <summary>Describes in a sentence what the latencies mean for threads that share θ.</summary>
    /// <param name="latencies">The latencies.</param>
    /// <returns>The sentence.</returns>
    internal static string Meaning(CoreLatencies latencies)
    {
        string cores = NumberText.Count(latencies.Processors.Length, "core");
        string how = latencies switch
        {
            { Within: null, Between: { } between } => $"share no cache: {Line} {Nanoseconds(between)}",
            { Within: { } within, Between: null } => $"share one cache: {Line} {Nanoseconds(within)}",
            _ => $"are in {NumberText.Count(latencies.DomainCount, "domain")} that share no cache: {Line} "
                + $"{Nanoseconds(latencies.Within!)} within a domain and {Nanoseconds(latencies.Between!)} between domains",
        };
        return $"The {cores} {how}, unless several lines are fetched at the same time.";
    }

    private static Table Matrix(CoreLatencies latencies)
    {
        int cores = latencies.Processors.Length;
        string[] names = Array.ConvertAll([.. latencies.Processors], Number);
        Table table = ProfileTables.Make(Title, ["core", "domain", .. names]);
        for (int a = 0; a < cores; a++)
        {
            var cells = new string[cores];
            for (int b = 0; b < cores; b++) cells[b] = a == b ? "" : Number(latencies.Nanoseconds(a, b));
            ProfileTables.AddRow(table, [names[a], Number(latencies.Domains[a]), .. cells]);
        }

        if (cores <= MostCoresWithMargin) return table;
        foreach (TableColumn column in table.Columns) column.Padding(0, 0);
        return table;
    }

    private static Table Ranges(CoreLatencies latencies)
    {
        Table table = ProfileTables.Make(Title, "domain", "cores", "least", "median", "largest");
        table.Columns[0].LeftAligned();
        for (int domain = 0; domain < latencies.DomainCount; domain++)
            ProfileTables.AddRow(table, Number(domain), ProcessorRanges.Of(ProcessorsOf(latencies, domain)), "", "", "");
        Add("within", latencies.Within);
        Add("between", latencies.Between);
        table.Columns[1].LeftAligned().NoWrap = false;
        return table;

        void Add(string name, LatencyRange? range)
        {
            if (range is null) return;
            ProfileTables.AddRow(table, name, "", Number(range.Least), Number(range.Median), Number(range.Largest));
        }
    }

    private static List<int> ProcessorsOf(CoreLatencies latencies, int domain)
    {
        var processors = new List<int>();
        for (int i = 0; i < latencies.Processors.Length; i++)
        {
            if (latencies.Domains[i] == domain) processors.Add(latencies.Processors[i]);
        }

        return processors;
    }

    private static string Nanoseconds(LatencyRange range) => $"{Number(range.Median)} ns";

    private static string Number(double nanoseconds) => nanoseconds.ToString("F0", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Numbers of processors in a line: "0–7, 16".</summary>
internal static class ProcessorRanges
{
    /// <summary>Joins consecutive numbers to ranges.</summary>
    /// <param name="processors">The numbers, in ascending order.</param>
    /// <returns>The line.</returns>
    internal static string Of(IReadOnlyList<int> processors)
    {
        var parts = new List<string>();
        for (int first = 0, end; first < processors.Count; first = end)
        {
            end = first + 1;
            while (end < processors.Count && processors[end] == processors[end - 1] + 1) end++;
            string from = processors[first].ToString(CultureInfo.InvariantCulture);
            string to = processors[end - 1].ToString(CultureInfo.InvariantCulture);
            parts.Add(end == first + 1 ? from : $"{from}–{to}");
        }

        return string.Join(", ", parts);
    }
}
