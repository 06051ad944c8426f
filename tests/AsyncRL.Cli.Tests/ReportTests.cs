using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Reports;
using AsyncRL.TestSources;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Tests;

/// <summary>The page of a report, and what it does with runs that are damaged, empty or half written.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class ReportTests(TrainedRunFixture trained) : IDisposable
{
    private static readonly string[] TableNames = ["metrics.csv", "threads.csv", "episodes.csv"];

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Tables => [.. TableNames];

    private string Output => _directory.At("report.html");

    private string Run => _directory.At("run");

    private string Page => File.ReadAllText(Output);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_page_has_every_figure_with_a_text_and_loads_nothing()
    {
        CommandResult result = ReportWithAgents(trained.Path);
        result.AssertSucceeded();
        Assert.Matches(@"^\d+ figures of 1 run: \S+report\.html, [\d,]+ bytes\.", result.Output);
        string page = Page;
        string[] sources = [.. Attributes("src").Concat(Attributes("href"))];
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.StartsWith("data:", source, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        int figures = Regex.Count(page, "<figure ");
        Assert.Equal(figures, Regex.Count(page, "<img[^>]* alt=\"[^\"]{20,}\""));
        Assert.Equal(figures, Regex.Matches(page, "<figure id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).Distinct().Count());
        Assert.Equal(figures, Regex.Count(page, "<figcaption><p>[^<]{150,}</p>"));
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        foreach (string name in (string[])
            [
                "catch-return-agent-steps", "catch-evaluation", "catch-evaluation-returns", "entropy", "losses", "phases", "run-1-curve",
                "run-1-timeline",
            ])
        {
            Assert.Contains($"<figure id=\"{name}\">", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_an_agent_has_learned_is_shown_once_for_runs_of_one_algorithm_on_one_environment()
    {
        string copy = _directory.At("copy");
        trained.CopyTo(copy);
        ReportWithAgents(trained.Path, copy).AssertSucceeded();
        string[] names = [.. Regex.Matches(Page, "<figure id=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
        Assert.Contains("run-1-value-along-game", names);
        Assert.Contains("run-1-policy", names);
        Assert.Contains("run-2-curve", names);
        Assert.DoesNotContain("run-2-policy", names);
        Report(trained.Path).AssertSucceeded();
        Assert.DoesNotContain("run-1-policy", Page, StringComparison.Ordinal);
    }

    /// <summary>Three ranks of one process; their rows are a mean in the figure.</summary>
    [Fact]
    public void The_exchange_between_ranks_is_drawn()
    {
        CommandLine.Run(
        [
            .. CommandLine.Small("train"), "--execution", "simulated", "--actors", "1", "--agent-steps", "20000",
            "--set", "simulated-ranks=3", "--set", "exchange-agent-steps=500", "--set", "report-seconds=0.02", "--output", Run,
        ]);
        Report(Run).AssertSucceeded();
        Assert.Contains("<figure id=\"exchange\">", Page, StringComparison.Ordinal);
        Assert.Contains("<figure id=\"exchange-ranks\">", Page, StringComparison.Ordinal);
        Assert.Contains("taking", Page, StringComparison.Ordinal);
        Report(trained.Path).AssertSucceeded();
        Assert.DoesNotContain("<figure id=\"exchange", Page, StringComparison.Ordinal);
        RunFiles files = RunFiles.Open(Run, "report");
        MeasuredCourse course = MeasuredCourse.OfExchange(files, "rank_deviation", "deviation", "common_move")!;
        TableColumns table = files.Exchange!;
        Assert.Equal(table.Rows / 3, course.Points.Count, 1.0);
        double expected = (table["rank_deviation"][0] + table["rank_deviation"][1] + table["rank_deviation"][2])
            / (table["common_move"][0] + table["common_move"][1] + table["common_move"][2]);
        Assert.Equal((table["agent_steps"][0], expected), course.Points[0]);
    }

    [Fact]
    public void Pictures_and_numbers_are_whole_documents()
    {
        Report(trained.Path).AssertSucceeded();
        foreach (string source in Attributes("src"))
        {
            const string Kind = "data:image/svg+xml;base64,";
            Assert.StartsWith(Kind, source, StringComparison.Ordinal);
            Assert.Equal("svg", XElement.Parse(Decode(source[Kind.Length..])).Name.LocalName);
        }

        string[] data = [.. Attributes("href")];
        Assert.NotEmpty(data);
        const string Heading = "panel,series,x,y,low,high,value\n";
        Assert.All(data, source => Assert.StartsWith(Heading, Decode(source.Split("base64,")[1]), StringComparison.Ordinal));
    }

    /// <summary>A full table has left out every other episode.</summary>
    [Fact]
    public void The_number_of_episodes_is_that_of_all_and_not_of_the_rows()
    {
        trained.CopyTo(Run);
        File.WriteAllText(Path.Combine(Run, "metrics.csv"), "agent_steps,seconds,episodes,report\n2000,1,4567,1\n");
        File.WriteAllText(
            Path.Combine(Run, "episodes.csv"), "thread,agent_step,return,length,episode\n0,1000,1,10,2000\n0,2000,1,10,4000\n");
        Assert.Equal(0, Report(Run).ExitCode);
        Assert.Contains("<td class=\"number\">4,567</td>", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_runs_give_the_same_bytes()
    {
        Report(trained.Path).AssertSucceeded();
        string first = Page;
        Report(trained.Path).AssertSucceeded();
        Assert.Equal(first, Page);
    }

    [Fact]
    public void Runs_side_by_side_have_their_differences_in_a_table_and_the_rest_folded()
    {
        string[] runs = [_directory.At("a&b"), _directory.At("<c>")];
        CommandLine.Run([.. CommandLine.SmallTraining, "--output", runs[0]]).AssertSucceeded();
        CommandResult second = CommandLine.Run(
            [.. CommandLine.SmallTraining, "--algorithm", "n-step-q", "--set", "t-max=7", "--output", runs[1]]);
        Assert.Equal(0, second.ExitCode);
        CommandResult result = Report(runs[0], runs[1], "--json");
        JsonObject document = result.Document;
        string[] differences = [.. document["differences"]!.AsArray().Select(name => name!.GetValue<string>())];
        Assert.Contains("algorithm", differences);
        Assert.Contains("t-max", differences);
        Assert.DoesNotContain("rows", differences);
        Assert.DoesNotContain("seed", differences);
        Assert.Equal(["a&b", "<c>"], document["runs"]!.AsArray().Select(run => run!["name"]!.GetValue<string>()));
        Assert.Equal(Output, document["file"]!.GetValue<string>());
        Assert.Equal(new FileInfo(Output).Length, document["bytes"]!.GetValue<long>());
        string page = Page;
        Assert.Contains("a&amp;b", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<c>", page, StringComparison.Ordinal);
        string folded = page[page.IndexOf("<details>", StringComparison.Ordinal)..page.IndexOf("</details>", StringComparison.Ordinal)];
        Assert.Contains("<td class=\"name\">rows</td><td>6</td>", folded, StringComparison.Ordinal);
        Assert.DoesNotContain(">t-max<", folded, StringComparison.Ordinal);
        Assert.Matches("<td class=\"name\">t-max</td><td>\\d+</td><td>7</td>", page);
        string ofSome = page[page.IndexOf("settings that only some runs have", StringComparison.Ordinal)..];
        Assert.Matches("<td class=\"name\">lambda</td><td>1</td><td>–</td>", WebUtility.HtmlDecode(ofSome));
    }

    [Fact]
    public void Runs_that_differ_in_their_seed_share_a_column()
    {
        NamedRun[] runs = [.. Enumerable.Range(1, 3).Select(i => Named($"run {i}", i, seed: i)), Named("other", 4, seed: 1, "t-max", "9")];
        var page = new StringBuilder();
        OptionTable.Write(page, [.. runs.Select(run => new ReportedRun(run, []))]);
        string text = page.ToString();
        Assert.Contains("<tr><th>setting</th><th>a3c</th><th>other</th></tr>", text, StringComparison.Ordinal);
        Assert.Contains("<td class=\"name\">seed</td><td>1, 2, 3</td><td>1</td>", text, StringComparison.Ordinal);
        Assert.Contains("<td class=\"name\">t-max</td><td>20</td><td>9</td>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_differ_in_their_seed_belong_together()
    {
        NamedRun[] runs = [.. Enumerable.Range(1, 3).Select(i => Named($"run {i}", i, seed: i))];
        NamedRun other = Named("other", 4, seed: 1, "t-max", "9"), last = Named("last", 5, seed: 2, "t-max", "9");
        List<RunGroup> groups = RunGroups.Of([.. runs.Append(other).Append(last).Select(run => new ReportedRun(run, []))]);
        Assert.Equal([3, 2], groups.Select(group => group.Runs.Count));
        Assert.Equal([0, 1], groups.Select(group => group.Color));
        Assert.Equal(["a3c, t-max 20", "a3c, t-max 9"], groups.Select(group => group.Name));
        Assert.Equal("a3c", RunGroups.Of([.. runs.Select(run => new ReportedRun(run, []))]).Single().Name);
        Assert.Equal("other", RunGroups.Of([new ReportedRun(other, [])]).Single().Name);
    }

    [Fact]
    public void Names_of_runs_are_as_short_as_they_can_be()
    {
        Assert.Equal(["seed-1", "seed-2"], ReportedRun.NamesOf(["runs/a/seed-1", "runs/a/seed-2/"]));
        Assert.Equal(["a/seed-1", "b/seed-1"], ReportedRun.NamesOf(["runs/a/seed-1", "runs/b/seed-1"]));
    }

    [Fact]
    public void A_run_s_own_figures_are_shown_with_their_kind_of_picture()
    {
        byte[] picture = [1, 2, 3];
        Figure[] figures =
        [
            new("map", "A <map>", "Read \"it\".", "A map & more", FigureFormat.Png, picture, "{ \"a\": 1 }"),
            new("game", "A game", "Look.", "A game", FigureFormat.Gif, picture, ""),
        ];
        var report = Reports.Report.Make([trained.Path], "report", _ => new OwnFigures(figures), (_, _) => { }, CancellationToken.None);
        string page = ReportPage.Write(report, "asyncrl report <x>");
        Assert.Contains("src=\"data:image/png;base64,AQID\"", page, StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/gif;base64,AQID\"", page, StringComparison.Ordinal);
        Assert.Contains("<h3>A &lt;map&gt;</h3>", page, StringComparison.Ordinal);
        Assert.Contains("alt=\"A map &amp; more\"", page, StringComparison.Ordinal);
        Assert.Contains("download=\"run-1-map.json\"", page, StringComparison.Ordinal);
        Assert.Contains("asyncrl report &lt;x&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("download=\"run-1-game", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_that_is_missing_empty_torn_or_strange_is_named_and_the_rest_is_shown(string table)
    {
        trained.CopyTo(Run);
        string path = Path.Combine(Run, table), text = File.ReadAllText(path);
        string heading = text[..text.IndexOf('\n', StringComparison.Ordinal)];
        File.Delete(path);
        AssertShown($"There is no table {table}.");
        foreach (string empty in (string[])["", heading, heading + "\n"])
        {
            File.WriteAllText(path, empty);
            AssertShown($"The table {table} is empty.");
            Assert.DoesNotContain("has no column", Page, StringComparison.Ordinal);
        }

        File.WriteAllText(path, "agent_steps,agent_step,color\n1,2,3\n");
        AssertShown($"The table {table} has no column");
        File.WriteAllText(path, $"{heading}\n1,2\n\0\0\n,,,\n{text[(heading.Length + 1)..]}");
        AssertShown($"The table {table} has 3 rows that cannot be read, the first of them row 1; they are left out.");
        File.WriteAllText(path, text[..^3]);
        AssertShown(null);
        Assert.DoesNotContain("cannot be read", Page, StringComparison.Ordinal);
        string numbers = string.Join(',', heading.Split(',').Select((_, i) => i % 2 == 0 ? "1e308" : "-Infinity"));
        File.WriteAllText(path, $"{heading}\n{numbers}\n{numbers.Replace("1e308", "NaN", StringComparison.Ordinal)}\n");
        AssertShown(null);
    }

    [Fact]
    public void A_run_without_any_table_has_a_page_that_says_so()
    {
        trained.CopyTo(Run);
        foreach (string table in TableNames) File.Delete(Path.Combine(Run, table));
        File.WriteAllText(Path.Combine(Run, "evaluation.json"), "{ \"theta\": 1");
        AssertShown("The file evaluation.json cannot be read");
        Assert.DoesNotContain("<figure id=\"losses\">", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evaluation_without_returns_has_no_histogram_and_the_rest_as_before()
    {
        trained.CopyTo(Run);
        string file = Path.Combine(Run, "evaluation.json");
        JsonNode document = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.True(document["evaluation"]!.AsObject().Remove("returns"));
        File.WriteAllText(file, document.ToJsonString());
        AssertShown(null);
        Assert.DoesNotContain("<figure id=\"catch-evaluation-returns\">", Page, StringComparison.Ordinal);
        Assert.Contains("<figure id=\"catch-evaluation\">", Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not a manifest of a run")]
    [InlineData("{ \"format\": 2 }", "format 2")]
    public void A_manifest_that_is_damaged_or_of_another_version_is_refused(string manifest, string part)
    {
        trained.CopyTo(Run);
        File.WriteAllText(Path.Combine(Run, "run.json"), manifest);
        Report(Run).AssertRefused("run.json", part);
        Assert.False(File.Exists(Output));
    }

    [Fact]
    public void Wrong_paths_are_refused_and_leave_no_page()
    {
        Report(_directory.At("nothing")).AssertRefused("nothing", "run.json");
        Report(trained.Path, trained.Path + "/").AssertRefused("named twice");
        CommandLine.Run("report").AssertRefused("DIR");
        CommandLine.Run("report", trained.Path, "--output", _directory.At("no/where.html")).AssertRefused("no directory");
        Assert.Empty(Directory.GetFiles(_directory.FullPath));
    }

    private void AssertShown(string? sentence)
    {
        CommandResult result = Report(Run);
        Assert.Equal(0, result.ExitCode);
        if (sentence is null) return;
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.Contains(sentence, WebUtility.HtmlDecode(Page), StringComparison.Ordinal);
    }

    private CommandResult Report(params string[] arguments) => ReportWithAgents(["--no-agents", .. arguments]);

    private CommandResult ReportWithAgents(params string[] arguments) => CommandLine.Run(["report", .. arguments, "--output", Output]);

    private IEnumerable<string> Attributes(string name) =>
        Regex.Matches(Page, $" {name}=\"([^\"]*)\"").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private NamedRun Named(string name, int number, int seed, string option = "t-max", string value = "20")
    {
        string path = _directory.At($"named {number}");
        trained.CopyTo(path);
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "run.json")))!.AsObject();
        manifest["seed"] = seed;
        manifest["options"]![option] = value;
        File.WriteAllText(Path.Combine(path, "run.json"), manifest.ToJsonString());
        return new NamedRun(name, number, RunFiles.Open(path, "report"));
    }
}
