using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Invaders;

/// <summary>The options of <see cref="InvadersGame"/>.</summary>
public sealed record InvadersOptions : PreprocessingOptions
{
    /// <summary>The interval of bombs.</summary>
    [Option("bomb-interval", "frames", "Frames from one bomb to the next: the difficulty.", Minimum = 5, Maximum = 1000)]
    public int BombInterval { get; init; } = 50;

    /// <summary>The speed of bombs.</summary>
    [Option("bomb-speed", "pixels per frame", "Speed of bombs.", Minimum = 0.5, Maximum = 4)]
    public double BombSpeed { get; init; } = 1.5;

    /// <summary>Lives per game.</summary>
    [Option("lives", "lives", "Lives per game.", Minimum = 1, Maximum = 9)]
    public int Lives { get; init; } = 3;

    /// <summary>Whether there are bunkers.</summary>
    [Option("bunkers", "", "Whether three bunkers protect the cannon.")]
    public bool Bunkers { get; init; } = true;
}

/// <summary>Invaders, with the preprocessing of the paper.</summary>
public sealed class InvadersDescription : AtariStyleDescription<InvadersOptions>
{
    /// <inheritdoc/>
    public override string Name => "invaders";

    /// <inheritdoc/>
    public override string Summary => "Shoot invaders that march downward and drop bombs: 5 to 25 for each, 450 per wave; three lives.";

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
