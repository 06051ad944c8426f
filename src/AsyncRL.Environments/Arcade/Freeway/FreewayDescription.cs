using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade.Freeway;

/// <summary>Freeway, with the preprocessing of the paper.</summary>
public sealed class FreewayDescription : AtariStyleDescription<FreewayOptions>
{
    /// <inheritdoc/>
    public override string Name => "freeway";

    /// <inheritdoc/>
    public override string Summary =>
        "Lead a chicken across ten lanes of traffic: +1 per crossing, in 2 minutes and 16 seconds; at most 36.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["seconds"] = "20", ["traffic-speed"] = "2.5", ["thrown-back"] = "10", ["gray"] = "false" },
    ];

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(FreewayOptions options, RandomGenerator generator) => new FreewayGame(options, generator);
}
