using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Breakout;

/// <summary>Breakout, with the preprocessing of the paper.</summary>
public sealed class BreakoutDescription : AtariStyleDescription<BreakoutOptions>
{
    /// <inheritdoc/>
    public override string Name => "breakout";

    /// <inheritdoc/>
    public override string Summary =>
        "Break walls of 108 bricks with a ball and a paddle: 1 to 7 per brick; five lives; optimal return 864.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["paddle-width"] = "64", ["ball-speed"] = "3", ["lives"] = "2", ["gray"] = "false" },
        new Dictionary<string, string> { ["paddle-width"] = "8", ["walls"] = "1", ["lives"] = "9", ["action-repeat"] = "3" },
    ];

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(BreakoutOptions options, RandomGenerator generator) =>
        new BreakoutGame(options, generator);
}
