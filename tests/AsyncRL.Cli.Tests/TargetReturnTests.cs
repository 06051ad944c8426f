using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The output of train for a run that ended at its target return.</summary>
public sealed class TargetReturnTests : IDisposable
{
    private static readonly string[] Training =
    [
        .. CommandLine.Small("train"), "--execution", "simulated", "--actors", "2", "--agent-steps", "50000",
        "--set", "evaluation-episodes=5", "--set", "target-return=-1", "--set", "target-episodes=7",
    ];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_text_and_the_document_say_why_the_run_ended()
    {
        CommandResult text = CommandLine.Run([.. Training, "--output", _directory.At("text")]);
        text.AssertSucceeded();
        text.AssertPrinted(
            "The run ended before its 50,000 agent steps: the mean return of the latest 7 episodes reached the target-return -1.",
            "Evaluation over 5 new episodes");
        CommandResult json = CommandLine.Run([.. Training, "--output", _directory.At("json"), "--json"]);
        Assert.Equal("target-return", (string?)json.Document["end"]);
        Assert.InRange((long)json.Document["agentSteps"]!, 7, 1000);
    }

    [Theory]
    [InlineData("target-return=high", "target-return", "\"high\"", "or auto")]
    [InlineData("target-return=NaN", "target-return", "\"NaN\"", "or auto")]
    [InlineData("target-episodes=0", "target-episodes", "\"0\"", "from 1 to 100000")]
    [InlineData("target-retrun=1", "target-retrun", "did you mean target-return")]
    public void A_wrong_target_is_refused(string assignment, params string[] parts) =>
        CommandLine.Run("train", "catch", "--set", assignment, "--output", _directory.At("run")).AssertRefused(parts);
}
