using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Options files for train: the run.json of another run, or a part of one that was written by hand.</summary>
public sealed class OptionsFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_run_json_repeats_a_simulated_run_byte_by_byte()
    {
        string first = _directory.At("first"), second = _directory.At("second");
        CommandLine.Run(
        [
            .. CommandLine.Small("train"), "--execution", "simulated", "--actors", "3", "--agent-steps", "3000", "--seed", "5",
            "--set", "evaluation-episodes=0", "--set", "learning-rate=0.002", "--output", first,
        ]).AssertSucceeded();
        CommandLine.Run("train", "--options", Path.Combine(first, "run.json"), "--output", second).AssertSucceeded();
        byte[] episodes = File.ReadAllBytes(Path.Combine(first, "episodes.csv"));
        Assert.True(episodes.Length > 1000);
        Assert.Equal(episodes, File.ReadAllBytes(Path.Combine(second, "episodes.csv")));
        Assert.Equal(Manifest(first)["options"]!.ToJsonString(), Manifest(second)["options"]!.ToJsonString());
    }

    [Fact]
    public void A_file_written_by_hand_may_have_comments_trailing_commas_numbers_and_truth_values()
    {
        string path = Write(
            """
            {
                "environment": "catch", // the task
                "network": "mlp",
                "threads": 1,
                "agentSteps": 1e3,
                /* small */
                "options": { "rows": 6, "columns": "6", "evaluation-episodes": 0, "normalize-rewards": true, "T-Max": 7, },
            }
            """);
        CommandResult result = CommandLine.Run("train", "--options", path, "--output", _directory.At("run"), "--json");
        Assert.Equal(0, result.ExitCode);
        JsonNode options = Manifest(_directory.At("run"))["options"]!;
        Assert.InRange(result.Document["agentSteps"]!.GetValue<long>(), 1000, 1006);
        Assert.Equal(("6", "6", "true", "7"), ((string?)options["rows"], (string?)options["columns"],
            (string?)options["normalize-rewards"], (string?)options["t-max"]));
    }

    [Fact]
    public void The_command_line_comes_before_the_file_and_the_file_before_the_preset()
    {
        string path = Write(
            """
            {
                "environment": "cartpole", "algorithm": "n-step-q", "network": "mlp", "execution": "simulated", "actors": 3,
                "agentSteps": 900, "seed": 9, "sharing": "volatile", "options": { "t-max": 3, "discount": 0.5, "evaluation-episodes": 0 }
            }
            """);
        CommandResult result = CommandLine.Run(
            "train", "--options", path, "--set", "T-MAX=4", "--network", "mlp-2", "--seed", "2", "--execution", "threads", "--threads", "1",
            "--agent-steps", "500", "--output", _directory.At("run"));
        Assert.Equal(0, result.ExitCode);
        JsonNode manifest = Manifest(_directory.At("run"));
        Assert.Equal(("cartpole", "n-step-q", "mlp-2"),
            ((string?)manifest["environment"], (string?)manifest["algorithm"], (string?)manifest["network"]));
        Assert.Equal((500, 2, 1, "threads", "volatile"), ((int)manifest["agentSteps"]!, (int)manifest["seed"]!, (int)manifest["actors"]!,
            (string?)manifest["execution"], (string?)manifest["sharing"]));
        JsonNode options = manifest["options"]!;
        Assert.Equal(("4", "0.5", "5000"),
            ((string?)options["t-max"], (string?)options["discount"], (string?)options["target-interval"]));
    }

    [Theory]
    [InlineData("""{ "enviroment": "catch" }""", "member \"enviroment\"", "did you mean environment?")]
    [InlineData("""{ "agentStep": 5 }""", "member \"agentStep\"", "did you mean agentSteps?")]
    [InlineData("""{ "environment": "catsh" }""", "environment", "\"catsh\"", "did you mean catch")]
    [InlineData("""{ "environment": 5 }""", "member environment", "the number 5", "expected a text")]
    [InlineData("""{ "agentSteps": "many" }""", "member agentSteps", "the text \"many\"", "expected a whole number")]
    [InlineData("""{ "agentSteps": 1.5 }""", "member agentSteps", "the number 1.5", "expected a whole number")]
    [InlineData("""{ "environment": "catch", "agentSteps": 0 }""", "number of agent steps is 0", "at least 1")]
    [InlineData("""{ "seed": -1 }""", "member seed", "the number -1", "expected a whole number")]
    [InlineData("""{ "threads": null }""", "member threads", "null", "expected a whole number")]
    [InlineData("""{ "options": [1] }""", "member options", "an array", "an object of options")]
    [InlineData("""{ "options": { "t-max": null } }""", "options.t-max", "null", "a text, a number, true or false")]
    [InlineData("""{ "environment": "catch", "options": { "t_max": 5 } }""", "option \"t_max\"", "did you mean t-max")]
    [InlineData("""{ "environment": "catch", "options": { "t-max": true } }""", "t-max", "\"true\"", "whole number")]
    [InlineData("""{ "options": { "t-max": 5, "T-Max": 6 } }""", "T-Max", "twice")]
    [InlineData("""{ "options": { "t-max": 5, "t-max": 6 } }""", "no JSON object", "t-max")]
    [InlineData("""{ "format": 99 }""", "format 99", "expected 3")]
    [InlineData("""[ "catch" ]""", "an array; expected an object with options, as a run's run.json is one.")]
    [InlineData("""{ "environment": """, "no JSON object", "line 1", "; expected an object with options, as a run's run.json is one.")]
    [InlineData("", "no JSON object")]
    public void What_does_not_fit_is_refused_in_one_sentence(string text, params string[] parts)
    {
        CommandLine.Run("train", "--options", Write(text), "--output", _directory.At("run")).AssertRefused(parts);
        Assert.False(Path.Exists(_directory.At("run")));
    }

    [Fact]
    public void A_file_that_is_missing_is_a_directory_or_stands_beside_resume_is_refused()
    {
        CommandLine.Run("train", "catch", "--options", _directory.At("none.json")).AssertRefused("none.json", "does not exist");
        CommandLine.Run("train", "catch", "--options", _directory.FullPath).AssertRefused("is a directory", "run.json");
        CommandLine.Run("train", "--resume", "x", "--options", Write("{}")).AssertRefused("no directory x");
        CommandLine.Run("train", "--options", Write("{}")).AssertRefused("No environment is given");
    }

    private static JsonNode Manifest(string run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!;

    private string Write(string text)
    {
        string path = _directory.At("options.json");
        File.WriteAllText(path, text);
        return path;
    }
}
