using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Racer;

/// <summary>
/// A car race seen from behind the car. The reward is the speed along the track's center line, as in the paper's TORCS (Mnih et al., 2016,
/// section 5.2). The rules are in docs/environments/racer.md.
/// </summary>
public sealed class RacerDescription : EnvironmentDescription<RacerOptions>
{
    /// <inheritdoc/>
    public override string Name => "racer";

    /// <inheritdoc/>
    public override string Summary =>
        "Drive a car around a new track in each episode, in 84x84 RGB: +0.1 per metre along the center line; off the track it ends.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["car"] = "slow", ["curviness"] = "0", ["length"] = "700", ["seconds"] = "3" },
        new Dictionary<string, string> { ["opponents"] = "20", ["curviness"] = "1", ["length"] = "700", ["action-repeat"] = "7" },
        new Dictionary<string, string> { ["track"] = "5", ["stack"] = "4", ["action-repeat"] = "1", ["seconds"] = "2.5" },
        new Dictionary<string, string> { ["length"] = "5000", ["curviness"] = "1", ["car"] = "slow", ["opponents"] = "3" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(RacerOptions options, RandomGenerator generator)
    {
        var frames = new RacerEnvironment(options, generator);
        return options.Stack == 1 ? frames : new FrameStack(frames, options.Stack);
    }
}
