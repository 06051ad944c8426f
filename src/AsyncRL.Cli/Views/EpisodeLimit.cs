using AsyncRL.Cli.Parsing;

namespace AsyncRL.Cli.Views;

/// <summary>The bound of an episode that need not end by itself, for the commands that play episodes.</summary>
internal static class EpisodeLimit
{
    /// <summary>Makes the option.</summary>
    /// <returns>The option, for one command.</returns>
    internal static NumberOption<int> Create() => new(
        "--agent-steps-per-episode",
        "N",
        "Agent steps after which an episode is cut. Default: the run's evaluation-agent-steps.",
        1);

    /// <summary>Says how many episodes were cut.</summary>
    /// <param name="cut">Episodes.</param>
    /// <param name="agentSteps">Agent steps after which they were.</param>
    /// <returns>The sentence; empty if none was.</returns>
    internal static string Describe(int cut, int agentSteps)
    {
        if (cut == 0) return "";
        string were = cut == 1 ? "was" : "were";
        return $"{Figure.Count(cut, "episode")} {were} cut after {Figure.Count(agentSteps, "agent step")}, because no end came.";
    }
}
