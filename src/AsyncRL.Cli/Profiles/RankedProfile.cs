using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Views;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;
using MathNet.Numerics.Statistics;
using Spectre.Console;

namespace AsyncRL.Cli.Profiles;

/// <summary>What the exchange costs the ranks of a run, as tables and as a document.</summary>
/// <param name="Configuration">The run.</param>
/// <param name="Seconds">The requested seconds.</param>
/// <param name="Library">What connected the ranks.</param>
/// <param name="Ranks">The ranks in the order of their numbers.</param>
internal sealed record RankedProfile(
    TrainingConfiguration Configuration, double Seconds, string Library, ImmutableArray<RankProfile> Ranks)
{
    /// <summary>Writes the tables.</summary>
    /// <param name="console">Receives them.</param>
    internal void Write(IAnsiConsole console)
    {
        Table table = ProfileTables.Make("Ranks: agent steps per second", "rank", "alone", "together", "ratio", "from – to");
        foreach (RankProfile rank in Ranks) ProfileTables.AddRow(table, [NameOf(rank), .. Rates(rank.AloneRates, rank.Rates)]);
        ProfileTables.AddRow(table, ["all", .. Rates(Sum(rank => rank.AloneRates), Sum(rank => rank.Rates))]);
        string turns = NumberText.Count(Ranks[0].Rates.Length, "turn");
        console.Write(table.Caption($"{turns} of each kind; the ratio is that of turns side by side"));
        console.Write(ExchangeTable.Of("rank", Ranks.Select(rank => (NameOf(rank), rank.Exchange))));
    }

    /// <summary>Makes the document.</summary>
    internal JsonObject ToJson() => new()
    {
        ["environment"] = Configuration.Environment.Name,
        ["algorithm"] = Configuration.Algorithm.Name,
        ["network"] = Configuration.Network.Description.Name,
        ["parameters"] = Configuration.Network.Layout.ParameterCount,
        ["sharing"] = Configuration.Sharing,
        ["seed"] = Configuration.Seed,
        ["seconds"] = Json.Number(Seconds),
        ["library"] = Library,
        ["processor"] = MachineDescription.Processor,
        ["version"] = MachineDescription.Version,
        ["options"] = ProfileDocument.Options(Configuration),
        ["ranks"] = Json.Array(Ranks, rank => new JsonObject
        {
            ["rank"] = rank.Rank,
            ["host"] = rank.Host,
            ["threads"] = rank.Threads,
            ["aloneAgentStepsPerSecond"] = Json.Array(rank.AloneRates, Json.Number),
            ["agentStepsPerSecond"] = Json.Array(rank.Rates, Json.Number),
            ["medianRatio"] = Json.Number(rank.MedianRatio),
            ["exchange"] = ExchangeTable.ToJson(rank.Exchange),
        }),
    };

    private static string[] Rates(ImmutableArray<double> alone, ImmutableArray<double> together)
    {
        double[] ratios = [.. together.Zip(alone, (with, without) => with / without)];
        return
        [
            NumberText.Count(alone.Median()), NumberText.Count(together.Median()), Ratio(ratios.Median()),
            $"{Ratio(ratios.Minimum())} – {Ratio(ratios.Maximum())}",
        ];
    }

    private ImmutableArray<double> Sum(Func<RankProfile, ImmutableArray<double>> rates) =>
        [.. Enumerable.Range(0, rates(Ranks[0]).Length).Select(turn => Ranks.Sum(rank => rates(rank)[turn]))];

    private static string NameOf(RankProfile rank) => $"{NumberText.Count(rank.Rank)} on {rank.Host}";

    private static string Ratio(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);
}
