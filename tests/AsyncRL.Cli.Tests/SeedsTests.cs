using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Seeds;
using AsyncRL.Cli.Views;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Tests;

/// <summary>The runs of several seeds by one command, and the table over seeds.</summary>
public sealed class SeedsTests : IDisposable
{
    private static readonly string[] Training =
    [
        .. CommandLine.Small("train"), "--execution", "simulated", "--actors", "2", "--agent-steps", "600",
        "--set", "evaluation-episodes=10",
    ];

    private readonly TemporaryDirectory _directory = new();

    private string Output => _directory.At("runs");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Each_seed_has_its_run_which_is_that_of_its_seed_alone(string sideBySide)
    {
        JsonObject document = Train("--seeds", "1..3,7", "--side-by-side", sideBySide, "--output", Output, "--json").Document;
        JsonArray seeds = document["seeds"]!.AsArray();
        Assert.Equal([1, 2, 3, 7], seeds.Select(seed => (int)seed!["seed"]!));
        Assert.All(seeds, seed => Assert.Equal("finished", (string?)seed!["state"]));
        JsonObject alone = Train("--seed", "7", "--output", _directory.At("alone"), "--json").Document;
        Assert.Equal(alone["evaluation"]!.ToJsonString(), seeds[3]!["evaluation"]!.ToJsonString());
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_directory.At("alone"), "episodes.csv")),
            File.ReadAllBytes(Path.Combine(Output, "seed-7", "episodes.csv")));
    }

    [Fact]
    public void The_figures_over_seeds_are_those_of_the_mean_returns()
    {
        JsonObject document = Train("--seeds", "1..4", "--output", Output, "--json").Document;
        double[] returns = [.. document["seeds"]!.AsArray().Select(seed => (double)seed!["evaluation"]!["meanReturn"]!)];
        Assert.Equal(returns, document["seeds"]!.AsArray().Select(seed => (double)seed!["meanReturn"]!));
        JsonNode summary = document["summary"]!;
        double mean = returns.Average();
        Assert.Equal(4, (int)summary["runs"]!);
        Assert.Equal(mean, (double)summary["meanReturn"]!, 1e-12);
        Assert.Equal(Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / 3), (double)summary["stdReturn"]!, 1e-12);
        Array.Sort(returns);
        Assert.Equal((returns[1] + returns[2]) / 2, (double)summary["medianReturn"]!, 1e-12);
        Assert.Equal((returns[0], returns[3]), ((double)summary["minReturn"]!, (double)summary["maxReturn"]!));
        Assert.Equal((returns[1] + returns[2]) / 2, (double)summary["interquartileMeanReturn"]!, 1e-12);
        BootstrapInterval interval = BootstrapInterval.Of(returns);
        Assert.Equal([interval.Low, interval.High], summary["interquartileMeanInterval"]!.AsArray().Select(end => (double)end!));
        Assert.True(returns[0] <= interval.Low && interval.Low < interval.High && interval.High <= returns[3]);
    }

    [Fact]
    public void One_seed_has_no_interval()
    {
        JsonNode summary = Train("--seeds", "5", "--output", Output, "--json").Document["summary"]!;
        Assert.Equal((double)summary["meanReturn"]!, (double)summary["interquartileMeanReturn"]!);
        Assert.Null(summary["interquartileMeanInterval"]);
        Train("--seeds", "5", "--output", _directory.At("text")).AssertPrinted("Interquartile mean ", "(one run has no interval).");
    }

    [Fact]
    public void The_table_names_each_run_and_without_evaluation_counts_the_training()
    {
        CommandResult result = Train("--seeds", "4,9", "--set", "evaluation-agent-steps=50", "--output", Output);
        result.AssertSucceeded();
        result.AssertPrinted(
            "Seed 4: mean return ", Path.Combine(Output, "seed-4"), Path.Combine(Output, "seed-9"), "Over 2 complete runs",
            "Interquartile mean ", ", 95 % interval ");
        string[] bare = [.. CommandLine.Small("train"), "--threads", "1", "--agent-steps", "600", "--set", "evaluation-episodes=0"];
        CommandResult other = CommandLine.Run([.. bare, "--seeds", "1,2", "--output", _directory.At("bare"), "--json"]);
        Assert.All(other.Document["seeds"]!.AsArray(), seed => Assert.InRange((double)seed!["meanReturn"]!, -1, 1));
    }

    [Fact]
    public void A_refused_gradient_is_told_of_each_seed_with_its_advice()
    {
        CommandResult result = Train(
            "--seeds", "1,2", "--output", Output, "--json", "--set", "learning-rate=1e6", "--set", "epsilon=1e-20", "--set", "clip-norm=0");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["failed", "failed"], result.Document["seeds"]!.AsArray().Select(seed => (string?)seed!["state"]));
        Assert.Contains("Seed 2 failed: actor-learner ", result.Error, StringComparison.Ordinal);
        Assert.Contains("asyncrl train --resume " + Path.Combine(Output, "seed-2"), result.Error, StringComparison.Ordinal);
        Assert.Equal(0, (int)result.Document["summary"]!["runs"]!);
        Assert.Null(result.Document["summary"]!["meanReturn"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_ends_one_seed_the_others_are_trained(int sideBySide)
    {
        var request = new TrainingRequest
        {
            Environment = "abc",
            Execution = "simulated",
            Actors = 2,
            AgentSteps = 200,
            Assignments = new Dictionary<string, string> { ["evaluation-episodes"] = "0" },
        };
        var told = new List<ulong>();
        var training = new SeedTraining(
            [.. new ulong[] { 1, 2, 3 }.Select(seed => TrainingConfiguration.Resolve(request with { Seed = seed }))],
            c => c.Seed == 2 ? throw new IOException("The disk is full.") : RunDirectory.Create(_directory.At($"{c.Seed}"), c),
            (_, _) => new PlainTrainingDisplay(TextWriter.Null, TimeProvider.System),
            (_, outcome) => told.Add(outcome.Seed),
            CancellationToken.None);
        IReadOnlyList<SeedOutcome> outcomes = training.Run(sideBySide);
        Assert.Equal([true, false, true], outcomes.Select(outcome => outcome.IsFinished));
        Assert.Equal("The disk is full.", outcomes[1].Problem?.Message);
        Assert.Equal([1ul, 2ul, 3ul], told.Order());
        Assert.Equal(2, SeedSummary.Of(outcomes).Runs);
    }

    [Fact]
    public void A_signal_stops_all_and_says_how_to_go_on()
    {
        string[] late = [.. CommandLine.Small("train"), "--threads", "1", "--agent-steps", "2000", "--set", "evaluation-episodes=10"];
        CommandResult result = CommandLine.Run(
            new CommandOptions { SignalAtFirstLookAtTheClock = PosixSignal.SIGINT }, [.. late, "--seeds", "1..3", "--output", Output]);
        Assert.Equal(130, result.ExitCode);
        result.AssertPrinted(
            "Continue seed 1: asyncrl train --resume " + Path.Combine(Output, "seed-1"),
            "Begin the others: the same command with --seeds 2,3");
        Assert.False(Path.Exists(Path.Combine(Output, "seed-2")));
        CommandLine.Run([.. late, "--seeds", "2,3", "--output", Output]).AssertSucceeded();
        CommandLine.Run("train", "--resume", Path.Combine(Output, "seed-1")).AssertSucceeded();
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_any_work()
    {
        foreach (string wrong in (string[])["", "x", "3..1", "1,1", "1..2,2", "1..", "-1", "1...3", "0..5000", "1,,2"])
            Train("--seeds", wrong, "--output", Output).AssertRefused("--seeds", "such as 1..10 or 1,3,7");
        Train("--seeds", "1..2", "--seed", "3", "--output", Output).AssertRefused("--seed is 3 beside --seeds");
        Train("--side-by-side", "2", "--output", Output).AssertRefused("--side-by-side is 2 without --seeds");
        Train("--seeds", "1..2", "--set", "t-max=0", "--output", Output).AssertRefused("t-max");
        Train("--seeds", "1..2", "--checkpoint", "5", "--output", Output).AssertRefused("--checkpoint");
        CommandLine.Run("train", "--resume", Output, "--seeds", "1..2").AssertRefused(Output);
        Assert.False(Path.Exists(Output));
        Directory.CreateDirectory(Path.Combine(Output, "seed-2"));
        Train("--seeds", "1..2", "--output", Output).AssertRefused("seed-2 exists");
        Assert.False(Path.Exists(Path.Combine(Output, "seed-1")));
    }

    private static CommandResult Train(params string[] more) => CommandLine.Run([.. Training, .. more]);
}
