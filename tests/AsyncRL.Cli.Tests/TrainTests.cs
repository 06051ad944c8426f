using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Views;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

[Collection(TrainedRunGroup.Name)]
public sealed class TrainTests(TrainedRunFixture trained) : IDisposable
{
    private static readonly string[] Fields =
    [
        "agentSteps", "end", "seconds", "agentStepsPerSecond", "execution", "threads", "actors", "seed", "output", "evaluation", "metrics",
        "bestCheckpoint",
        "curve",
    ];

    private static readonly string[] EvaluationFields =
    [
        "episodes", "meanReturn", "stdReturn", "minReturn", "maxReturn", "greedyMeanReturn", "cutEpisodes", "agentStepsPerEpisode",
        "returns",
    ];

    private readonly TemporaryDirectory _directory = new();

    private string Output => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Json_is_one_document_with_exactly_the_documented_fields()
    {
        JsonObject document = JsonNode.Parse(trained.TrainDocument)!.AsObject();
        Assert.Equal(Fields, document.Select(m => m.Key));
        Assert.Equal(EvaluationFields, document["evaluation"]!.AsObject().Select(m => m.Key));
        Assert.InRange(document["agentSteps"]!.GetValue<long>(), 2000, 2004);
        Assert.Equal("agent-steps", (string?)document["end"]);
        Assert.True(document["seconds"]!.GetValue<double>() > 0);
        Assert.True(document["agentStepsPerSecond"]!.GetValue<double>() > 0);
        Assert.Equal("threads", document["execution"]!.GetValue<string>());
        Assert.Equal((1, 1), (document["threads"]!.GetValue<int>(), document["actors"]!.GetValue<int>()));
        Assert.Equal(1, document["seed"]!.GetValue<int>());
        Assert.Equal(trained.Path, document["output"]!.GetValue<string>());
        Assert.Equal(20, document["evaluation"]!["episodes"]!.GetValue<int>());
    }

    [Fact]
    public void Without_a_terminal_it_prints_plain_lines()
    {
        CommandResult result = Train();
        result.AssertSucceeded();
        Assert.DoesNotContain('\e', result.Output);
        result.AssertPrinted("Training a3c on catch to agent step 2,000: network mlp, 1 thread, hogwild, seed 1; writing ", Output);
        result.AssertPrinted(" of 2,000 agent steps (");
        result.AssertPrinted("Evaluation over 20 new episodes, actions drawn from the policy: mean return ");
        result.AssertPrinted("with the most probable actions ");
        result.AssertPrinted("asyncrl play " + Output);
    }

    [Fact]
    public void A_network_for_which_the_settings_were_not_found_is_named()
    {
        Assert.Equal(
            "Note: The settings of a3c on catch were found for the network catch; "
            + "the network mlp may need another learning rate." + Environment.NewLine,
            Train().Error);
        string[] preset = ["train", "catch", "--threads", "1", "--agent-steps", "50", "--set", "evaluation-episodes=0"];
        Assert.Equal("", CommandLine.Run([.. preset, "--output", _directory.At("preset")]).Error);
    }

    [Fact]
    public void A_finished_run_that_is_resumed_says_so_and_does_not_evaluate_again()
    {
        trained.CopyTo(Output);
        CommandResult resumed = CommandLine.Run("train", "--resume", Output);
        Assert.Equal(0, resumed.ExitCode);
        resumed.AssertPrinted($"The run in {Output} has done all its agent steps, 2,00", " of 2,000; its final evaluation follows");
        CommandResult json = CommandLine.Run(
            new CommandOptions { SignalAtFirstLookAtTheClock = PosixSignal.SIGINT }, "train", "--resume", Output, "--json");
        Assert.Equal(0, json.ExitCode);
        Assert.Equal(JsonNode.Parse(trained.TrainDocument)!["evaluation"]!.ToJsonString(), json.Document["evaluation"]!.ToJsonString());
        Assert.DoesNotContain("to agent step", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_in_the_header_the_manifest_and_the_document_and_a_resumed_run_keeps_them()
    {
        string[] arguments = [.. CommandLine.Small("train"), "--threads", "2", "--groups", "2", "--pin", "--agent-steps", "2000"];
        CommandResult result = CommandLine.Run([.. arguments, "--output", Output]);
        Assert.Equal(0, result.ExitCode);
        result.AssertPrinted(", 2 threads in 2 groups, hogwild, ");
        Assert.Contains("The learning rate is multiplied by the number of groups, from ", result.Error, StringComparison.Ordinal);
        CommandLine.Run("train", "--resume", Output, "--groups", "1").AssertRefused("--groups is given with --resume");
        CommandLine.Run("train", "--resume", Output, "--set", "groups=1").AssertRefused("\"2\", which a run keeps when it is resumed");
        CommandResult resumed = CommandLine.Run("train", "--resume", Output, "--agent-steps", "4000", "--set", "pin=false", "--json");
        Assert.Equal(2, resumed.Document["groups"]!.GetValue<int>());
        Assert.Equal(2, resumed.Document["threads"]!.GetValue<int>());
        Assert.Contains("The option pin is now false; it was true.", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_of_chosen_groups_is_told()
    {
        CommandResult result = CommandLine.Run(
            [.. CommandLine.Small("train"), "--threads", "1", "--groups", "auto", "--agent-steps", "200", "--output", Output]);
        Assert.Contains(
            "Note: The option groups is auto: 1 group, because there is one thread.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 50)]
    public void On_a_terminal_it_draws_a_dashboard(int width, int height)
    {
        CommandResult result = Train(new CommandOptions { OutputIsTerminal = true, TerminalSize = (width, height) });
        result.AssertSucceeded();
        Assert.Contains('\e', result.Output);
        result.AssertPrinted("gradient norm");
        result.AssertPrinted("staleness");
        result.AssertPrinted("evaluation: 40 of 40 episodes");
        result.AssertPrinted("Evaluation over 20 new episodes");
    }

    [Fact]
    public void With_json_the_display_goes_to_standard_error()
    {
        CommandResult onTerminal = Train(new CommandOptions { OutputIsTerminal = true, ErrorIsTerminal = true }, "--json");
        Assert.Contains("gradient norm", onTerminal.Error, StringComparison.Ordinal);
        Assert.Equal(Fields.Length, onTerminal.Document.Count);
    }

    [Fact]
    public void With_json_plain_lines_go_to_standard_error()
    {
        CommandResult elsewhere = Train(new CommandOptions { OutputIsTerminal = true }, "--json");
        Assert.Contains("Training a3c on catch", elsewhere.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', elsewhere.Error);
        Assert.Equal(Fields.Length, elsewhere.Document.Count);
    }

    [Fact]
    public void One_thread_and_one_seed_give_the_same_evaluation_again()
    {
        CommandResult again = Train(null, "--json");
        Assert.Equal(JsonNode.Parse(trained.TrainDocument)!["evaluation"]!.ToJsonString(), again.Document["evaluation"]!.ToJsonString());
    }

    [Fact]
    public void The_simulated_execution_trains_actors_on_one_thread_the_same_way_every_time()
    {
        JsonObject document = Simulate("one"), again = Simulate("two");
        Assert.Equal("simulated", document["execution"]!.GetValue<string>());
        Assert.Equal((1, 3), (document["threads"]!.GetValue<int>(), document["actors"]!.GetValue<int>()));
        Assert.InRange(document["agentSteps"]!.GetValue<long>(), 2000, 2004);
        Assert.Equal(document["evaluation"]!.ToJsonString(), again["evaluation"]!.ToJsonString());

        JsonObject Simulate(string output)
        {
            string[] run = ["--execution", "simulated", "--actors", "3", "--agent-steps", "2000", "--output", _directory.At(output)];
            CommandResult result = CommandLine.Run([.. CommandLine.Small("train"), .. run, "--json"]);
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("3 actors simulated", result.Error, StringComparison.Ordinal);
            return result.Document;
        }
    }

    /// <summary>Sixteen actors share one thread, so that there are enough processors.</summary>
    [Fact]
    public void Simulated_actors_beyond_the_processors_are_not_warned_of()
    {
        string[] run = ["--execution", "simulated", "--agent-steps", "500", "--output", Output];
        CommandLine.Run([.. CommandLine.Small("train"), .. run]).AssertSucceeded();
    }

    [Fact]
    public void More_threads_than_processors_are_warned_of()
    {
        int threads = Environment.ProcessorCount + 1;
        string[] arguments = [.. CommandLine.Small("train"), "--threads", $"{threads}", "--agent-steps", "500", "--output", Output];
        CommandResult result = CommandLine.Run(arguments);
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"Warning: {threads} threads share {threads - 1} processor", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_evaluation_is_null_in_json()
    {
        string[] arguments = [.. CommandLine.SmallTraining[..^1], "evaluation-episodes=0", "--output", Output, "--json"];
        JsonObject document = CommandLine.Run(arguments).Document;
        Assert.Null(document["evaluation"]);
        Assert.True(document.ContainsKey("evaluation"));
        Assert.False(document.ContainsKey("interrupted"));
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData(PosixSignal.SIGHUP, 129)]
    public void A_signal_saves_and_says_how_to_continue(PosixSignal signal, int exitCode)
    {
        CommandResult result = Train(new CommandOptions { SignalAtStart = signal });
        Assert.Equal(exitCode, result.ExitCode);
        result.AssertPrinted("Interrupted at agent step ");
        result.AssertPrinted($"asyncrl train --resume {Output}");
        Assert.DoesNotContain("Evaluation", result.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(Output, "checkpoints"), "*.checkpoint"));
    }

    [Fact]
    public void An_interrupted_run_says_so_in_json_and_is_continued_to_its_end()
    {
        CommandResult interrupted = Train(new CommandOptions { SignalAtStart = PosixSignal.SIGINT }, "--json");
        Assert.Equal(130, interrupted.ExitCode);
        Assert.True(interrupted.Document["interrupted"]!.GetValue<bool>());
        Assert.Null(interrupted.Document["evaluation"]);
        Assert.Equal(0, interrupted.Document["agentSteps"]!.GetValue<long>());

        CommandResult resumed = CommandLine.Run("train", "catch", "--resume", Output, "--json");
        Assert.Equal(0, resumed.ExitCode);
        Assert.InRange(resumed.Document["agentSteps"]!.GetValue<long>(), 2000, 2004);
        Assert.False(resumed.Document.ContainsKey("interrupted"));
        Assert.Equal(JsonNode.Parse(trained.TrainDocument)!["evaluation"]!.ToJsonString(), resumed.Document["evaluation"]!.ToJsonString());
    }

    [Fact]
    public void A_signal_during_the_evaluation_leaves_it_to_the_resumed_run()
    {
        CommandResult interrupted = Train(new CommandOptions { SignalAtFirstLookAtTheClock = PosixSignal.SIGINT }, "--json");
        Assert.Equal(130, interrupted.ExitCode);
        Assert.InRange(interrupted.Document["agentSteps"]!.GetValue<long>(), 2000, 2004);
        Assert.True(interrupted.Document["interrupted"]!.GetValue<bool>());
        Assert.Null(interrupted.Document["evaluation"]);

        CommandResult resumed = CommandLine.Run("train", "--resume", Output, "--json");
        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(JsonNode.Parse(trained.TrainDocument)!["evaluation"]!.ToJsonString(), resumed.Document["evaluation"]!.ToJsonString());
    }

    [Fact]
    public void A_refused_gradient_gives_exit_code_1_and_what_is_kept_and_no_stack_trace()
    {
        CommandResult result = Train(null, "--set", "learning-rate=1e6", "--set", "epsilon=1e-20", "--set", "clip-norm=0");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The training failed: actor-learner 0 failed at agent step ", result.Error, StringComparison.Ordinal);
        Assert.Contains($"{Output} keeps the checkpoint of 0 agent steps, from before the fault", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(Output, "checkpoints"), "*-refused.checkpoint"));
        Assert.Single(Directory.GetFiles(Path.Combine(Output, "checkpoints"), "000000000000.checkpoint"));
    }

    [Fact]
    public void Any_other_failure_of_an_actor_learner_comes_with_its_stack_trace()
    {
        var bug = new InvalidOperationException("The board broke.");
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(new TrainingRequest { Environment = "catch" });
        string[] lines = [.. FaultAdvice.Lines(configuration, "runs/a b", new TrainingFaultException("It failed.", bug), "asyncrl")];
        Assert.Contains("saved in runs/a b; to continue from it: asyncrl train --resume", lines[0], StringComparison.Ordinal);
        Assert.Equal(bug.ToString(), lines[1]);
    }

    private CommandResult Train(CommandOptions? options = null, params string[] more) =>
        CommandLine.Run(options ?? new CommandOptions(), [.. CommandLine.SmallTraining, "--output", Output, .. more]);
}
