using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="MountainCar"/>.</summary>
public sealed record MountainCarOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 200 as in MountainCar-v0.", Minimum = 1)]
    public int TimeLimit { get; init; } = 200;
}
