using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Pong;

/// <summary>Pong, with the preprocessing of the paper.</summary>
public sealed class PongDescription : AtariStyleDescription<PongOptions>
{
    /// <inheritdoc/>
    public override string Name => "pong";

    /// <inheritdoc/>
    public override string Summary => "Table tennis against a slow opponent: +1 or -1 per point, 21 points win; optimal return = 21.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["gray"] = "false", ["opponent-speed"] = "2", ["opponent-error"] = "16", ["points"] = "3" },
        new Dictionary<string, string> { ["ball-speed"] = "3", ["sticky-actions"] = "0.25", ["action-repeat"] = "2" },
    ];

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(PongOptions options, RandomGenerator generator) => new PongGame(options, generator);
}
