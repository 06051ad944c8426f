using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The output of train for periodic evaluations.</summary>
public sealed class PeriodicEvaluationTests : IDisposable
{
    private static readonly string[] Training =
    [
        .. CommandLine.Small("train"), "--execution", "simulated", "--actors", "2", "--agent-steps", "1000",
        "--set", "evaluation-episodes=5", "--set", "evaluation-interval=400", "--set", "report-seconds=0.01",
    ];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_document_has_a_row_of_figures_for_each()
    {
        CommandResult result = CommandLine.Run([.. Training, "--output", _directory.At("run"), "--json"]);
        Assert.Equal(0, result.ExitCode);
        JsonArray evaluations = result.Document["periodicEvaluations"]!.AsArray();
        Assert.Equal(2, evaluations.Count);
        Assert.Equal(
            ["agentStep", "episodes", "meanReturn", "stdReturn", "minReturn", "maxReturn", "meanLength", "cutEpisodes"],
            evaluations[0]!.AsObject().Select(member => member.Key));
        Assert.InRange((long)evaluations[1]!["agentStep"]!, 800, 900);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(_directory.At("run"), "evaluations.csv")).Length);
    }

    [Fact]
    public void A_terminal_shows_the_latest()
    {
        var terminal = new CommandOptions { OutputIsTerminal = true };
        CommandResult result = CommandLine.Run(terminal, [.. Training, "--output", _directory.At("run")]);
        Assert.Equal(0, result.ExitCode);
        result.AssertPrinted("evaluated at agent step 8");
    }

    [Theory]
    [InlineData("evaluation-interval=0", "evaluation-interval", "\"0\"", "or auto")]
    [InlineData("evaluation-intervall=5", "evaluation-intervall", "did you mean evaluation-interval")]
    public void A_wrong_interval_is_refused(string assignment, params string[] parts) =>
        CommandLine.Run("train", "catch", "--set", assignment, "--output", _directory.At("run")).AssertRefused(parts);
}
