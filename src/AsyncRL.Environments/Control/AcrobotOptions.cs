using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="Acrobot"/>.</summary>
public sealed record AcrobotOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 500 as in Acrobot-v1.", Minimum = 1)]
    public int TimeLimit { get; init; } = 500;
}
