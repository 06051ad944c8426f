using System.Runtime.Intrinsics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>Acrobot-v1: a torque at the middle joint swings a two-link pendulum up (Sutton, 1996).</summary>
/// <remarks>
/// <para>State: angle of the first link in radians (0 hangs down), angle of the second link relative to the first, both angular velocities.
/// Observation: cosine and sine of the first angle, cosine and sine of the second, both angular velocities. Actions: 0, 1, 2 are torques of
/// −1, 0, 1. The reward of an agent step is −1. The step that terminates the task has the reward 0: the free end is then more than one link
/// above the fixed end.</para>
/// <para>The equations are those of the book (Sutton and Barto), as in Gymnasium's acrobot.py. They are integrated by one Runge-Kutta step
/// of fourth order over 0.2 s. As in Gymnasium, the first state of an episode is rounded to float32, and later states are not.</para>
/// </remarks>
public sealed class Acrobot : ControlTask
{
    private const double TimeStep = 0.2;
    private const double LargestVelocity1 = 4 * Math.PI;
    private const double LargestVelocity2 = 9 * Math.PI;
    private const double LargestStart = 0.1;

    /// <inheritdoc/>
    public override int StateSize => 4;

    /// <inheritdoc/>
    public override int ObservationSize => 6;

    /// <inheritdoc/>
    public override ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "no-op", "right");

    /// <inheritdoc/>
    public override void Reset(Span<double> state, RandomGenerator generator)
    {
        foreach (ref double number in state) number = (float)DrawUniform(generator, -LargestStart, LargestStart);
    }

    /// <inheritdoc/>
    public override Transition Advance(Span<double> state, double action)
    {
        Vector256<double> next = Integrated(Vector256.Create<double>(state), torque: action - 1);
        state[0] = Wrapped(next[0]);
        state[1] = Wrapped(next[1]);
        state[2] = Math.Clamp(next[2], -LargestVelocity1, LargestVelocity1);
        state[3] = Math.Clamp(next[3], -LargestVelocity2, LargestVelocity2);
        bool isUp = -Math.Cos(state[0]) - Math.Cos(state[1] + state[0]) > 1;
        return new Transition(isUp ? 0 : -1, isUp);
    }

    /// <inheritdoc/>
    public override void Observe(ReadOnlySpan<double> state, Span<float> observation)
    {
        observation[0] = (float)Math.Cos(state[0]);
        observation[1] = (float)Math.Sin(state[0]);
        observation[2] = (float)Math.Cos(state[1]);
        observation[3] = (float)Math.Sin(state[1]);
        observation[4] = (float)state[2];
        observation[5] = (float)state[3];
    }

    /// <summary>The classical Runge-Kutta method: four slopes, of which the two in the middle have double weight.</summary>
    private static Vector256<double> Integrated(Vector256<double> state, double torque)
    {
        Vector256<double> slope1 = AcrobotEquations.Derivative(state, torque);
        Vector256<double> slope2 = AcrobotEquations.Derivative(state + (TimeStep / 2 * slope1), torque);
        Vector256<double> slope3 = AcrobotEquations.Derivative(state + (TimeStep / 2 * slope2), torque);
        Vector256<double> slope4 = AcrobotEquations.Derivative(state + (TimeStep * slope3), torque);
        return state + (TimeStep / 6 * (slope1 + (2 * slope2) + (2 * slope3) + slope4));
    }

    /// <summary>The same angle from −π to π.</summary>
    private static double Wrapped(double angle)
    {
        while (angle > Math.PI) angle -= 2 * Math.PI;
        while (angle < -Math.PI) angle += 2 * Math.PI;
        return angle;
    }
}
