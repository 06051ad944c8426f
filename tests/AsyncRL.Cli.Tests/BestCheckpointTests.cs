using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The best checkpoint, by name.</summary>
public sealed class BestCheckpointTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Output => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_is_named_by_train_and_read_by_evaluate_and_record()
    {
        string[] training = [.. CommandLine.SmallTraining, "--set", "evaluation-interval=600", "--output", Output];
        JsonNode best = CommandLine.Run([.. training, "--json"]).Document["bestCheckpoint"]!;
        Assert.Equal("evaluation", (string?)best["by"]);
        CommandResult evaluation = CommandLine.Run("evaluate", Output, "--checkpoint", "best", "--episodes", "3");
        evaluation.AssertSucceeded();
        evaluation.AssertPrinted($"after {(long)best["agentSteps"]!:N0} of 2,000 agent steps.");
        CommandLine.Run("record", Output, "--checkpoint", "best", "--output", _directory.At("a.gif")).AssertSucceeded();
        CommandLine.Run("evaluate", Output, "--checkpoint", "worst").AssertRefused("\"worst\"", ", best.");
    }

    [Fact]
    public void A_run_without_one_says_what_there_is()
    {
        CommandLine.Run([.. CommandLine.Small("train"), "--threads", "1", "--agent-steps", "50", "--set", "evaluation-episodes=0",
            "--output", Output]).AssertSucceeded();
        CommandLine.Run("evaluate", Output, "--checkpoint", "best").AssertRefused("no checkpoint \"best\"", "one of the agent steps");
    }

    [Fact]
    public void The_summary_says_how_to_evaluate_it()
    {
        CommandResult result = CommandLine.Run([.. CommandLine.SmallTraining, "--output", Output]);
        result.AssertSucceeded();
        result.AssertPrinted("Best checkpoint: agent step 2,00", " over its latest episodes; asyncrl evaluate ", "--checkpoint best");
    }
}
