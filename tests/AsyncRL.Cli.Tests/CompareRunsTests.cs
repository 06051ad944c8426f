using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Tests;

/// <summary>The command that compares finished runs, from runs whose tables are written by hand.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class CompareRunsTests(TrainedRunFixture trained) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Runs => _directory.At("runs");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Groups_have_their_statistics_and_their_difference_from_the_first()
    {
        double[] first = [0.1, 0.5, 0.9, 0.4, 0.3, 0.8], second = [0.2, 0.4, 0.4, 0.7, 0.1];
        for (int i = 0; i < first.Length; i++) Make($"a/seed-{i + 1}", i + 1, first[i]);
        for (int i = 0; i < second.Length; i++) Make($"b/deep/seed-{i + 1}", i + 1, second[i], "ppo");
        JsonObject environment = Environment(Compare(Runs, "--json").Document);
        JsonNode a = environment["groups"]![0]!, b = environment["groups"]![1]!;
        Assert.Equal(("a3c", "ppo"), (Text(a, "name"), Text(b, "name")));
        Assert.Equal(InterquartileMean.Of(first), Number(a, "interquartileMean"));
        var interval = BootstrapInterval.Of(first);
        Assert.Equal(new[] { interval.Low, interval.High }, a["interquartileMeanInterval"]!.AsArray().Select(end => (double)end!));
        Assert.Equal((0.5, 0.1, 0.9), (Number(a, "mean"), Number(a, "lowest"), Number(a, "highest")));
        Assert.Equal(3000, Number(a, "agentSteps"));
        Assert.Null(a["againstFirst"]);

        // scipy's mannwhitneyu of the two lists is 19.5 for the first; their variances are 0.092 and 0.053.
        JsonNode difference = b["againstFirst"]!;
        Assert.Equal(1 - (19.5 / 30), Number(difference, "probabilityOfImprovement"), 1e-12);
        Assert.Equal(0.36 - 0.5, Number(difference, "differenceOfMeans"), 1e-12);
        double deviation = Math.Sqrt(((5 * 0.092) + (4 * 0.053)) / 9);
        Assert.Equal(DetectableDifference.Of(6, 5) * deviation, Number(difference, "smallestDetectable"), 1e-9);
        Assert.Equal(6, a["runs"]!.AsArray().Count);
        Assert.Equal(Path.Combine(Runs, "a", "seed-1"), Text(a["runs"]![0]!, "directory"));
    }

    [Fact]
    public void The_tables_have_a_row_for_each_group_and_the_options_that_differ_and_only_these()
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            Make($"low-{seed}", seed, 0.25, options: ("learning-rate", "0.001"));
            Make($"high-{seed}", seed + 10, 0.75, options: ("learning-rate", "0.1"));
        }

        CommandResult result = Compare(Runs);
        result.AssertSucceeded();
        string output = result.Output.ReplaceLineEndings("\n");
        Assert.Contains("catch: the score of a run is the mean return of the final evaluation.", output, StringComparison.Ordinal);
        Assert.Matches(@"\na3c, learning-rate 0.1 +5 +0.75 \[0.75, 0.75\] +0.75 ± 0.00 +0.75 +0.75 +0 +3,000\n", output);
        Assert.Matches(@"\na3c, learning-rate 0.001 +0.00 \[0.00, 0.00\] +-0.50 +0.00\n", output);
        Assert.Matches(@"\nlearning-rate +0.1 +0.001\n$", output);
        Assert.DoesNotContain("t-max", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("seed", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Fewer than five", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Failures", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_runs_are_said_to_say_little_and_runs_without_a_score_are_named()
    {
        Make("one", 1, 0.5);
        Make("two", 2, null);
        CommandResult result = Compare(Runs);
        result.AssertSucceeded();
        result.AssertPrinted(
            "Fewer than five runs have a score: a3c (1). An interval of so few runs says little.",
            $"{Path.Combine(Runs, "two")}: It has no final evaluation.");
        JsonNode group = Environment(Compare(Runs, "--json").Document)["groups"]![0]!;
        Assert.Equal((1.0, 1.0, 0.5), (Number(group, "scores"), Number(group, "failures"), Number(group, "mean")));
        Assert.Null(group["interquartileMeanInterval"]);
        Assert.Null(group["runs"]![1]!["score"]);
    }

    [Fact]
    public void A_run_that_was_resumed_and_has_not_ended_has_no_final_score()
    {
        Make("one", 1, 0.5);
        Make("two", 2, 0.5);
        Change("two", manifest => manifest["agentSteps"] = 9000);
        Change("one", manifest => manifest["agentSteps"] = 3000);
        CommandResult result = Compare(Runs, "--by", "algorithm");
        result.AssertPrinted(
            $"{Path.Combine(Runs, "two")}: Its tables end at agent step 3,000 of 9,000: it was resumed after its final evaluation and has "
            + "not ended, or rows of its tables are lost.");
    }

    /// <summary>The median of the agent steps is over the runs whose tables tell them.</summary>
    [Fact]
    public void Tables_that_are_missing_or_empty_are_named_and_tell_no_agent_steps()
    {
        foreach (string name in (string[])["one", "two", "three"]) Make(name, name.Length, 0.5);
        foreach (string table in (string[])["metrics.csv", "episodes.csv"])
        {
            File.Delete(Path.Combine(Runs, "two", table));
            File.WriteAllText(Path.Combine(Runs, "three", table), "");
        }

        CommandResult result = Compare(Runs, "--by", "algorithm");
        Assert.Matches(@"\na3c +3 +0.50 .* 0 +3,000", result.Output.ReplaceLineEndings("\n"));
        foreach (string note in (string[])["two: There is no table metrics.csv.", "three: The table episodes.csv is empty."])
            Assert.Contains($"Note: {note}", result.Error, StringComparison.Ordinal);
        JsonNode group = Environment(Compare(Runs, "--by", "algorithm", "--json").Document)["groups"]![0]!;
        Assert.Equal(3000, Number(group, "agentSteps"));
        JsonNode two = group["runs"]!.AsArray().Single(run => Text(run!, "directory").EndsWith("two", StringComparison.Ordinal))!;
        Assert.Null(two["agentSteps"]);
        Assert.Equal(
            ["There is no table metrics.csv.", "There is no table episodes.csv."],
            two["missing"]!.AsArray().Select(sentence => (string)sentence!));
        Compare(Runs, "--score", "area", "--by", "algorithm")
            .AssertPrinted($"{Path.Combine(Runs, "two")}: Its tables have no row that tells its agent steps.");
    }

    /// <summary>Several options differ between the two algorithms. Only what tells the three groups apart is in their names.</summary>
    [Fact]
    public void A_group_is_named_by_the_settings_that_tell_it_apart()
    {
        for (int seed = 1; seed <= 2; seed++)
        {
            Make($"a{seed}", seed, 0.1, options: [("t-max", "5"), ("clip-norm", "3"), ("learning-rate", "0.1")]);
            Make($"b{seed}", seed, 0.2, options: [("t-max", "5"), ("clip-norm", "3"), ("learning-rate", "0.2")]);
            Make($"c{seed}", seed, 0.3, "ppo", options: [("t-max", "7"), ("clip-norm", "4"), ("learning-rate", "0.1")]);
        }

        JsonNode groups = Environment(Compare(Runs, "--json").Document)["groups"]!;
        Assert.Equal(
            ["a3c, learning-rate 0.1", "a3c, learning-rate 0.2", "ppo, learning-rate 0.1"],
            groups.AsArray().Select(group => Text(group!, "name")).Order());
    }

    [Fact]
    public void One_option_alone_groups_runs_that_differ_in_others()
    {
        Make("a", 1, 0.1, options: ("t-max", "5"));
        Make("b", 1, 0.2, options: ("t-max", "7"));
        Make("c", 1, 0.3, "ppo");
        JsonObject environment = Environment(Compare(Runs, "--by", "ALGORITHM", "--json").Document);
        Assert.Equal(["a3c", "ppo"], environment["groups"]!.AsArray().Select(group => Text(group!, "name")));
        Assert.Equal(2, environment["groups"]![0]!["runs"]!.AsArray().Count);
        Assert.Equal("5, 7", (string?)environment["differingOptions"]!["t-max"]![0]);
    }

    [Fact]
    public void A_group_can_be_scored_over_its_best_settings()
    {
        double[] low = [0.1, 0.2], middle = [0.9, 0.5], high = [0.4, 0.1];
        for (int seed = 1; seed <= 2; seed++)
        {
            Make($"low-{seed}", seed, low[seed - 1], options: ("learning-rate", "0.001"));
            Make($"middle-{seed}", seed, middle[seed - 1], options: ("learning-rate", "0.01"));
            Make($"high-{seed}", seed, high[seed - 1], options: ("learning-rate", "0.1"));
        }

        CommandResult result = Compare(Runs, "--by", "algorithm", "--best", "2");
        result.AssertPrinted(
            "Chosen in a3c, the best first: a3c, learning-rate 0.01; a3c, learning-rate 0.1.", "Choosing the best is optimistic: ");
        JsonNode best = Environment(Compare(Runs, "--by", "algorithm", "--best", "2", "--json").Document)["groups"]![0]!["best"]!;
        Assert.Equal(3, Number(best, "settings"));
        Assert.Equal(0.475, Number(best, "mean"), 1e-12);

        // Seed 2 chooses middle and low, seed 1 middle and high.
        Assert.Equal((0.9 + 0.1 + 0.5 + 0.1) / 4, Number(best, "meanOfOtherRuns"), 1e-12);
        Compare(Runs, "--best", "2").AssertRefused(
            "The option --best is given without --by, so that a group has one setting; expected --by with an option of the runs.");
    }

    /// <summary>300 episodes of 10 agent steps have the return 0 until agent step 1000 and 1 afterwards.</summary>
    [Theory]
    [InlineData("--at 1500", 0.5)]
    [InlineData("--at 1509", 0.5)]
    [InlineData("--at 3000", 1)]
    [InlineData("--score time-to:0.5", 1500)]
    [InlineData("--score Time-To:0", 200)]
    [InlineData("--score final", 0.75)]
    [InlineData("--score area", ((1000 * 0) + (1000 * 0.5) + (1000 * 1)) / 3000)]
    public void Each_score_is_read_from_the_run(string arguments, double expected)
    {
        Make("run", 1, 0.75);
        JsonNode group = Environment(Compare([Runs, .. arguments.Split(' '), "--json"]).Document)["groups"]![0]!;
        Assert.Equal(expected, Number(group["runs"]![0]!, "score"), 1e-3);
        Assert.Equal(0, Number(group, "failures"));
    }

    [Theory]
    [InlineData("--at 200000", "Its tables end at agent step 3,000 of 3,000.")]
    [InlineData("--at 100", "Fewer than 20 episodes ended")]
    [InlineData("--score time-to:1.5", "It never reached 1.5.")]
    public void A_score_that_a_run_does_not_have_is_a_failure(string arguments, string sentence)
    {
        Make("run", 1, 0.75);
        CommandResult result = Compare([Runs, .. arguments.Split(' ')]);
        result.AssertSucceeded();
        result.AssertPrinted(sentence);
    }

    [Fact]
    public void Fewer_agent_steps_to_the_bar_are_better_and_a_bar_that_was_never_reached_is_infinite()
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            Make($"a{seed}", seed, 0, height: seed == 1 ? 0.2 : 1);
            Make($"b{seed}", seed, 0, "ppo", height: 2);
        }

        string[] arguments = [Runs, "--score", "time-to:0.5"];
        Compare(arguments).AssertPrinted("smaller is better", "It never reached 0.5.");
        JsonNode groups = Environment(Compare([.. arguments, "--json"]).Document)["groups"]!;
        JsonNode first = groups[0]!, second = groups[1]!;
        Assert.Equal((5.0, 1.0, 1500.0), (Number(first, "scores"), Number(first, "failures"), Number(first, "interquartileMean")));
        Assert.Null(first["mean"]);
        Assert.Equal((1.0, 1250.0), (Number(second["againstFirst"]!, "probabilityOfImprovement"), Number(second, "mean")));
        Assert.Null(second["againstFirst"]!["differenceOfMeans"]);
    }

    [Fact]
    public void Each_environment_has_its_own_tables()
    {
        Make("catch/1", 1, 0.5);
        Make("pong/1", 1, 20);
        Change("pong/1", manifest => manifest["environment"] = "pong");
        JsonObject document = Compare(Runs, "--json").Document;
        Assert.Equal(["catch", "pong"], document["environments"]!.AsArray().Select(environment => Text(environment!, "environment")));
        Compare(Runs).AssertPrinted("catch: the score", "pong: the score");
    }

    [Fact]
    public void Directories_below_a_run_are_no_runs_and_nothing_is_written()
    {
        Make("run", 1, 0.5);
        Make("run/inner", 2, 0.5);
        string[] before = Directory.GetFileSystemEntries(Runs, "*", SearchOption.AllDirectories);
        Assert.Single(Environment(Compare(Runs, "--json").Document)["groups"]![0]!["runs"]!.AsArray());
        Assert.Equal(before, Directory.GetFileSystemEntries(Runs, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("RUNS --seeds 1..5", "The option --seeds trains runs", "either it or directories")]
    [InlineData("RUNS --output x", "The option --output trains runs")]
    [InlineData("RUNS --set t-max=5", "The option --set trains runs")]
    [InlineData("--by algorithm", "The option --by is one of finished runs", "directories before it")]
    [InlineData("--algorithms a3c --environments catch --output x --at 5", "The option --at is one of finished runs")]
    [InlineData("", "There is nothing to compare", "--algorithms, --environments and --output")]
    [InlineData("RUNS --score aera", "--score is \"aera\"; did you mean area?")]
    [InlineData("RUNS --score time-to", "expected final, area or time-to:BAR")]
    [InlineData("RUNS --score time-to:NaN", "expected final, area or time-to:BAR")]
    [InlineData("RUNS --score area:3", "expected final, area or time-to:BAR")]
    [InlineData("RUNS --score area --at 5", "The options --at and --score both say")]
    [InlineData("RUNS --at 0", "--at is \"0\"; expected a whole number of at least 1")]
    [InlineData("RUNS --by algoritm", "--by is \"algoritm\"", "did you mean algorithm?")]
    [InlineData("RUNSX", "There is no directory")]
    [InlineData("catch", "is the name of an environment, not a run's directory")]
    [InlineData("RUNS RUNS/run", "is named twice")]
    [InlineData("RUNS/run/run.json", "is a file of a run")]
    [InlineData("RUNS/run/checkpoints", "holds no run, and none is below it")]
    [InlineData("RUNS --bye algorithm", "no option --bye", "did you mean --by?")]
    public void What_does_not_fit_is_refused(string arguments, params string[] parts)
    {
        Make("run", 1, 0.5);
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Compare(Array.ConvertAll(words, word => word.Replace("RUNS", Runs, StringComparison.Ordinal))).AssertRefused(parts);
    }

    [Fact]
    public void A_run_of_which_nothing_can_be_read_is_refused()
    {
        Make("one", 1, 0.5);
        Make("two", 2, 0.5);
        File.WriteAllText(Path.Combine(Runs, "two", "run.json"), "{");
        Compare(Runs).AssertRefused(Path.Combine(Runs, "two"));
    }

    [Fact]
    public void Reading_that_takes_long_is_reported_and_ends_with_a_signal()
    {
        Make("one", 1, 0.5);
        Make("two", 2, 0.5);
        using var output = new StringWriter();
        using var signals = new StopSignals(_ => { });
        var console = new ConsoleHost { Output = TextWriter.Null, Error = output, Signals = signals, Clock = new SlowClock() };
        Assert.Equal(0, Application.Run(["compare", Runs, "--json"], console));
        Assert.Equal($"50 %: reading {Path.Combine(Runs, "two")}", output.ToString().TrimEnd());
        CommandResult ended = CommandLine.Run(new CommandOptions { SignalAtStart = PosixSignal.SIGINT }, "compare", Runs);
        Assert.Equal((130, ""), (ended.ExitCode, ended.Output));
    }

    private static CommandResult Compare(params string[] arguments) => CommandLine.Run(["compare", .. arguments]);

    private static JsonObject Environment(JsonObject document) => Assert.Single(document["environments"]!.AsArray())!.AsObject();

    private static string Text(JsonNode node, string member) => (string)node[member]!;

    private static double Number(JsonNode node, string member) => (double)node[member]!;

    /// <summary>300 episodes of 10 agent steps: the return is 0 until agent step 1000, and a height afterwards.</summary>
    private void Make(
        string name, int seed, double? mean, string algorithm = "a3c", double height = 1, params (string Name, string Value)[] options)
    {
        string path = Path.Combine(Runs, name);
        trained.CopyTo(path);
        Change(name, manifest =>
        {
            (manifest["seed"], manifest["algorithm"], manifest["agentSteps"]) = (seed, algorithm, 3000);
            foreach ((string option, string value) in options) manifest["options"]![option] = value;
        });
        string heading = File.ReadAllLines(Path.Combine(path, "metrics.csv"))[0];
        File.WriteAllLines(
            Path.Combine(path, "metrics.csv"),
            [
                heading,
                string.Join(',', heading.Split(',').Select(column => column switch
                {
                    "agent_steps" or "frames" => "3000",
                    "seconds" => "3",
                    _ => "1",
                })),
            ]);
        File.WriteAllLines(
            Path.Combine(path, "episodes.csv"),
            [
                "thread,agent_step,return,length,episode",
                .. Enumerable.Range(1, 300).Select(i => FormattableString.Invariant($"0,{10 * i},{(i > 100 ? height : 0)},10,{i}")),
            ]);
        string evaluation = Path.Combine(path, "evaluation.json");
        if (mean is null)
        {
            File.Delete(evaluation);
            return;
        }

        JsonNode document = JsonNode.Parse(File.ReadAllText(evaluation))!;
        document["evaluation"]!["meanReturn"] = mean;
        File.WriteAllText(evaluation, document.ToJsonString());
    }

    private void Change(string name, Action<JsonNode> change)
    {
        string path = Path.Combine(Runs, name, "run.json");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }

    /// <summary>A clock that advances by 1.5 seconds at each look.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 2;

        public override long GetTimestamp() => 3 * _looks++;
    }
}
