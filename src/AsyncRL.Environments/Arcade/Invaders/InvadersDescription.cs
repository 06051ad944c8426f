using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Invaders;

/// <summary>Invaders, with the preprocessing of the paper.</summary>
public sealed class InvadersDescription : AtariStyleDescription<InvadersOptions>
{
    /// <inheritdoc/>
    public override string Name => "invaders";

    /// <inheritdoc/>
    public override string Summary => "Shoot invaders that march downwards and drop bombs: 5 to 25 for each, 450 per wave; three lives.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["bomb-interval"] = "10", ["bomb-speed"] = "3", ["lives"] = "9", ["gray"] = "false" },
        new Dictionary<string, string> { ["bunkers"] = "false", ["lives"] = "1", ["action-repeat"] = "3" },
    ];

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(InvadersOptions options, RandomGenerator generator) =>
        new InvadersGame(options, generator);
}
