using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Toys;

/// <summary>The options of ABC. They give every kind of task that a method must handle, as small as possible.</summary>
public sealed record AbcOptions
{
    /// <summary>The number of states.</summary>
    [Option("states", "states", "States, visited one after another; in each another action is right.", Minimum = 2, Maximum = 1000)]
    public int States { get; init; } = 3;

    /// <summary>The kind of action: discrete or continuous.</summary>
    [Option("actions", "", "discrete: one of as many choices as states; continuous: a number from -1 to 1.", Words = "discrete continuous")]
    public string Actions { get; init; } = "discrete";

    /// <summary>Whether the last state ends the episode.</summary>
    [Option("episodic", "", "true: the last state and a wrong choice terminate; false: the first state follows the last.")]
    public bool Episodic { get; init; } = true;

    /// <summary>Whether every observation shows the state (full), or only the first of an episode (partial).</summary>
    [Option("observable", "", "full: every observation shows the state; partial: only the first of an episode does.",
        Words = "full partial")]
    public string Observable { get; init; } = "full";

    /// <summary>When an episode is truncated if the task is not episodic.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated if the task is not episodic.", Minimum = 1, Maximum = 1_000_000)]
    public int TimeLimit { get; init; } = 30;
}
