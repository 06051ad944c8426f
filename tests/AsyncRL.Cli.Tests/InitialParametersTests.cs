using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>train --initial-parameters: runs that begin with the θ of another run.</summary>
public sealed class InitialParametersTests : IDisposable
{
    private static readonly string[] Short =
        [.. CommandLine.Small("train"), "--threads", "1", "--agent-steps", "50", "--set", "evaluation-episodes=0"];

    private readonly TemporaryDirectory _directory = new();

    private string Source => _directory.At("source");

    private string Output => _directory.At("output");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_run_begins_with_the_return_that_the_other_has_learned()
    {
        CommandLine.Run([.. CommandLine.Small("train"), "--threads", "1", "--agent-steps", "40000", "--set", "evaluation-episodes=0",
            "--set", "target-return=0.8", "--output", Source]).AssertSucceeded();
        CommandResult tuned = Train("--initial-parameters", Source, "--seed", "9", "--output", Output, "--json");
        Assert.Equal(0, tuned.ExitCode);
        string note = (string)tuned.Document["notes"]!.AsArray().Single()!;
        Assert.Matches($"^θ begins as that of {Source} at agent step [0-9,]+\\.$", note);
        Assert.Contains($"Note: {note}", tuned.Error, StringComparison.Ordinal);
        JsonNode learned = Evaluate(Source), first = Evaluate(Output, "--checkpoint", "0");
        Assert.Equal(learned.ToJsonString(), first.ToJsonString());
        Assert.True((double)first["meanReturn"]! > 0.5, first.ToJsonString());

        string repeated = _directory.At("repeated");
        CommandResult again = CommandLine.Run("train", "--options", Path.Combine(Output, "run.json"), "--output", repeated);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(learned.ToJsonString(), Evaluate(repeated, "--checkpoint", "0").ToJsonString());
    }

    [Fact]
    public void The_checkpoint_can_be_chosen_and_each_seed_begins_with_it()
    {
        CommandLine.Run([.. CommandLine.SmallTraining, "--set", "evaluation-interval=600", "--output", Source]).AssertSucceeded();
        string best = CommandLine.Run("evaluate", Source, "--episodes", "5", "--seed", "3", "--checkpoint", "best", "--json").Output;
        Assert.Equal(0, Train("--initial-parameters", Source, "--checkpoint", "best", "--seeds", "1,2", "--output", Output).ExitCode);
        foreach (string seed in (string[])["seed-1", "seed-2"])
        {
            string[] evaluation = ["evaluate", Path.Combine(Output, seed), "--episodes", "5", "--seed", "3", "--checkpoint", "0", "--json"];
            Assert.Equal(best, CommandLine.Run(evaluation).Output);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_anything_is_written()
    {
        CommandLine.Run([.. Short, "--output", Source]).AssertSucceeded();
        Refused(Train("--initial-parameters", _directory.At("sourse")), "There is no directory", "did you mean", Source);
        Refused(Train("--initial-parameters", _directory.FullPath), "holds no run.json", "asyncrl train ENVIRONMENT --initial-parameters");
        Refused(Train("--initial-parameters", Source, "--set", "stack=2"), "\"pixels 6×6×1\"; expected \"pixels 6×6×2\" as of catch");
        Refused(Train("--initial-parameters", Source, "--set", "hidden=9"), "\"dense 64, relu\"; expected \"dense 9, relu\"");
        Refused(Train("--initial-parameters", Source, "--checkpoint", "7"), "There is no checkpoint \"7\"");
        Refused(Train("--initial-parameters", ""), "--initial-parameters is \"\"", "expected a directory");
        Refused(Train("--initial-parameters", Source, "--seeds", "1..2", "--set", "hidden=9"), "dense 64");
        CommandResult beside = CommandLine.Run("train", "--resume", Source, "--initial-parameters", Source);
        Refused(beside, "--initial-parameters is given with --resume");
        foreach (string file in Directory.GetFiles(Path.Combine(Source, "checkpoints"))) File.WriteAllText(file, "damaged");
        Refused(Train("--initial-parameters", Source), "no checkpoint of AsyncRL");

        void Refused(CommandResult result, params string[] parts)
        {
            result.AssertRefused(parts);
            Assert.False(Path.Exists(Output));
        }
    }

    [Theory]
    [InlineData("5", "the number 5", "an object with a directory")]
    [InlineData("{}", "initialParameters", "no directory")]
    [InlineData("""{ "directory": "x", "checkpoin": "best" }""", "\"checkpoin\"", "did you mean checkpoint?")]
    [InlineData("""{ "directory": "x" }""", "directory x", "run.json")]
    public void What_an_options_file_says_amiss_is_refused(string member, params string[] parts)
    {
        File.WriteAllText(_directory.At("options.json"), $"{{ \"environment\": \"catch\", \"initialParameters\": {member} }}");
        CommandLine.Run("train", "--options", _directory.At("options.json"), "--output", Output).AssertRefused(parts);
        Assert.False(Path.Exists(Output));
    }

    private static JsonObject Evaluate(string run, params string[] more) =>
        CommandLine.Run(["evaluate", run, "--episodes", "40", "--seed", "3", "--json", .. more]).Document;

    private CommandResult Train(params string[] more) =>
        CommandLine.Run(more.Contains("--output") ? [.. Short, .. more] : [.. Short, .. more, "--output", Output]);
}
