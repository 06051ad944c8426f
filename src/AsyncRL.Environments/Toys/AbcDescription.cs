using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Toys;

/// <summary>ABC: in each state another action is right. Every method that works learns it within a second.</summary>
public sealed class AbcDescription : EnvironmentDescription<AbcOptions>
{
    /// <inheritdoc/>
    public override string Name => "abc";

    /// <inheritdoc/>
    public override string Summary =>
        "Choose the right action in each of a few states in turn; optimal return 1 (time-limit / states if not episodic).";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["observable"] = "partial" },
        new Dictionary<string, string> { ["episodic"] = "false" },
        new Dictionary<string, string> { ["episodic"] = "false", ["observable"] = "partial", ["time-limit"] = "7" },
        new Dictionary<string, string> { ["actions"] = "continuous" },
        new Dictionary<string, string> { ["actions"] = "continuous", ["observable"] = "partial", ["states"] = "5" },
        new Dictionary<string, string> { ["actions"] = "continuous", ["episodic"] = "false", ["states"] = "2" },
        new Dictionary<string, string> { ["actions"] = "continuous", ["episodic"] = "false", ["observable"] = "partial" },
    ];

    /// <inheritdoc/>
    public override bool NeedsMemory(object options) => ((AbcOptions)options).Observable == "partial";

    /// <inheritdoc/>
    protected override IEnvironment Create(AbcOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new AbcEnvironment(options, generator);
    }
}
