using AsyncRL.Core.Options;

namespace AsyncRL.Algorithms.Replay;

/// <summary>The options of algorithms that learn from single transitions of a replay memory.</summary>
public abstract record TransitionOptions : ReplayOptions
{
    /// <summary>Whether the target's action is θ's best.</summary>
    [Option("double", "", "the target's action is θ's best rather than θ⁻'s (van Hasselt et al. 2016)")]
    public bool Double { get; init; }

    internal override bool IsDouble => Double;
}
