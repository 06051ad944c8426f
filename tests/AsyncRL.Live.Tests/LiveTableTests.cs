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
    public void Of_many_reports_the_newest_rows_and_the_whole_curves_stay()
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
        JsonArray threads = All("threads.csv", LiveRun.ThinReports), curve = All("metrics.csv", LiveRun.Thin);
        Assert.Equal([reports, 0, reports], Numbers(threads[^2]!));
        Assert.Equal([reports, 1, reports], Numbers(threads[^1]!));
        Assert.InRange(threads.Count, 1024, 4096);
        Assert.Equal([1, 0, 1], Numbers(threads[0]!));
        Assert.Equal([1, 1, 1], Numbers(threads[1]!));
        AssertBothThreadsOfEachReport(threads);
        Assert.InRange(curve.Count, 500, 2000);
        Assert.Equal([1, 1], Numbers(curve[0]!));
        Assert.True(Numbers(curve[^1]!)[0] > reports * 0.99);
    }

    [Fact]
    public void A_table_without_its_heading_is_read_when_the_heading_is_there()
    {
        File.WriteAllText(_directory.At("metrics.csv"), "agent_st");
        using var table = new LiveTable(_directory.At(""), "metrics.csv", "metrics", LiveRun.Thin);
        Assert.Null(table.ReadNew());
        File.AppendAllText(_directory.At("metrics.csv"), "eps,report\n7,1\n");
        Assert.Equal([7, 1], Numbers(Assert.Single(table.ReadNew()!.Rows)));
    }

    /// <summary>A run that is resumed after a crash cuts its tables. Rows may follow before the table is read again.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("2,200.5,2\n")]
    [InlineData("2,200.5,2\n3,300.5,3\n4,400.5,4\n")]
    public void Of_a_table_that_was_cut_all_rows_come_again(string after)
    {
        const string kept = "agent_steps,seconds,report\n1,1.25,1\n";
        File.WriteAllText(_directory.At("metrics.csv"), kept + "2,2.25,2\n3,3.25,3\n");
        using var table = new LiveTable(_directory.At(""), "metrics.csv", "metrics", LiveRun.Thin);
        table.Apply(table.ReadNew()!);
        using (FileStream file = File.OpenWrite(_directory.At("metrics.csv"))) file.SetLength(kept.Length);
        File.AppendAllText(_directory.At("metrics.csv"), after);
        TableChange change = table.ReadNew()!;
        table.Apply(change);
        Assert.True(change.IsWhole);
        string[] rowsAfter = after.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double[][] expected = [[1, 1.25, 1], .. Array.ConvertAll(rowsAfter, row => Array.ConvertAll(row.Split(','), Number))];
        Assert.Equal(expected, change.Rows.ConvertAll(Numbers));
        JsonNode all = JsonNode.Parse(table.All().Json)!;
        Assert.Equal(expected.Length, all["rows"]!.AsArray().Count);
        Assert.Null(table.ReadNew());

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Of_a_table_that_was_cut_to_its_heading_no_row_stays()
    {
        File.WriteAllText(_directory.At("metrics.csv"), "agent_steps,report\n1,1\n");
        using var table = new LiveTable(_directory.At(""), "metrics.csv", "metrics", LiveRun.Thin);
        table.Apply(table.ReadNew()!);
        File.WriteAllText(_directory.At("metrics.csv"), "agent_steps,report\n");
        TableChange change = table.ReadNew()!;
        Assert.True(change.IsWhole);
        Assert.Empty(change.Rows);
    }

    [Fact]
    public void The_newest_row_of_each_thread_has_the_names_of_its_columns()
    {
        File.WriteAllText(_directory.At("threads.csv"), "agent_steps,thread,report\n1,1,1\n2,0,1\n3,1,2\n4,0,2\n");
        using var table = new LiveTable(_directory.At(""), "threads.csv", "rows", LiveRun.ThinReports);
        Assert.Null(table.Newest());
        Assert.Empty(table.NewestByThread());
        table.Apply(table.ReadNew()!);
        Assert.Equal("""{"agent_steps":4,"thread":0,"report":2}""", table.Newest()!.ToJsonString());
        Assert.Equal(
            """[{"agent_steps":4,"thread":0,"report":2},{"agent_steps":3,"thread":1,"report":2}]""",
            table.NewestByThread().ToJsonString());
    }

    private static void AssertBothThreadsOfEachReport(JsonArray rows)
    {
        for (int i = 0; i < rows.Count; i += 2)
        {
            double[] first = Numbers(rows[i]!), second = Numbers(rows[i + 1]!);
            Assert.Equal((first[0], 0, 1), (second[0], first[1], second[1]));
        }
    }

    private JsonArray All(string name, Action<List<JsonArray>> bound)
    {
        using var table = new LiveTable(_directory.At(""), name, "rows", bound);
        table.Apply(table.ReadNew()!);
        return JsonNode.Parse(table.All().Json)!["rows"]!.AsArray();
    }

    private static double[] Numbers(JsonNode row) => Array.ConvertAll([.. row.AsArray()], number => number!.GetValue<double>());
}
