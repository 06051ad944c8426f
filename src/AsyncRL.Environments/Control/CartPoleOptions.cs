using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="CartPole"/>.</summary>
public sealed record CartPoleOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 500 as in CartPole-v1.", Minimum = 1)]
    public int TimeLimit { get; init; } = 500;
}
