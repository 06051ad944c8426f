using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Toys;

/// <summary>A task without computation, so that the time of a run is the time of the engine.</summary>
public sealed class NullDescription : EnvironmentDescription<NullOptions>
{
    /// <inheritdoc/>
    public override string Name => "null";

    /// <inheritdoc/>
    public override string Summary => "A fixed image of noise that takes almost no time: for measuring the engine, not for learning.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string>
        {
            ["height"] = "10", ["width"] = "5", ["channels"] = "1", ["actions"] = "3", ["episode-length"] = "9",
        },
        new Dictionary<string, string> { ["height"] = "1", ["width"] = "3", ["actions"] = "1", ["episode-length"] = "1" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(NullOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new NullEnvironment(options, generator);
    }
}
