using System.Globalization;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Live.Tests;

/// <summary>What a new page gets of a long run.</summary>
public sealed class LiveTableTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Of_many_reports_the_newest_row_of_each_thread_and_the_whole_curve_stay()
    {
        const int reports = 5000;
        string rows = "", metrics = "";
        for (int report = 1; report <= reports; report++)
        {
            rows += string.Create(CultureInfo.InvariantCulture, $"{report},0,{report}\n{report},1,{report}\n");
            metrics += string.Create(CultureInfo.InvariantCulture, $"{report},{report}\n");
        }

        File.WriteAllText(_directory.At("threads.csv"), $"agent_steps,thread,report\n{rows}");
        File.WriteAllText(_directory.At("metrics.csv"), $"agent_steps,report\n{metrics}");
        JsonArray threads = All("threads.csv", LiveRun.KeepNewest), curve = All("metrics.csv", LiveRun.Thin);
        Assert.Equal([reports, 0, reports], Numbers(threads[^2]!));
        Assert.Equal([reports, 1, reports], Numbers(threads[^1]!));
        Assert.InRange(threads.Count, 2, 5000);
        Assert.InRange(curve.Count, 500, 2000);
        Assert.Equal([1, 1], Numbers(curve[0]!));
        Assert.True(Numbers(curve[^1]!)[0] > reports * 0.99);
    }

    [Fact]
    public void A_table_without_its_heading_is_read_when_the_heading_is_there()
    {
        File.WriteAllText(_directory.At("metrics.csv"), "agent_st");
        using var table = new LiveTable(_directory.At(""), "metrics.csv", "metrics", LiveRun.Thin);
        Assert.Empty(table.ReadNew());
        File.AppendAllText(_directory.At("metrics.csv"), "eps,report\n7,1\n");
        Assert.Equal([7, 1], Numbers(Assert.Single(table.ReadNew())));
    }

    private JsonArray All(string name, Action<List<JsonArray>> bound)
    {
        using var table = new LiveTable(_directory.At(""), name, "rows", bound);
        table.Append(table.ReadNew());
        return JsonNode.Parse(table.All().Json)!["rows"]!.AsArray();
    }

    private static double[] Numbers(JsonNode row) => Array.ConvertAll([.. row.AsArray()], number => number!.GetValue<double>());
}
