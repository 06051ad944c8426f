using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="MountainCarContinuous"/>.</summary>
public sealed record MountainCarContinuousOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 999 as in MountainCarContinuous-v0.", Minimum = 1)]
    public int TimeLimit { get; init; } = 999;
}

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

/// <summary>MountainCarContinuous-v0: the mountain car with a throttle. Fuel has a cost and the goal a reward.</summary>
/// <remarks>
/// <para>State and observation: position and velocity. Action: a force u from −1 to 1. The reward of each agent step is −0.1 u². The step
/// that reaches position 0.45 with a velocity that is not negative gives 100 more and terminates the task.</para>
/// <para>Gymnasium moves the car by the clipped force, but computes the cost from the requested force. Here the force is clipped before
/// everything else, so a force beyond the bounds costs as much as the bound. Within the bounds the rewards are those of Gymnasium.</para>
/// <para>The equations are those of Gymnasium's continuous_mountain_car.py; those of the valley are in <see cref="MountainCarDynamics"/>.
/// As in Gymnasium, the state after a step is rounded to float32, and the first state of an episode is not.</para>
/// </remarks>
internal sealed class MountainCarContinuous : ControlTask
{
    private const double Power = 0.0015;
    private const double Goal = 0.45;
    private const double GoalReward = 100;
    private const float LargestForce = 1;

    /// <inheritdoc/>
    public override int StateSize => MountainCarDynamics.StateSize;

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts => MountainCarDynamics.Facts;

    /// <inheritdoc/>
    public override ControlDrawing Drawing { get; } = new MountainCarDrawing(Goal, action => action);

    /// <inheritdoc/>
    public override ActionSpecification Actions => ActionSpecification.Continuous(1, -LargestForce, LargestForce);

    /// <inheritdoc/>
    public override void Reset(Span<double> state, RandomGenerator generator) => MountainCarDynamics.Reset(state, generator);

    /// <inheritdoc/>
    public override Transition Advance(Span<double> state, double action)
    {
        MountainCarDynamics.Roll(state, action * Power);
        bool isAtGoal = state[0] >= Goal && state[1] >= 0;
        foreach (ref double number in state) number = (float)number;
        return new Transition((isAtGoal ? GoalReward : 0) - (action * action * 0.1), isAtGoal);
    }
}
