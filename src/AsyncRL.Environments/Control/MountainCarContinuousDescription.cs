using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>Describes <see cref="MountainCarContinuous"/> for the catalogue.</summary>
public sealed class MountainCarContinuousDescription : EnvironmentDescription<MountainCarContinuousOptions>
{
    /// <inheritdoc/>
    public override string Name => "mountain-car-continuous";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OtherNames => ["MountainCarContinuous-v0"];

    /// <inheritdoc/>
    public override string Summary =>
        "Rock a car out of a valley with a throttle: +100 for the goal, minus fuel; a good return is above 90.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["time-limit"] = "1" },
        new Dictionary<string, string> { ["time-limit"] = "17" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(MountainCarContinuousOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TimeLimit(new ControlEnvironment(new MountainCarContinuous(), generator), options.TimeLimit);
    }
}
