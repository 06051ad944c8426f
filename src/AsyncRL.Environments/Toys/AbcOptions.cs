using AsyncRL.Environments.Options;

namespace AsyncRL.Environments.Toys;

/// <summary>The knobs of ABC: every kind of task that a learner must cope with, as small as can be.</summary>
public sealed record AbcOptions
{
    /// <summary>States, passed one after another.</summary>
    [Option("states", "states", "States, passed one after another; in each another action is right.", Minimum = 2, Maximum = 1000)]
    public int States { get; init; } = 3;

    /// <summary>What an action is: discrete or continuous.</summary>
    [Option("actions", "", "discrete: one of as many choices as states; continuous: a number from -1 to 1.", Words = "discrete continuous")]
    public string Actions { get; init; } = "discrete";

    /// <summary>Whether the last state ends the episode.</summary>
    [Option("episodic", "", "true: the last state terminates, as does a wrong choice; false: the first state follows the last.")]
    public bool Episodic { get; init; } = true;

    /// <summary>Whether every observation tells the state, or only the first of an episode: full or partial.</summary>
    [Option("observable", "", "full: every observation tells the state; partial: only the first of an episode does.",
        Words = "full partial")]
    public string Observable { get; init; } = "full";

    /// <summary>Where an episode is cut off that does not end by itself.</summary>
    [Option("time-limit", "agent steps", "Where an episode is truncated that is not episodic.", Minimum = 1, Maximum = 1_000_000)]
    public int TimeLimit { get; init; } = 30;
}
