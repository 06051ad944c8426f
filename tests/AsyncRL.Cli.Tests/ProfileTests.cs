using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AsyncRL.TestSources;
using AsyncRL.Training.Machine;

namespace AsyncRL.Cli.Tests;

public sealed partial class ProfileTests
{
    private static readonly string[] Short =
        ["profile", "null", "--network", "mlp", "--set", "height=6", "--set", "width=6", "--set", "channels=1", "--seconds", "0.2"];

    [Fact]
    public void Every_table_is_printed()
    {
        CommandResult result = CommandLine.Run([.. Short, "--threads", "1"]);
        Assert.Equal(0, result.ExitCode);
        result.AssertPrinted(
            "a3c on null with mlp", "Scaling", "speed-up", "efficiency", "Threads", "Shares of a thread's time", "snapshot", "rest",
            "Staleness", "Lost additions", "interlocked", "The machine's limits", "Roofline of one thread", "segment");
    }

    /// <summary>Threads that depend on each other have a phase of their own, in which they wait.</summary>
    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    [InlineData("impala")]
    [InlineData("ga3c")]
    [InlineData("ape-x")]
    public void A_phase_that_an_algorithm_declares_has_a_column(string algorithm)
    {
        string[] options = ["--algorithm", algorithm, "--set", "environments=4", "--set", "t-max=8"];
        CommandResult result = CommandLine.Run([.. Short, "--threads", "1,2", .. options]);
        Assert.Equal(0, result.ExitCode);
        result.AssertPrinted($"{algorithm} on null", "wait", "Roofline of one thread");
        JsonObject document = CommandLine.Run([.. Short, "--threads", "2", .. options, "--json"]).Document;
        Assert.Contains("\"wait\"", document["rows"]!.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>GA3C is judged by its predictions and trainings per second (PPS and TPS).</summary>
    [Fact]
    public void What_an_algorithm_counts_per_second_has_a_table()
    {
        string[] options = ["--algorithm", "ga3c", "--set", "environments=4", "--set", "t-max=5"];
        CommandLine.Run([.. Short, "--threads", "1", .. options]).AssertPrinted("Rates per second", "predictions", "trainings");
        JsonNode row = CommandLine.Run([.. Short, "--threads", "1", .. options, "--json"]).Document["rows"]![0]!;
        JsonNode thread = row["perThread"]![0]!, metrics = row["metrics"]!;
        Assert.Equal(1, Number(metrics["trainings_per_second"]) / Number(thread["updatesPerSecond"]), 1e-6);
        Assert.Equal(1.2, Number(metrics["predictions_per_second"]) / Number(thread["agentStepsPerSecond"]), 0.05);
        Assert.True(Number(metrics["learned_rows"]) >= 20);
        Assert.DoesNotContain("Rates per second", CommandLine.Run([.. Short, "--threads", "1"]).Output, StringComparison.Ordinal);
    }

    /// <summary>A profile is compared with an earlier one: ratios of the same numbers, and what was not the same.</summary>
    [Fact]
    public void An_earlier_profile_stands_beside_the_new_one()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.At("before.json");
        JsonObject before = CommandLine.Run([.. Short, "--threads", "1", "--set", "t-max=4", "--json"]).Document;
        File.WriteAllText(file, before.ToJsonString());
        JsonObject now = CommandLine.Run([.. Short, "--threads", "1,2", "--against", file, "--json"]).Document;
        JsonNode against = now["against"]!, row = Assert.Single(against["rows"]!.AsArray())!;
        double ratio = Number(now["rows"]![0]!["agentStepsPerSecond"]) / Number(before["rows"]![0]!["agentStepsPerSecond"]);
        Assert.Equal(ratio, Number(row["ratio"]), 1e-9);
        double peaks = Number(before["rows"]![0]!["limits"]!["flopsPerSecond"]) / Number(now["rows"]![0]!["limits"]!["flopsPerSecond"]);
        Assert.Equal(ratio * peaks, Number(row["ratioPerPeak"]), 1e-9);
        Assert.InRange(ratio, Number(row["ratioLow"]), Number(row["ratioHigh"]));
        Assert.Contains(row["phases"]!.AsArray(), phase => Text(phase!["phase"]) == "backward" && Number(phase["secondsBefore"]) > 0);
        Assert.Equal(
            ["Earlier option t-max 4, now 5.", "The earlier profile has no row of 2 threads."],
            against["differences"]!.AsArray().Select(Text));

        CommandLine.Run([.. Short, "--threads", "1", "--against", file]).AssertPrinted("beside the earlier profile", "Not the same: ");
        CommandLine.Run([.. Short, "--threads", "2", "--against", file]).AssertRefused("rows of 1 threads", "expected a number of threads");
        foreach (string damaged in (string[])["{ \"rows\": [] }", "{ \"rows\": [], \"rows\": [] }", "[1]"])
        {
            File.WriteAllText(file, damaged);
            CommandLine.Run([.. Short, "--against", file]).AssertRefused($"The file {file} ");
        }

        File.WriteAllText(file, "{}");
        CommandLine.Run([.. Short, "--against", file]).AssertRefused($"The file {file} lacks a usable \"rows\"", "expected");
        File.WriteAllText(file, "no JSON");
        CommandLine.Run([.. Short, "--against", file]).AssertRefused(file, "cannot be read");
        CommandLine.Run([.. Short, "--against", directory.At("none.json")]).AssertRefused("none.json", "cannot be read");
    }

    /// <summary>The layers of the table are those of the network, and their counted work is that of the phase act.</summary>
    [Fact]
    public void Every_layer_has_its_time_and_work()
    {
        CommandLine.Run([.. Short, "--threads", "1"]).AssertPrinted("Layers: a mean segment in µs", "dense1", "relu");
        JsonObject document = CommandLine.Run([.. Short, "--threads", "1", "--json"]).Document;
        JsonArray layers = document["layers"]!.AsArray();
        Assert.Equal(["dense1", "relu1", "policy", "value"], layers.Select(layer => Text(layer!["name"])));
        Assert.All(layers, layer => Assert.True(Number(layer!["forwardSeconds"]) > 0 && Number(layer["backwardSeconds"]) > 0));
        JsonNode act = document["rows"]![0]!["roofline"]!.AsArray().First(point => Text(point!["phase"]) == "act")!;
        Assert.Equal(1, layers.Sum(layer => Number(layer!["forwardFlops"])) / Number(act["flops"]), 0.2);
        Assert.Equal(0, Number(layers[1]!["forwardFlops"]));
    }

    /// <summary>A method that has made no update has neither segments nor layers, and its profile can still be compared.</summary>
    [Fact]
    public void Without_an_update_a_profile_is_still_whole()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.At("before.json");
        string[] replay = ["--algorithm", "dqn", "--set", "replay-start=3000000", "--set", "replay-size=4000000"];
        string[] words = [.. Short, "--threads", "1", .. replay];
        CommandResult result = CommandLine.Run([.. words, "--json"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Document["layers"]!.AsArray());
        File.WriteAllText(file, result.Document.ToJsonString());
        CommandLine.Run([.. words, "--against", file]).AssertPrinted("The layers have no table", "beside the earlier profile");
    }

    [Fact]
    public void Tables_fit_a_terminal_of_80_columns()
    {
        var terminal = new CommandOptions { OutputIsTerminal = true, TerminalSize = (80, 24) };
        CommandResult result = CommandLine.Run(terminal, [.. Short, "--threads", "1"]);
        Assert.DoesNotContain('…', result.Output);
        foreach (string line in ControlSequences().Replace(result.Output, "").Split('\r', '\n').Where(line => line.Contains('│')))
            Assert.True(line.Length <= 80, line);
    }

    [Fact]
    public void Json_is_one_document_with_a_row_for_each_number_of_threads()
    {
        CommandResult result = CommandLine.Run([.. Short, "--threads", "2,1", "--sharing", "volatile", "--seed", "7", "--json"]);
        Assert.Equal(0, result.ExitCode);
        JsonObject document = result.Document;
        Assert.Equal("null", Text(document["environment"]));
        Assert.Equal("volatile", Text(document["sharing"]));
        Assert.Equal(7, Number(document["seed"]));
        Assert.Equal(0.2, Number(document["seconds"]));
        Assert.Equal("6", Text(document["options"]!["height"]));
        Assert.InRange(Number(document["machine"]!["physicalCores"]), 1, Environment.ProcessorCount);

        JsonArray rows = document["rows"]!.AsArray();
        Assert.Equal([2, 1], rows.Select(row => Number(row!["threads"])));
        Assert.Equal(1, Number(rows[0]!["speedUp"]));
        Assert.Equal(2 * Number(rows[1]!["speedUp"]), Number(rows[1]!["efficiency"]), 1e-9);
        foreach (JsonNode? row in rows) AssertSound(row!);
        Assert.Equal(0, Number(rows[1]!["staleness"]!["max"]));

        JsonNode? latencies = document["machine"]!["coreLatencies"];
        Assert.Equal(CoreLatencies.Measure(0.01) is null, latencies is null);
        if (latencies is not null) AssertSymmetric(latencies["oneWaySeconds"]!.AsArray(), latencies["processors"]!.AsArray().Count);

        JsonArray lost = document["lostAdditions"]!.AsArray();
        Assert.Equal(["hogwild", "volatile", "interlocked"], lost.Select(count => Text(count!["sharing"])));
        Assert.All(lost, count => Assert.Equal(2, Number(count!["threads"])));
        Assert.Equal(0, Number(lost[2]!["lost"]));
    }

    [Fact]
    public void Groups_have_a_row_of_their_own()
    {
        CommandResult result = CommandLine.Run([.. Short, "--threads", "2", "--groups", "2", "--json"]);
        Assert.Equal(0, result.ExitCode);
        JsonArray rows = result.Document["rows"]!.AsArray();
        Assert.Equal([(2.0, 1.0), (2.0, 2.0)], rows.Select(row => (Number(row!["threads"]), Number(row["groups"]))));
        Assert.Empty(rows[0]!["exchange"]!.AsArray());
        JsonArray exchange = rows[1]!["exchange"]!.AsArray();
        Assert.Equal([0.0, 1.0], exchange.Select(group => Number(group!["group"])));
        foreach (JsonNode? group in exchange)
        {
            Assert.True(Number(group!["rounds"]) > 0 && Number(group["bytes"]) > 0);
            Assert.InRange(Number(group["addSeconds"]), 1e-9, Number(group["roundSeconds"]));
            Assert.InRange(Number(group["takeSeconds"]), 1e-9, Number(group["seconds"]));
            Assert.True(Number(group["lateUpdatesPerRound"]) >= 0);
        }

        CommandLine.Run([.. Short, "--threads", "2", "--groups", "2"])
            .AssertPrinted("2 in 2 groups", "1 of 2 in 2 groups", "Exchange of the groups", "late updates");
        CommandLine.Run([.. Short, "--threads", "1", "--groups", "2"]).AssertRefused("The number of groups is 2, which divides none");
    }

    [Fact]
    public void The_picture_shows_every_phase_with_operations_below_the_ceilings()
    {
        using var directory = new TemporaryDirectory();
        string picture = directory.At("roofline.svg");
        Assert.Equal(0, CommandLine.Run([.. Short, "--threads", "1", "--picture", picture]).ExitCode);
        XElement svg = XDocument.Load(picture).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        List<string> texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        foreach (string part in new[] { "act:", "backward:", "apply:", "segment:", "multiply-add peak", "Roofline of one thread" })
            Assert.Single(texts, text => text.StartsWith(part, StringComparison.Ordinal));
        foreach (string level in new[] { "L1 ", "L2 ", "L3 ", "memory " })
            Assert.Single(texts, text => text.EndsWith("GB/s", StringComparison.Ordinal) && text.Contains(level, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_further_options_null_is_the_paper_s_network_and_algorithm()
    {
        JsonObject document = CommandLine.Run("profile", "null", "--threads", "1", "--seconds", "0.1", "--json").Document;
        Assert.Equal(("a3c", "mnih2013"), (Text(document["algorithm"]), Text(document["network"])));
        Assert.Equal("5", Text(document["options"]!["t-max"]));
        Assert.Equal(677_943, Number(document["parameters"]));
    }

    [Fact]
    public void More_threads_than_cores_are_warned_of()
    {
        int threads = PhysicalCores.Count + 1;
        CommandResult result = CommandLine.Run([.. Short, "--threads", $"{threads}"]);
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"Warning: {threads} threads share {PhysicalCores.Count} physical core", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_are_tied_to_processors_only_on_request()
    {
        Assert.Null(Processor(CommandLine.Run([.. Short, "--threads", "1", "--json"])));
        CommandResult pinned = CommandLine.Run([.. Short, "--threads", "1", "--pin", "--json"]);
        if (OperatingSystem.IsMacOS()) pinned.AssertRefused("pin");
        else Assert.NotNull(Processor(pinned));

        static JsonNode? Processor(CommandResult result) => result.Document["rows"]![0]!["perThread"]![0]!["processor"];
    }

    [Fact]
    public void A_signal_gives_up()
    {
        CommandResult result = CommandLine.Run(new CommandOptions { SignalAtStart = PosixSignal.SIGINT }, [.. Short, "--threads", "1"]);
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public void The_trace_has_a_vector_for_every_thread_and_a_span_for_every_phase()
    {
        using var directory = new TemporaryDirectory();
        string trace = directory.At("trace.json");
        Assert.Equal(0, CommandLine.Run([.. Short, "--threads", "1,2", "--trace", trace]).ExitCode);
        JsonArray events = JsonNode.Parse(File.ReadAllText(trace))!["traceEvents"]!.AsArray();
        Assert.Equal(3, events.Count(item => Text(item!["name"]) == "thread_name"));
        HashSet<string> spans = [.. events.Where(item => Text(item!["ph"]) == "X").Select(item => Text(item!["name"]))];
        Assert.Superset(new HashSet<string> { "segment", "snapshot", "act", "environment", "backward", "apply" }, spans);
    }

    /// <summary>If the command worked, it would find the received signal and end with another exit code.</summary>
    [Theory]
    [InlineData("--picture")]
    [InlineData("--trace")]
    public void A_file_that_cannot_be_written_is_refused_before_any_work(string option)
    {
        var interrupted = new CommandOptions { SignalAtStart = PosixSignal.SIGINT };
        using var directory = new TemporaryDirectory();
        CommandLine.Run(interrupted, "profile", "null", option, Path.Combine(directory.At("nowhere"), "file"))
            .AssertRefused($"There is no directory {directory.At("nowhere")}; expected an existing one.");
        CommandLine.Run(interrupted, "profile", "null", option, directory.FullPath)
            .AssertRefused(option, directory.FullPath, "cannot be written");
        string file = directory.At("file");
        CommandLine.Run(interrupted, "profile", "null", "--picture", file, "--trace", file)
            .AssertRefused("--picture", "--trace", file, "two files");
        Assert.Empty(Directory.GetFileSystemEntries(directory.FullPath));
    }

    [Fact]
    public void An_existing_picture_is_left_alone_when_something_else_is_wrong()
    {
        using var directory = new TemporaryDirectory();
        string picture = directory.At("roofline.svg");
        File.WriteAllText(picture, "old");
        CommandLine.Run("profile", "null", "--network", "mnist", "--picture", picture).AssertRefused("mnist");
        Assert.Equal("old", File.ReadAllText(picture));
    }

    private static void AssertSound(JsonNode row)
    {
        Assert.True(Number(row["agentStepsPerSecond"]) > 0);
        JsonArray threads = row["perThread"]!.AsArray();
        Assert.Equal(Number(row["threads"]), threads.Count);
        foreach (JsonNode? thread in threads)
        {
            Assert.Equal(0, Number(thread!["allocatedBytes"]));
            double sum = thread["shares"]!.AsObject().Sum(share => Number(share.Value));
            Assert.Equal(1, sum, 1e-9);
            double[] times = [.. thread["segmentSeconds"]!.AsObject().Select(time => Number(time.Value))];
            Assert.True(0 < times[0] && times[0] <= times[1] && times[1] <= times[2]);
        }

        Assert.Equal(Number(row["staleness"]!["updates"]), row["staleness"]!["histogram"]!.AsArray().Sum(b => Number(b!["updates"])));
        JsonArray points = row["roofline"]!.AsArray();
        Assert.Equal(["snapshot", "act", "backward", "apply", "segment"], points.Select(point => Text(point!["phase"])));
        Assert.Equal(points.SkipLast(1).Sum(p => Number(p!["flops"])), Number(points[^1]!["flops"]), 1e-3);
        JsonArray densities = row["inputDensities"]!.AsArray();
        Assert.Equal(["dense1", "relu1", "policy", "value"], densities.Select(density => Text(density!["layer"])));
        Assert.All(densities, density => Assert.InRange(Number(density!["row"]), 0.01, Number(density["segment"])));
        bool fetches = Number(row["threads"]) > 1 && CoreLatencies.Measure(0.01) is not null;
        Assert.Equal(fetches ? 5 : 4, row["limits"]!["levels"]!.AsArray().Count);
        if (!fetches) Assert.Equal(0, Number(points[^1]!["bytesFromOtherCores"]));
    }

    private static void AssertSymmetric(JsonArray matrix, int cores)
    {
        Assert.Equal(cores, matrix.Count);
        for (int a = 0; a < cores; a++)
        {
            for (int b = 0; b < cores; b++)
            {
                Assert.Equal(Number(matrix[a]![b]), Number(matrix[b]![a]));
                Assert.Equal(a != b, Number(matrix[a]![b]) > 0);
            }
        }
    }

    private static double Number(JsonNode? node) => node!.GetValue<double>();

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex ControlSequences();
}
