using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The output of commands for runs that ended after a time.</summary>
public sealed class TrainingSecondsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_text_and_the_document_say_why_the_run_ended()
    {
        string[] training =
        [
            .. CommandLine.Small("train"), "--agent-steps", "900000000", "--set", "evaluation-episodes=5", "--set", "training-seconds=0.1",
        ];
        CommandResult text = CommandLine.Run([.. training, "--output", _directory.At("text")]);
        text.AssertSucceeded();
        text.AssertPrinted(
            "The run ended before its 900,000,000 agent steps: its training-seconds, 0.100, were over.", "Evaluation over 5 new episodes");
        CommandResult json = CommandLine.Run([.. training, "--output", _directory.At("json"), "--json"]);
        Assert.Equal("training-seconds", (string?)json.Document["end"]);

        // Such a run has ended as it was asked to, so that it has a score.
        CommandLine.Run("compare", _directory.At("text"), _directory.At("json"), "--json").AssertSucceeded();
    }

    [Fact]
    public void A_study_says_how_many_runs_ended_by_their_seconds_and_repeats_none()
    {
        string file = _directory.At("study.json"), output = _directory.At("study");
        File.WriteAllText(file, """
            {
              "runs": { "environment": "abc", "algorithm": "a3c", "execution": "simulated", "actors": 2, "agentSteps": 900000000,
                        "options": { "evaluation-episodes": 2, "training-seconds": 20 } },
              "vary": { "agent-steps": [300, 900000000] },
              "seeds": "1"
            }
            """);
        CommandLine.Run("study", file, "--output", output, "--budget-share", "0.005").AssertSucceeded();
        string page = File.ReadAllText(Path.Combine(output, "study.md"));
        Assert.Contains("- 1 run ended by the option training-seconds before the agent steps were done.", page, StringComparison.Ordinal);
        string[] rows = File.ReadAllLines(Path.Combine(output, "results.csv"))[1..];
        Assert.All(rows, row => Assert.Contains(",finished,", row, StringComparison.Ordinal));
        CommandLine.Run("study", output).AssertSucceeded();
        Assert.Equal(rows, File.ReadAllLines(Path.Combine(output, "results.csv"))[1..]);
    }

    [Theory]
    [InlineData("training-seconds=0", "training-seconds", "\"0\"", "from 0.01 to")]
    [InlineData("training-seconds=soon", "training-seconds", "\"soon\"", "or auto")]
    public void A_wrong_time_is_refused(string assignment, params string[] parts) =>
        CommandLine.Run("train", "catch", "--set", assignment, "--output", _directory.At("run")).AssertRefused(parts);
}
