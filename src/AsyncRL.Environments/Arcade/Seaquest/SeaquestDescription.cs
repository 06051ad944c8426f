using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>Seaquest, with the preprocessing of the paper.</summary>
public sealed class SeaquestDescription : AtariStyleDescription<SeaquestOptions>
{
    /// <inheritdoc/>
    public override string Name => "seaquest";

    /// <inheritdoc/>
    public override string Summary =>
        "Shoot sharks and submarines for at least 20 each, rescue six divers for at least 300, watch the oxygen; three lives.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["enemy-speed"] = "2", ["torpedo-interval"] = "20", ["lives"] = "9", ["gray"] = "false" },
        new Dictionary<string, string> { ["oxygen"] = "5", ["diver-interval"] = "30", ["lives"] = "1", ["action-repeat"] = "3" },
    ];

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(SeaquestOptions options, RandomGenerator generator) =>
        new SeaquestGame(options, generator);
}
