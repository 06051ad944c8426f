using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>Describes <see cref="MountainCar"/> for the catalogue.</summary>
public sealed class MountainCarDescription : EnvironmentDescription<MountainCarOptions>
{
    /// <inheritdoc/>
    public override string Name => "mountain-car";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OtherNames => ["MountainCar-v0"];

    /// <inheritdoc/>
    public override string Summary =>
        "Rock a car with a weak engine out of a valley: -1 for each agent step; a good return is about -100.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["time-limit"] = "1" },
        new Dictionary<string, string> { ["time-limit"] = "17" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(MountainCarOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TimeLimit(new ControlEnvironment(new MountainCar(), generator), options.TimeLimit);
    }
}
