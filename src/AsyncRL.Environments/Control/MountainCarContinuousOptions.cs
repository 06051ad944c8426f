using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="MountainCarContinuous"/>.</summary>
public sealed record MountainCarContinuousOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 999 as in MountainCarContinuous-v0.", Minimum = 1)]
    public int TimeLimit { get; init; } = 999;
}
