using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Memory;

/// <summary>The options of the T-maze: how long the cue must be remembered, and how long an episode lasts.</summary>
public sealed record TMazeOptions
{
    /// <summary>The number of cells before the junction, including the start.</summary>
    [Option("corridor", "cells", "Cells before the junction, including the start; the cue must be remembered for as many agent steps.",
        Minimum = 1, Maximum = 10_000)]
    public int Corridor { get; init; } = 10;

    /// <summary>When an episode is truncated; null stands for 4 × (corridor + 2).</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated, at least corridor + 10; auto is 4 x (corridor + 2).",
        Minimum = 11, Maximum = 1_000_000)]
    public int? TimeLimit { get; init; }
}
