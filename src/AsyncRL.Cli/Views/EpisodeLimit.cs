using AsyncRL.Cli.Parsing;

namespace AsyncRL.Cli.Views;

/// <summary>The option that limits the length of episodes, for the commands that play episodes.</summary>
internal static class EpisodeLimit
{
    /// <summary>Makes the option.</summary>
    /// <returns>The option, for one command.</returns>
    internal static NumberOption<int> Create() => new(
        "--agent-steps-per-episode",
        "N",
        "Agent steps after which an episode is cut. Default: the run's evaluation-agent-steps.",
        1);

    /// <summary>Makes a sentence about the number of cut episodes.</summary>
    /// <param name="cut">Number of cut episodes.</param>
    /// <param name="agentSteps">Agent steps after which they were cut.</param>
    /// <returns>The sentence; empty if no episode was cut.</returns>
    internal static string Describe(int cut, int agentSteps)
    {
        if (cut == 0) return "";
        string were = cut == 1 ? "was" : "were";
        return $"{NumberText.Count(cut, "episode")} {were} cut after {NumberText.Count(agentSteps, "agent step")} without an end.";
    }
}
