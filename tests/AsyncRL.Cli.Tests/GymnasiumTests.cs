using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

/// <summary>Environments of Gymnasium on the command line, with the stand-in of the standard library alone.</summary>
public sealed class GymnasiumTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_trains_evaluates_and_continues_with_new_episodes()
    {
        string run = _directory.At("run");
        CommandResult trained = Train("World-v0", run, "--agent-steps", "300", "--threads", "2", "--set", "evaluation-episodes=2");
        Assert.Equal(0, trained.ExitCode);
        CommandLine.Run("evaluate", run, "--episodes", "3").AssertSucceeded();
        CommandResult resumed = CommandLine.Run("train", "--resume", run, "--agent-steps", "600", "--set", "python=/usr/bin/env python3");
        Assert.Equal(2, resumed.ExitCode);
        resumed = CommandLine.Run("train", "--resume", run, "--agent-steps", "600", "--set", "answer-seconds=50");
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains(
            "Note: The environment gymnasium:World-v0 cannot save its state: every actor-learner begins a new episode.",
            resumed.Error, StringComparison.Ordinal);
        CommandLine.Run("train", "--resume", run, "--set", "make.size=3").AssertRefused("make.size");
    }

    [Fact]
    public void The_arguments_of_make_are_kept_with_the_run()
    {
        string run = _directory.At("run");
        string[] assignments = ["--set", "make.size=4", "--set", "make.end=truncated", "--set", "evaluation-episodes=0"];
        Assert.Equal(0, Train("World-v0", run, ["--agent-steps", "100", .. assignments]).ExitCode);
        JsonNode options = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["options"]!;
        Assert.Equal(("4", "truncated"), ((string?)options["make.size"], (string?)options["make.end"]));
        CommandLine.Run("evaluate", run, "--episodes", "1").AssertSucceeded();
    }

    [Fact]
    public void A_failure_ends_the_run_which_is_saved()
    {
        string run = _directory.At("run");
        CommandResult failed = Train("Trouble-v0", run, "--threads", "2", "--set", "make.what=raises", "--set", "make.at=5");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("The training failed: actor-learner", failed.Error, StringComparison.Ordinal);
        Assert.Contains(
            "The environment gymnasium:Trouble-v0, in agent step 5 of an episode, raised ValueError: the pole is gone.",
            failed.Error, StringComparison.Ordinal);
        Assert.Contains($"The last state is saved in {run}; to continue from it: asyncrl", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("EnvironmentFaultException", failed.Error, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(run, "checkpoints"), "*-failed*"));
    }

    [Theory]
    [InlineData("gymnasium:", "The name gymnasium: has no environment")]
    [InlineData("gymnasium:World-v9", "There is no environment World-v9 in Gymnasium 1.0.0")]
    [InlineData("gymnasium:nowhere:X-v0", "needs the module nowhere")]
    [InlineData("gymnasium:World-v0 --set python=no-python", "There is no program no-python; expected a Python 3")]
    [InlineData("gymnasium:World-v0 --set make.color=red", "unexpected keyword argument 'color'")]
    [InlineData("gymnasium:World-v0 --set make=red", "There is no option \"make\"", "did you mean make.KEY")]
    [InlineData("gymnasium:Spaces-v0 --set make.see=dict", "The observation space is Dict")]
    public void What_is_missing_is_one_sentence(string line, params string[] parts) =>
        CommandLine.Run(["train", .. line.Split(' ')]).AssertRefused(parts);

    [Theory]
    [InlineData("CartPole-v1", "cartpole")]
    [InlineData("cartpole-V1", "cartpole")]
    [InlineData("MountainCar-v0", "mountain-car")]
    public void A_name_of_Gymnasium_is_our_own_environment_and_train_tells(string name, string own)
    {
        CommandResult trained = CommandLine.Run(
            "train", name, "--agent-steps", "100", "--threads", "1", "--set", "evaluation-episodes=0", "--output", _directory.At("run"));
        Assert.Equal(0, trained.ExitCode);
        Assert.Contains($"is {own}, AsyncRL's own environment of the same rules; gymnasium:", trained.Error, StringComparison.Ordinal);
        CommandResult plain = CommandLine.Run(
            "train", own, "--agent-steps", "100", "--threads", "1", "--set", "evaluation-episodes=0", "--output", _directory.At("plain"));
        Assert.DoesNotContain("AsyncRL's own", plain.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Gymnasium_s_environment_has_the_settings_of_our_own_with_the_same_rules()
    {
        CommandLine.Run("list", "a3c").AssertSucceeded();
        Assert.Equal(Preset.For("cartpole"), Preset.For("gymnasium:CartPole-v1"));
        Assert.Equal(Preset.For("pendulum", "a3c-continuous"), Preset.For("gymnasium:Pendulum-v1", "a3c-continuous"));
        Assert.False(Preset.For("gymnasium:World-v0").IsKnown);
        Assert.Equal(("mnih2013", Preset.For("pong").AgentSteps), (Atari.Network, Atari.AgentSteps));
        Assert.Contains("not tried on this game", Atari.Caveat, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_tells_whether_the_bridge_can_be_used()
    {
        CommandResult overview = CommandLine.Run("list");
        Assert.Contains("gymnasium:ID", overview.Output, StringComparison.Ordinal);
        string text = string.Join(' ', overview.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("gymnasium:ID usable: gymnasium of /", text, StringComparison.Ordinal);
        Assert.Contains("missing for MinAtar (", text, StringComparison.Ordinal);
        JsonNode bridge = CommandLine.Run("list", "gymnasium", "--json").Document["bridges"]!.AsArray().Single()!;
        Assert.StartsWith("usable: gymnasium of /", bridge["state"]!.GetValue<string>(), StringComparison.Ordinal);
        CommandLine.Run("list", "bridges").AssertPrinted("gymnasium:ID", "usable: gymnasium of /");
        CommandLine.Run("list", "gymnasium:World-v0").AssertPrinted("vector 4", "make.KEY", "answer-seconds", "python3");
        CommandLine.Run("list", "gymnasium:World-v9").AssertRefused("There is no environment World-v9");
    }

    [Fact]
    public void Check_checks_an_environment_of_Gymnasium()
    {
        CommandResult check = CommandLine.Run("check", "gymnasium:World-v0", "--set", "make.end=truncated");
        check.AssertSucceeded();
        check.AssertPrinted("The environment gymnasium:World-v0 keeps its contract.");
    }

    private static Preset Atari => Preset.For("gymnasium:ALE/Pong-v5");

    private static CommandResult Train(string id, string run, params string[] rest) =>
        CommandLine.Run(["train", $"gymnasium:{id}", "--output", run, .. rest]);
}
