using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>MountainCar-v0: an engine too weak for the hill must gain momentum on the other side (Moore, 1990).</summary>
/// <remarks>
/// State and observation: position and velocity. Actions: 0 accelerates to the left, 1 not at all, 2 to the right. The reward of every
/// agent step is −1. The task terminates at position 0.5, if the velocity there is not negative. The equations are those of Gymnasium's
/// mountain_car.py; <see cref="Valley"/> contains those of the valley.
/// </remarks>
public sealed class MountainCar : ControlTask
{
    private const double Force = 0.001;
    private const double Goal = 0.5;

    /// <inheritdoc/>
    public override int StateSize => Valley.StateSize;

    /// <inheritdoc/>
    public override ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "no-op", "right");

    /// <inheritdoc/>
    public override void Reset(Span<double> state, RandomGenerator generator) => Valley.Reset(state, generator);

    /// <inheritdoc/>
    public override Transition Advance(Span<double> state, double action)
    {
        Valley.Roll(state, (action - 1) * Force);
        return new Transition(Reward: -1, state[0] >= Goal && state[1] >= 0);
    }
}
