using AsyncRL.Core.Randomness;
using AsyncRL.Environments.MuJoCo.Physics;

namespace AsyncRL.Environments.MuJoCo.Tasks;

/// <summary>The rules of a task: its first states, observations, rewards and ends. Nothing of a task outlasts an agent step.</summary>
internal abstract class SimulatedTask
{
    /// <summary>The names of the numbers of an observation.</summary>
    internal abstract IReadOnlyList<string> ObservationNames { get; }

    /// <summary>
    /// Draws the first state of an episode. Unless overridden, each position and velocity of the model gets a number from −noise to noise.
    /// </summary>
    /// <param name="simulation">The simulation, in the state of the model.</param>
    /// <param name="generator">The source of randomness.</param>
    /// <param name="noise">The largest deviation from the state of the model.</param>
    internal virtual void Begin(Simulation simulation, RandomGenerator generator, double noise)
    {
        foreach (ref double position in simulation.Positions) position += Uniform(generator, noise);
        foreach (ref double velocity in simulation.Velocities) velocity += Uniform(generator, noise);
    }

    /// <summary>Takes down what the reward of a step needs of the state before it. Unless overridden, nothing.</summary>
    /// <param name="simulation">The simulation before the step.</param>
    internal virtual void BeforeStep(Simulation simulation)
    {
    }

    /// <summary>The reward of an agent step.</summary>
    /// <param name="simulation">The simulation after the step.</param>
    /// <param name="controls">The controls of the step.</param>
    /// <param name="seconds">Simulated seconds of the step.</param>
    internal abstract double Reward(Simulation simulation, ReadOnlySpan<double> controls, double seconds);

    /// <summary>Whether the task has ended. Unless overridden, it never does.</summary>
    /// <param name="simulation">The simulation after an agent step.</param>
    internal virtual bool HasEnded(Simulation simulation) => false;

    /// <summary>Makes the observation.</summary>
    /// <param name="simulation">The simulation.</param>
    /// <param name="observation">A number for each of <see cref="ObservationNames"/>.</param>
    internal abstract void Observe(Simulation simulation, Span<float> observation);

    /// <summary>A number from −bound to bound, all equally likely.</summary>
    /// <param name="generator">The source of randomness.</param>
    /// <param name="bound">The bound.</param>
    private protected static double Uniform(RandomGenerator generator, double bound) => bound * ((2 * generator.NextDouble()) - 1);

    /// <summary>The sum of the squares of the controls.</summary>
    /// <param name="controls">The controls.</param>
    internal static double SumOfSquares(ReadOnlySpan<double> controls)
    {
        double sum = 0;
        foreach (double control in controls) sum += control * control;
        return sum;
    }

    /// <summary>The same angle from −π up to π.</summary>
    /// <param name="angle">An angle in radians.</param>
    private protected static double Turned(double angle) => Math.IEEERemainder(angle, 2 * Math.PI);
}
