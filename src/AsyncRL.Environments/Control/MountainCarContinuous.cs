using AsyncRL.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>MountainCarContinuous-v0: the mountain car with a throttle; fuel costs, the goal pays.</summary>
/// <remarks>
/// <para>State and observation: position and velocity. Action: a force u from −1 to 1. Each agent step pays −0.1 u², and the one that
/// reaches position 0.45 with a velocity that is not negative pays 100 more and terminates the task.</para>
/// <para>Gymnasium moves the car by the clipped force but charges for the force asked for. Here the force is clipped before anything
/// else, so a force beyond the bounds costs what the bound costs; within the bounds the rewards are Gymnasium's.</para>
/// <para>The equations are those of Gymnasium's continuous_mountain_car.py, the valley's in <see cref="Valley"/>. As there, the state
/// that a step leaves is rounded to float32, and the first state of an episode is not.</para>
/// </remarks>
public sealed class MountainCarContinuous : ControlTask
{
    private const double Power = 0.0015;
    private const double Goal = 0.45;
    private const double GoalReward = 100;
    private const float LargestForce = 1;

    /// <inheritdoc/>
    public override int StateSize => Valley.StateSize;

    /// <inheritdoc/>
    public override ActionSpecification Actions => ActionSpecification.Continuous(1, -LargestForce, LargestForce);

    /// <inheritdoc/>
    public override void Reset(Span<double> state, RandomGenerator generator) => Valley.Reset(state, generator);

    /// <inheritdoc/>
    public override Transition Advance(Span<double> state, double action)
    {
        Valley.Roll(state, action * Power);
        bool isAtGoal = state[0] >= Goal && state[1] >= 0;
        foreach (ref double number in state) number = (float)number;
        return new Transition((isAtGoal ? GoalReward : 0) - (action * action * 0.1), isAtGoal);
    }
}
