using AsyncRL.Randomness;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>The labyrinth: another maze in every episode, in which the way must be found by sight.</summary>
public sealed class LabyrinthDescription : EnvironmentDescription<LabyrinthOptions>
{
    /// <inheritdoc/>
    public override string Name => "labyrinth";

    /// <inheritdoc/>
    public override string Summary =>
        "Explore a random maze seen in first person: apples pay 1, the portal 10, moves the agent and brings the apples back; 60 seconds.";

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
