using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Curves;

/// <summary>The tables of a run, with the columns that each has (docs/tables.md).</summary>
internal static class RunTableReadings
{
    /// <summary>The suffix of the columns of the seconds by phase.</summary>
    internal const string PhaseSuffix = "_seconds";

    /// <summary>threads.csv.</summary>
    internal static TableReading Threads { get; } = new(RunFiles.ThreadsName, "thread", "updates", "mean_staleness")
    {
        Filled = ["thread", "updates"],
        Usual = ["agent_steps", "seconds", "thread_agent_steps", "largest_staleness", .. PhaseColumns],
    };

    /// <summary>episodes.csv. Tables of old runs have no numbers of episodes.</summary>
    internal static TableReading Episodes { get; } = new(RunFiles.EpisodesName, "agent_step", "return")
    {
        Kept = RunFiles.EpisodeColumns,
        Filled = ["agent_step"],
        Usual = ["thread", "length"],
    };

    /// <summary>evaluations.csv.</summary>
    internal static TableReading Evaluations { get; } = new("evaluations.csv", "agent_step", "mean", "standard_deviation")
    {
        Kept = ["agent_step", "mean", "standard_deviation"],
        Filled = ["agent_step"],
        Usual = ["episodes", "minimum", "maximum", "mean_length"],
    };

    /// <summary>exchange.csv. Tables of earlier versions have no columns beside these.</summary>
    internal static TableReading Exchange { get; } = new(
        "exchange.csv", "rank", "agent_steps", "rounds", "bytes", "round_milliseconds", "late_updates_per_round", "common_move",
        "rank_deviation")
    {
        Filled = ["rank", "agent_steps"],
    };

    /// <summary>The columns of threads.csv that every algorithm has for its phases.</summary>
    internal static IReadOnlyList<string> PhaseColumns => [.. Phase.Standard.Select(phase => phase.Name + PhaseSuffix)];

    /// <summary>metrics.csv.</summary>
    /// <param name="algorithm">The algorithm of the run. Those of this program have a loss and a gradient; others are unknown.</param>
    internal static TableReading MetricsOf(string? algorithm)
    {
        bool isKnown = Parts<Algorithm>.Find(algorithm ?? "")?.GetType().Assembly == typeof(Algorithm).Assembly;
        return new TableReading(RunFiles.MetricsName, "agent_steps", "seconds")
        {
            Filled = ["agent_steps", "seconds"],
            Usual =
            [
                "frames", "episodes", "mean_return", "min_return", "max_return", "learning_rate", "agent_steps_per_second",
                .. isKnown ? (string[])["value_loss", "gradient_norm"] : [],
            ],
        };
    }
}
