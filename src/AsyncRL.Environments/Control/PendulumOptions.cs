using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="Pendulum"/>.</summary>
public sealed record PendulumOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 200 as in Pendulum-v1.", Minimum = 1)]
    public int TimeLimit { get; init; } = 200;
}
