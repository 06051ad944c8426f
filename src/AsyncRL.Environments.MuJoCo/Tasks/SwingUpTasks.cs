using AsyncRL.Core.Randomness;
using AsyncRL.Environments.MuJoCo.Physics;

namespace AsyncRL.Environments.MuJoCo.Tasks;

/// <summary>
/// A cart swings up a pole and balances it in the middle of its rail. The reward is from 0 to 1: how far the pole points upwards, times how
/// near the cart is to the middle, less a little for the control.
/// </summary>
internal sealed class CartPoleSwingUp : SimulatedTask
{
    private const int Cart = 0, Pole = 1;

    /// <inheritdoc/>
    internal override IReadOnlyList<string> ObservationNames { get; } =
        ["cart position (m)", "cosine of the pole angle", "sine of the pole angle", "cart velocity (m/s)", "pole velocity (rad/s)"];

    /// <summary>The pole hangs down.</summary>
    /// <inheritdoc/>
    internal override void Begin(Simulation simulation, RandomGenerator generator, double noise)
    {
        base.Begin(simulation, generator, noise);
        simulation.Positions[Pole] += Math.PI;
    }

    /// <inheritdoc/>
    internal override double Reward(Simulation simulation, ReadOnlySpan<double> controls, double seconds)
    {
        double position = simulation.Positions[Cart];
        double upwards = 0.5 * (1 + Math.Cos(simulation.Positions[Pole]));
        return (upwards * Math.Exp(-0.5 * position * position)) - (0.01 * SumOfSquares(controls));
    }

    /// <inheritdoc/>
    internal override void Observe(Simulation simulation, Span<float> observation)
    {
        (double sine, double cosine) = Math.SinCos(simulation.Positions[Pole]);
        observation[0] = (float)simulation.Positions[Cart];
        observation[1] = (float)cosine;
        observation[2] = (float)sine;
        observation[3] = (float)simulation.Velocities[Cart];
        observation[4] = (float)simulation.Velocities[Pole];
    }
}

/// <summary>
/// A torque swings up a rod that it cannot lift directly. The reward has the form of Gymnasium's Pendulum-v1: −(θ² + 0.1 θ̇² + 0.001 u²),
/// with the angle from upright and the torque u in N m. Here θ and θ̇ are those after the step.
/// </summary>
internal sealed class PendulumSwingUp : SimulatedTask
{
    /// <inheritdoc/>
    internal override IReadOnlyList<string> ObservationNames { get; } =
        ["cosine of the angle", "sine of the angle", "angular velocity (rad/s)"];

    /// <summary>The rod has any angle.</summary>
    /// <inheritdoc/>
    internal override void Begin(Simulation simulation, RandomGenerator generator, double noise)
    {
        base.Begin(simulation, generator, noise);
        simulation.Positions[0] += Uniform(generator, Math.PI);
    }

    /// <inheritdoc/>
    internal override double Reward(Simulation simulation, ReadOnlySpan<double> controls, double seconds)
    {
        double angle = Turned(simulation.Positions[0]), velocity = simulation.Velocities[0], torque = controls[0];
        return -((angle * angle) + (0.1 * velocity * velocity) + (0.001 * torque * torque));
    }

    /// <inheritdoc/>
    internal override void Observe(Simulation simulation, Span<float> observation)
    {
        (double sine, double cosine) = Math.SinCos(simulation.Positions[0]);
        observation[0] = (float)cosine;
        observation[1] = (float)sine;
        observation[2] = (float)simulation.Velocities[0];
    }
}
