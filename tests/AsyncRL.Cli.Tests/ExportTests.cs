using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

[Collection(TrainedRunGroup.Name)]
public sealed class ExportTests(TrainedRunFixture trained) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("onnx")]
    [InlineData("safetensors")]
    [InlineData("NPZ")]
    public void A_network_is_written_where_it_is_wanted(string format)
    {
        string file = _directory.At("file");
        CommandResult result = CommandLine.Run("export", trained.Path, "--format", format, "--output", file, "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(format.ToLowerInvariant(), result.Document["format"]!.GetValue<string>());
        Assert.Equal(new FileInfo(file).Length, result.Document["bytes"]!.GetValue<long>());
        Assert.True(result.Document["agentSteps"]!.GetValue<long>() > 0);
        CommandLine.Run("export", trained.Path, "--format", format, "--output", file).AssertPrinted("file, ", " of agent step ");
        Assert.False(File.Exists(file + ".unfinished"));
    }

    [Fact]
    public void A_run_that_was_exported_and_imported_plays_the_same_episodes()
    {
        (string file, string copy) = (_directory.At("weights.safetensors"), _directory.At("copy"));
        foreach (string layout in (string[])["asyncrl", "torch"])
        {
            string[] export = ["export", trained.Path, "--format", "safetensors", "--layout", layout, "--output", file];
            Assert.Equal(0, CommandLine.Run(export).ExitCode);
            string output = $"{copy}-{layout}";
            CommandResult imported = CommandLine.Run("import", file, "--like", trained.Path, "--output", output, "--json");
            Assert.Equal(0, imported.ExitCode);
            Assert.Equal(output, imported.Document["output"]!.GetValue<string>());
            string[] evaluate = ["--episodes", "20", "--seed", "4", "--json"];
            JsonObject before = CommandLine.Run(["evaluate", trained.Path, .. evaluate]).Document;
            Assert.Equal(before.ToJsonString(), CommandLine.Run(["evaluate", output, .. evaluate]).Document.ToJsonString());
        }

        CommandResult resumed = CommandLine.Run("train", "--resume", $"{copy}-torch", "--json");
        Assert.Equal(0, resumed.ExitCode);
        Assert.True(resumed.Document["agentSteps"]!.GetValue<long>() > 0);
    }

    [Fact]
    public void A_run_with_tensorboard_has_one_event_file_which_an_export_repeats()
    {
        string run = _directory.At("run");
        Assert.Equal(0, CommandLine.Run([.. CommandLine.SmallTraining, "--output", run, "--tensorboard"]).ExitCode);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(run, "tensorboard")));
        string[] parts = ["agent/episode", "IHDR", "parameters/", "gradients/"];
        string trained = File.ReadAllText(file, System.Text.Encoding.Latin1);
        foreach (string part in parts) Assert.Contains(part, trained, StringComparison.Ordinal);
        CommandResult exported = CommandLine.Run("export", run, "--format", "tensorboard");
        exported.AssertPrinted("events.out.tfevents.", "tensorboard --logdir ");
        foreach (string part in parts) Assert.Contains(part, File.ReadAllText(file, System.Text.Encoding.Latin1), StringComparison.Ordinal);
        Assert.Equal(file, Assert.Single(Directory.GetFiles(Path.Combine(run, "tensorboard"))));
    }

    [Fact]
    public void What_an_event_file_lacks_is_named()
    {
        string run = _directory.At("run"), output = _directory.At("events");
        trained.CopyTo(run);
        CommandLine.Run("export", run, "--format", "tensorboard", "--output", output).AssertSucceeded();
        File.Delete(Path.Combine(run, "metrics.csv"));
        CommandResult result = CommandLine.Run("export", run, "--format", "tensorboard", "--output", output, "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Note: There is no table metrics.csv.", result.Error, StringComparison.Ordinal);
        Assert.Equal("There is no table metrics.csv.", Assert.Single(result.Document["missing"]!.AsArray())!.GetValue<string>());
    }

    /// <summary>The steps of the distributions are those at which the checkpoints were kept.</summary>
    [Fact]
    public void An_export_has_the_distributions_of_the_parameters_of_each_kept_checkpoint()
    {
        string run = _directory.At("run"), output = _directory.At("events");
        string[] more = ["--set", "keep-checkpoints=10", "--set", "checkpoint-seconds=0.01", "--agent-steps", "20000"];
        Assert.Equal(0, CommandLine.Run([.. CommandLine.Small("train"), "--threads", "1", "--output", run, .. more]).ExitCode);
        int kept = Directory.GetFiles(Path.Combine(run, "checkpoints"), "*", SearchOption.AllDirectories).Length;
        Assert.True(kept > 2, $"{kept} checkpoints were kept.");
        CommandLine.Run("export", run, "--format", "tensorboard", "--output", output).AssertSucceeded();
        string text = File.ReadAllText(Assert.Single(Directory.GetFiles(output)), System.Text.Encoding.Latin1);
        int distributions = text.Split("parameters/policy.weights").Length - 1;
        Assert.True(distributions > 2, $"The file has {distributions} distributions of a block.");
    }

    [Fact]
    public void An_environment_that_fails_after_the_training_does_not_hide_its_result()
    {
        string run = _directory.At("run"), environment = $"{typeof(BreakingLine).Assembly.Location}:{nameof(BreakingLine)}";
        AppContext.SetData(BreakingLine.File, Path.Combine(run, "evaluation.json"));
        CommandResult result = CommandLine.Run(
            "train", environment, "--threads", "1", "--agent-steps", "500", "--set", "evaluation-episodes=1", "--tensorboard", "--json",
            "--output", run);
        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Document["agentSteps"]!.GetValue<long>() >= 500);
        Assert.Contains("Note: the event file lacks an episode or gradients. The line is broken.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_file_that_cannot_be_written_does_not_end_the_training()
    {
        string run = _directory.At("run");
        Assert.Equal(0, CommandLine.Run([.. CommandLine.SmallTraining, "--output", run]).ExitCode);
        File.WriteAllText(Path.Combine(run, "tensorboard"), "in the way");
        CommandResult result = CommandLine.Run("train", "--resume", run, "--agent-steps", "3000", "--tensorboard", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Warning: the event file for TensorBoard is not written any more: ", result.Error, StringComparison.Ordinal);
        Assert.True(result.Document["agentSteps"]!.GetValue<long>() >= 3000);
    }

    [Theory]
    [InlineData("There is no format; expected --format with one of onnx, safetensors, npz, tensorboard.")]
    [InlineData("There is no format \"onx\"; did you mean onnx?", "--format", "onx")]
    [InlineData("There is no layout \"troch\"; did you mean torch?", "--format", "npz", "--layout", "troch")]
    [InlineData("The format onnx has no layout of weights; expected --layout with safetensors or npz.", "--format=onnx", "--layout=torch")]
    public void Wrong_input_of_an_export_gets_a_sentence(string sentence, params string[] arguments) =>
        CommandLine.Run(["export", trained.Path, .. arguments]).AssertRefused(sentence);

    [Fact]
    public void Wrong_input_of_an_import_gets_a_sentence()
    {
        string output = _directory.At("output"), damaged = _directory.At("damaged");
        CommandLine.Run("import", "missing", "--output", output)
            .AssertRefused("There is no run to take the settings of; expected --like DIR, a directory that train wrote.");
        CommandLine.Run("import", "missing", "--like", trained.Path)
            .AssertRefused("There is no output directory; expected --output DIR, a path that does not exist.");
        CommandLine.Run("import", "missing", "--like", trained.Path, "--output", output)
            .AssertRefused("There is no file missing; expected a file of safetensors.");
        File.WriteAllText(damaged, "short");
        CommandLine.Run("import", damaged, "--like", trained.Path, "--output", output)
            .AssertRefused("The file has 5 bytes; expected at least 8, as in an undamaged file of safetensors.");
        Assert.False(Directory.Exists(output));
    }
}
