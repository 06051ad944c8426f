using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>Describes <see cref="Pendulum"/> for the catalogue.</summary>
public sealed class PendulumDescription : EnvironmentDescription<PendulumOptions>
{
    /// <inheritdoc/>
    public override string Name => "pendulum";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OtherNames => ["Pendulum-v1"];

    /// <inheritdoc/>
    public override string Summary =>
        "Swing a pendulum up with a weak torque and hold it: a negative reward for each agent step; a good return is about -150.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["time-limit"] = "1" },
        new Dictionary<string, string> { ["time-limit"] = "17" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(PendulumOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TimeLimit(new ControlEnvironment(new Pendulum(), generator), options.TimeLimit);
    }
}
