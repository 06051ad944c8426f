using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Profiles;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Tests;

/// <summary>The profile of ranks as tables and as a document.</summary>
public class RankedProfileTests
{
    private static readonly RankedProfile Profile = new(
        TrainingConfiguration.Resolve(new TrainingRequest { Environment = "catch", Network = "mlp" }), 4, "a library",
        [Rank(0, 1), Rank(1, 3)]);

    [Fact]
    public void The_ratios_are_those_of_turns_side_by_side()
    {
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 120;
        Profile.Write(console);
        string[] lines = text.ToString().Split('\n');
        Assert.Equal(["0 on host", "100", "75", "0.50", "0.25 – 0.90"], CellsOf(lines, "0 on host"));
        Assert.Equal(["all", "400", "300", "0.50", "0.25 – 0.90"], CellsOf(lines, "all"));
        Assert.Contains("3 turns of each kind", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_has_every_turn_and_exchange()
    {
        JsonNode second = JsonNode.Parse(Profile.ToJson().ToJsonString())!["ranks"]![1]!;
        Assert.Equal((1, "host", 2), ((int)second["rank"]!, (string)second["host"]!, (int)second["threads"]!));
        Assert.Equal([300, 450, 250], second["aloneAgentStepsPerSecond"]!.AsArray().Select(rate => (double)rate!));
        Assert.Equal([75, 225, 225], second["agentStepsPerSecond"]!.AsArray().Select(rate => (double)rate!));
        Assert.Equal(0.5, (double)second["medianRatio"]!);
        Assert.Equal(20, (long)second["exchange"]!["rounds"]!);
    }

    private static RankProfile Rank(int number, double rate) => new(
        number, "host", 2, [100 * rate, 150 * rate, rate * 250 / 3], [25 * rate, 75 * rate, 75 * rate],
        new ExchangeProfile(number, 3, 20, 0.1, 0.2, 0.3, 4e6, 50));

    private static string[] CellsOf(string[] lines, string name) =>
        [.. lines.First(line => line.Contains(name, StringComparison.Ordinal)).Split('│')[1..^1].Select(cell => cell.Trim())];
}
