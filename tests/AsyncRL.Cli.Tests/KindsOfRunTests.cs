using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Runs with all kinds of actions and algorithms can be trained, played and evaluated.</summary>
public sealed class KindsOfRunTests : IDisposable
{
    private const int StepsOfPendulum = 200;
    private const int StepsOfCatch = 5;

    private readonly TemporaryDirectory _directory = new();

    private string Output => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--greedy")]
    [InlineData("--seed", "3")]
    public void A_run_of_continuous_actions_is_played_with_its_vectors(params string[] options)
    {
        Train("train", "pendulum", "--algorithm", "a3c-continuous", "--agent-steps", "400", "--set", "t-max=20");
        CommandResult result = CommandLine.Run(["play", Output, .. options]);
        result.AssertSucceeded();
        string[] lines = result.Output.Split(Environment.NewLine);
        Assert.Equal(StepsOfPendulum + 1, lines.Count(l => l == "a3c-continuous on pendulum"));
        string[] beside = [.. lines.Select(line => line[(line.LastIndexOf('│') + 1)..])];
        int[] headings = [.. Enumerable.Range(0, lines.Length).Where(i => beside[i].Trim() == "action")];
        Assert.Equal(StepsOfPendulum, headings.Length);
        Assert.All(headings, i => Assert.Matches(@"^ +0 +-?\d+(\.\d+)? *$", beside[i + 1]));
        Assert.Equal(1, lines.Count(l => l.Contains("episode over", StringComparison.Ordinal)));
        Assert.DoesNotContain("probability", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("1 episode, mean return -", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_a_value_method_is_played_by_its_best_actions()
    {
        TrainValueMethod();
        CommandResult result = CommandLine.Run("play", Output);
        result.AssertSucceeded();
        string[] lines = result.Output.Split(Environment.NewLine);
        Assert.Equal(StepsOfCatch + 1, lines.Count(l => l == "n-step-q on catch"));
        string[] chosen = [.. lines.Where(l => l.Contains('▶', StringComparison.Ordinal))];
        Assert.Equal(StepsOfCatch, chosen.Length);
        Assert.All(chosen, line => Assert.Contains("100 %", line, StringComparison.Ordinal));
        Assert.Equal(result.Output, CommandLine.Run("play", Output, "--greedy").Output);
    }

    [Fact]
    public void Evaluating_a_value_method_says_that_its_figures_are_greedy()
    {
        string trained = TrainValueMethod("--set", "evaluation-episodes=7").Output;
        string evaluated = CommandLine.Run("evaluate", Output, "--episodes", "7").Output;
        string sentence = evaluated.Split(Environment.NewLine)[1];
        Assert.StartsWith("Evaluation over 7 new episodes, the most probable actions: mean return ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("with the most probable actions", sentence, StringComparison.Ordinal);
        Assert.Contains(sentence, trained, StringComparison.Ordinal);

        JsonObject plain = CommandLine.Run("evaluate", Output, "--json").Document;
        Assert.Equal(plain["meanReturn"]!.GetValue<double>(), plain["greedyMeanReturn"]!.GetValue<double>());
        Assert.Equal(plain.ToJsonString(), CommandLine.Run("evaluate", Output, "--json", "--greedy").Document.ToJsonString());
    }

    /// <summary>The checkpoint contains the statistics by which observations were normalized.</summary>
    [Fact]
    public void Evaluating_a_normalized_run_gives_the_figures_that_train_printed()
    {
        CommandResult trained = Train(
            "train", "cartpole", "--agent-steps", "3000", "--json",
            "--set", "evaluation-episodes=10", "--set", "normalize-observations=true", "--set", "normalize-rewards=true");
        JsonObject evaluated = CommandLine.Run("evaluate", Output, "--episodes", "10", "--json").Document;
        Assert.Equal(trained.Document["evaluation"]!.ToJsonString(), evaluated.ToJsonString());
    }

    private CommandResult TrainValueMethod(params string[] options) =>
        Train([.. CommandLine.Small("train"), "--algorithm", "n-step-q", "--agent-steps", "500", .. options]);

    private CommandResult Train(params string[] arguments)
    {
        CommandResult result = CommandLine.Run([.. arguments, "--threads", "1", "--output", Output]);
        Assert.Equal(0, result.ExitCode);
        return result;
    }
}
