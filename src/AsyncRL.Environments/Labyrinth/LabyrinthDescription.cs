using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>The labyrinth: another maze in every episode, in which the agent must find its way by sight.</summary>
public sealed class LabyrinthDescription : EnvironmentDescription<LabyrinthOptions>
{
    /// <inheritdoc/>
    public override string Name => "labyrinth";

    /// <inheritdoc/>
    public override string Summary =>
        "Explore a random maze in first person: +1 per apple, +10 for the portal, which moves the agent and restores apples; 60 seconds.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string>
        {
            ["layout"] = "room", ["size"] = "7", ["apples"] = "5", ["movement"] = "minimal", ["seconds"] = "20",
        },
        new Dictionary<string, string> { ["size"] = "5", ["apples"] = "5", ["action-repeat"] = "7", ["seconds"] = "1" },
        new Dictionary<string, string> { ["size"] = "63", ["rooms"] = "100", ["apples"] = "200", ["action-repeat"] = "60" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(LabyrinthOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LabyrinthEnvironment(options, generator);
    }
}
