using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>Describes <see cref="Acrobot"/> for the catalogue.</summary>
public sealed class AcrobotDescription : EnvironmentDescription<AcrobotOptions>
{
    /// <inheritdoc/>
    public override string Name => "acrobot";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OtherNames => ["Acrobot-v1"];

    /// <inheritdoc/>
    public override string Summary =>
        "Swing a two-link pendulum up by its middle joint: -1 for each agent step; a good return is about -80.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["time-limit"] = "1" },
        new Dictionary<string, string> { ["time-limit"] = "17" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(AcrobotOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TimeLimit(new ControlEnvironment(new Acrobot(), generator), options.TimeLimit);
    }
}
