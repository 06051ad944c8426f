using AsyncRL.Environments.Options;

namespace AsyncRL.Environments.Memory;

/// <summary>The knobs of the T-maze: how long the cue must be remembered, and how long an agent may dawdle.</summary>
public sealed record TMazeOptions
{
    /// <summary>Cells from the start up to the junction, the start included.</summary>
    [Option("corridor", "cells", "Cells before the junction, the start included; the cue must be remembered for as many agent steps.",
        Minimum = 1, Maximum = 10_000)]
    public int Corridor { get; init; } = 10;

    /// <summary>Where an episode is cut off; open: 4 × (corridor + 2).</summary>
    [Option("time-limit", "agent steps", "Where an episode is truncated, at least corridor + 10; auto is 4 x (corridor + 2).",
        Minimum = 11, Maximum = 1_000_000)]
    public int? TimeLimit { get; init; }
}
