using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The options and messages of train when it continues a run.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Run => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_refused_gradient_is_a_sentence_without_a_stack_and_its_advice_can_be_typed()
    {
        CommandResult failed = CommandLine.Run(
            "train", "cartpole", "--threads", "1", "--agent-steps", "3000", "--output", Run, "--set", "evaluation-episodes=0",
            "--set", "learning-rate=1000000", "--set", "clip-norm=0");
        Assert.Equal(1, failed.ExitCode);
        string[] lines = failed.Error.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(2, lines.Length);
        Assert.Matches(
            @"^The training failed: actor-learner 0 failed at agent step \d+: The gradient's sum of squares is \S+; .*\.$", lines[0]);
        const string Advice = "asyncrl train --resume ";
        string command = lines[1][(lines[1].IndexOf(Advice, StringComparison.Ordinal) + "asyncrl ".Length)..];

        CommandResult resumed = CommandLine.Run(command.Split(' '));
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("The option learning-rate is ", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("The option clip-norm is now 40; it was 0.", resumed.Error, StringComparison.Ordinal);
        CommandLine.Run("evaluate", Run, "--episodes", "2").AssertSucceeded();
    }

    [Fact]
    public void A_longer_run_with_another_learning_rate_says_so_in_words_and_in_json()
    {
        CommandLine.Run([.. CommandLine.SmallTraining, "--output", Run]).AssertSucceeded();
        CommandResult longer = CommandLine.Run(
            "train", "--resume", Run, "--agent-steps", "3000", "--set", "learning-rate=0.0001", "--sharing", "interlocked", "--json");
        Assert.Equal(0, longer.ExitCode);
        Assert.InRange(longer.Document["agentSteps"]!.GetValue<long>(), 3000, 3100);
        JsonArray notes = longer.Document["notes"]!.AsArray();
        Assert.Equal(3, notes.Count);
        foreach (JsonNode? note in notes) Assert.Contains(note!.GetValue<string>(), longer.Error, StringComparison.Ordinal);
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Run, "run.json")))!;
        Assert.Equal((3000, "interlocked"), ((int)manifest["agentSteps"]!, (string)manifest["sharing"]!));
        Assert.Equal(3, manifest["changes"]!.AsArray().Count);
    }

    [Fact]
    public void An_edited_manifest_is_compared_with_the_checkpoint()
    {
        CommandLine.Run([.. CommandLine.SmallTraining, "--output", Run]).AssertSucceeded();
        Edit(manifest => manifest["seed"] = 77);
        CommandLine.Run("train", "--resume", Run).AssertRefused("option seed is \"77\"", "made with \"1\"");
        CommandLine.Run("evaluate", Run, "--episodes", "1").AssertRefused("option seed is \"77\"");
        Edit(manifest => manifest["seed"] = 1);
        Edit(manifest => manifest["options"]!["learning-rate"] = "0.5");
        CommandResult resumed = CommandLine.Run("train", "--resume", Run);
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("The option learning-rate is now 0.5", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_belongs_to_resume()
    {
        CommandLine.Run("train", "catch", "--checkpoint", "5").AssertRefused("--checkpoint", "--resume");
        CommandLine.Run("play", "catch", "--human", "--checkpoint", "5").AssertRefused("--checkpoint", "--human");
    }

    private void Edit(Action<JsonObject> edit)
    {
        string path = Path.Combine(Run, "run.json");
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        edit(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }
}
