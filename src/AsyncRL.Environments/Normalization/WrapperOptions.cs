using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Normalization;

/// <summary>The options of the wrappers that fit any environment.</summary>
public sealed record WrapperOptions
{
    /// <summary>Whether vectors are normalized.</summary>
    [Option("normalize-observations", "", "subtract the running mean from each number of a vector and divide by the running deviation")]
    public bool NormalizeObservations { get; init; }

    /// <summary>Whether rewards are scaled.</summary>
    [Option("normalize-rewards", "", "divide rewards by the running deviation of discounted returns; reported returns use the raw rewards")]
    public bool NormalizeRewards { get; init; }
}
