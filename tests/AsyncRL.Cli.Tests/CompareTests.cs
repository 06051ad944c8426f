using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AsyncRL.TestSources;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Tests;

/// <summary>The command that trains several algorithms on several environments and writes a page with tables and charts.</summary>
public sealed class CompareTests : IDisposable
{
    private static readonly string[] Tiny =
        ["--threads", "1", "--agent-steps", "3000", "--set", "evaluation-episodes=10"];

    private readonly TemporaryDirectory _directory = new();

    private string Output => _directory.At("comparison");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_page_has_a_table_the_returns_of_all_seeds_and_two_charts_for_each_environment()
    {
        CommandResult result = Compare("--algorithms", "a3c,a2c", "--environments", "abc,CartPole-v1", "--seeds", "1..3");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Warning: No settings are known for a2c on abc", result.Error, StringComparison.Ordinal);
        result.AssertPrinted("[1 of 12] a3c on abc, 1 thread, seed 1 begins", "12 of 12 runs are complete");
        string page = File.ReadAllText(Path.Combine(Output, "compare.md"));
        const string Command = "asyncrl compare --algorithms a3c,a2c --environments abc,CartPole-v1 --seeds 1,2,3 --threads 1";
        Assert.Contains(Command, page, StringComparison.Ordinal);
        foreach (string environment in (string[])["abc", "cartpole"])
        {
            Assert.Contains($"## {environment}, 3,000 agent steps", page, StringComparison.Ordinal);
            foreach (string axis in (string[])["agent-steps", "seconds"])
            {
                string file = $"{environment}-{axis}.svg";
                Assert.Contains($"]({file})", page, StringComparison.Ordinal);
                XElement svg = XElement.Load(Path.Combine(Output, file));
                XNamespace space = "http://www.w3.org/2000/svg";
                Assert.Equal(2, svg.Descendants(space + "polyline").Count(line => PointsIn(line) > 50));
                Assert.Equal(2, svg.Descendants(space + "polygon").Count(band => PointsIn(band) > 100));
                string name = axis.Replace('-', ' ');
                Assert.Contains(svg.Descendants(space + "text"), text => text.Value == name || text.Value == $"{name}, logarithmic");
            }
        }

        Assert.Matches(@"\| a3c \| preset \| mlp \| 1 \| 3 of 3 \| \S+ \[\S+, \S+\] \| \S+ ± \S+ \| \S+ \| \S+ \| 3,\d+ \|", page);
        Assert.Matches(@"\| a2c \| defaults \| mlp\S* \| 1 \| 3 of 3 \|", page);
        Assert.Equal(4, page.Split('\n').Count(line => line.StartsWith("| algorithm | ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_document_has_the_statistics_of_the_final_returns_and_each_run_is_that_of_train()
    {
        JsonObject document = Compare("--algorithms", "a3c", "--environments", "cartpole", "--seeds", "1..3", "--json").Document;
        JsonNode row = Assert.Single(document["rows"]!.AsArray())!;
        double[] returns = [.. row["runs"]!.AsArray().Select(run => (double)run!["finalReturn"]!)];
        Assert.Equal(returns, row["runs"]!.AsArray().Select(run => (double)run!["evaluation"]!["meanReturn"]!));
        Assert.Equal(returns.Average(), (double)row["returns"]!["meanReturn"]!, 1e-9);
        Assert.Equal(InterquartileMean.Of(returns), (double)row["returns"]!["interquartileMeanReturn"]!);
        Assert.Equal(0, (double)row["meanStaleness"]!);
        Assert.True((double)row["agentStepsPerSecond"]! > 0);
        string alone = _directory.At("alone");
        CommandLine.Run(["train", "cartpole", "--algorithm", "a3c", "--seed", "2", .. Tiny, "--output", alone]).AssertSucceeded();
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(alone, "episodes.csv")),
            File.ReadAllBytes(Path.Combine(Output, "cartpole", "a3c-threads-1", "seed-2", "episodes.csv")));
    }

    [Fact]
    public void Complete_runs_are_not_repeated_and_further_seeds_are_added()
    {
        string[] command = ["--algorithms", "a3c", "--environments", "abc", "--seeds"];
        Compare([.. command, "1,2"]).AssertSucceeded();
        byte[] document = File.ReadAllBytes(Path.Combine(Output, "compare.json"));
        Dictionary<string, DateTime> before = Times();
        CommandResult again = Compare([.. command, "1,2"]);
        again.AssertSucceeded();
        again.AssertPrinted("[2 of 2] a3c on abc, 1 thread, seed 2 is complete already: mean return ");
        Assert.Equal(document, File.ReadAllBytes(Path.Combine(Output, "compare.json")));
        Assert.Equal(before, Times());
        Compare([.. command, "2,3"]).AssertPrinted("seed 2 is complete already", "seed 3 begins");
        Assert.All(before, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));

        Dictionary<string, DateTime> Times() => Directory
            .EnumerateFiles(Path.Combine(Output, "abc"), "*", SearchOption.AllDirectories)
            .ToDictionary(file => file, File.GetLastWriteTimeUtc);
    }

    [Fact]
    public void An_interrupted_comparison_is_continued_by_the_same_command()
    {
        string[] command = ["compare", "--algorithms", "a3c", "--environments", "abc", "--seeds", "1..3", .. Tiny, "--output", Output];
        var interruption = new CommandOptions { SignalAtFirstLookAtTheClock = PosixSignal.SIGINT };
        CommandResult interrupted = CommandLine.Run(interruption, command);
        Assert.Equal(130, interrupted.ExitCode);
        interrupted.AssertPrinted("0 of 3 runs are complete", "The same command continues the comparison.");
        Assert.Contains("| 0 of 3 | – | – ± – |", File.ReadAllText(Path.Combine(Output, "compare.md")), StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(Output, "abc", "a3c-threads-1", "seed-2")));
        CommandResult continued = CommandLine.Run(command);
        continued.AssertSucceeded();
        continued.AssertPrinted("seed 1 continues at agent step 3,0", "seed 2 begins", "3 of 3 runs are complete");
        CommandResult whole = CommandLine.Run([.. command[..^1], _directory.At("whole"), "--json"]);
        Assert.Equal(ReturnsOf(whole.Document), ReturnsOf(JsonNode.Parse(File.ReadAllText(Path.Combine(Output, "compare.json")))!));

        static IEnumerable<double> ReturnsOf(JsonNode document) =>
            document["rows"]![0]!["runs"]!.AsArray().Select(run => (double)run!["finalReturn"]!);
    }

    [Fact]
    public void A_run_that_fails_does_not_end_the_others()
    {
        CommandResult result = Compare(
            "--algorithms", "a3c,one-step-q", "--environments", "cartpole", "--seeds", "1,2", "--json", "--set", "optimizer=shared-rmsprop",
            "--set", "learning-rate=1e6", "--set", "epsilon=1e-20", "--set", "clip-norm=0");
        Assert.Equal(1, result.ExitCode);
        JsonNode[] runs = [.. result.Document["rows"]!.AsArray().SelectMany(row => row!["runs"]!.AsArray()).Select(run => run!)];
        Assert.Equal(4, runs.Length);
        Assert.Equal("failed", (string?)runs[0]["state"]);
        Assert.Contains("actor-learner", (string?)runs[0]["error"], StringComparison.Ordinal);
        Assert.Contains("[1 of 4] a3c on cartpole, 1 thread, seed 1 failed: ", result.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(Output, "cartpole", "one-step-q-threads-1", "seed-2")));
    }

    [Theory]
    [InlineData("--environments catch", "The option --algorithms is missing", "such as a3c,ppo")]
    [InlineData("--algorithms a3c", "The option --environments is missing", "such as catch,cartpole")]
    [InlineData("--algorithms a3c,A3C --environments catch", "--algorithms is \"a3c,A3C\"", "each once")]
    [InlineData("--algorithms a3c,, --environments catch", "--algorithms is \"a3c,,\"", "each once")]
    [InlineData("--algorithms a3d --environments catch", "There is no algorithm \"a3d\"; did you mean a3c")]
    [InlineData("--algorithms a3c --environments cach", "There is no environment \"cach\"; did you mean catch")]
    [InlineData("--algorithms a3c --environments cartpole,CartPole-v1", "The environment cartpole is given twice")]
    [InlineData("--algorithms ppo,a3c --environments catch,pendulum", "cannot train a3c on pendulum with 1 thread: ", "ppo.")]
    [InlineData("--algorithms a3c,ppo --environments catch --set epochs=3", "cannot train a3c on catch with 1 thread: ", "epochs")]
    [InlineData("--algorithms a3c --environments catch --set t-max=0", "cannot train a3c on catch with 1 thread: ", "t-max")]
    [InlineData("--algorithms a3c --environments catch --set t-max", "expected OPTION=VALUE")]
    [InlineData("--algorithms a3c --environments catch --seeds 1-5", "--seeds", "such as 1..10 or 1,3,7")]
    public void What_does_not_fit_is_refused_before_any_work(string arguments, params string[] parts)
    {
        Compare(arguments.Split(' ')).AssertRefused(parts);
        Assert.False(Path.Exists(Output));
    }

    [Fact]
    public void A_directory_that_is_not_of_this_comparison_is_refused()
    {
        string[] command = ["--algorithms", "a3c", "--environments", "abc", "--seeds", "1"];
        CommandLine.Run("compare", "--algorithms", "a3c", "--environments", "abc").AssertRefused("The option --output is missing");
        Compare(command).AssertSucceeded();
        Compare([.. command, "--set", "t-max=7"]).AssertRefused("seed-1 was made with t-max ", ", not with 7; expected the same settings");
        string run = Path.Combine(Output, "abc", "a3c-threads-1", "seed-1");
        CommandLine.Run(["compare", .. command, "--output", run]).AssertRefused("is the directory of a run");
        CommandLine.Run(["compare", .. command, "--output", Path.Combine(run, "run.json")]).AssertRefused("is a file");
        CommandLine.Run(new CommandOptions { Memory = 1 << 20 }, ["compare", .. command, "--output", _directory.At("new")])
            .AssertRefused("memory");
        Assert.False(Path.Exists(_directory.At("new")));
    }

    private static int PointsIn(XElement line) => line.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private CommandResult Compare(params string[] arguments) => CommandLine.Run(["compare", .. Tiny, .. arguments, "--output", Output]);
}
