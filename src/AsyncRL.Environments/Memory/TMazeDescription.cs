using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Memory;

/// <summary>The T-maze: a cue that is seen once at the start decides the right turn at the end.</summary>
public sealed class TMazeDescription : EnvironmentDescription<TMazeOptions>
{
    /// <inheritdoc/>
    public override string Name => "t-maze";

    /// <inheritdoc/>
    public override string Summary =>
        "Walk along a corridor and turn as the cue at its start showed; optimal return 1, without memory at most 0.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["corridor"] = "1" },
        new Dictionary<string, string> { ["corridor"] = "40", ["time-limit"] = "50" },
    ];

    /// <inheritdoc/>
    public override bool NeedsMemory(object options) => true;

    /// <inheritdoc/>
    protected override IEnvironment Create(TMazeOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TMazeEnvironment(options, generator);
    }
}
