using AsyncRL.Environments.Options;

namespace AsyncRL.Environments.Normalization;

/// <summary>What is put around any environment.</summary>
public sealed record WrapperOptions
{
    /// <summary>Whether vectors are normalised.</summary>
    [Option("normalize-observations", "", "show each number of a vector less its running mean and over its running deviation")]
    public bool NormalizeObservations { get; init; }

    /// <summary>Whether rewards are scaled.</summary>
    [Option("normalize-rewards", "", "divide rewards by the running deviation of discounted returns; reported returns stay raw")]
    public bool NormalizeRewards { get; init; }
}
