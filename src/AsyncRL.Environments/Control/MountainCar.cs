using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="MountainCar"/>.</summary>
public sealed record MountainCarOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 200 as in MountainCar-v0.", Minimum = 1)]
    public int TimeLimit { get; init; } = 200;
}

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

/// <summary>MountainCar-v0: an engine too weak for the hill must gain momentum on the other side (Moore, 1990).</summary>
/// <remarks>
/// State and observation: position and velocity. Actions: 0 accelerates to the left, 1 not at all, 2 to the right. The reward of every
/// agent step is −1. The task terminates at position 0.5, if the velocity there is not negative. The equations are those of Gymnasium's
/// mountain_car.py; <see cref="MountainCarDynamics"/> contains those of the valley.
/// </remarks>
internal sealed class MountainCar : ControlTask
{
    private const double Force = 0.001;
    private const double Goal = 0.5;

    /// <inheritdoc/>
    public override int StateSize => MountainCarDynamics.StateSize;

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts => MountainCarDynamics.Facts;

    /// <inheritdoc/>
    public override ControlDrawing Drawing { get; } = new MountainCarDrawing(Goal, action => action - 1);

    /// <inheritdoc/>
    public override ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "no-op", "right");

    /// <inheritdoc/>
    public override void Reset(Span<double> state, RandomGenerator generator) => MountainCarDynamics.Reset(state, generator);

    /// <inheritdoc/>
    public override Transition Advance(Span<double> state, double action)
    {
        MountainCarDynamics.Roll(state, (action - 1) * Force);
        return new Transition(Reward: -1, state[0] >= Goal && state[1] >= 0);
    }
}
