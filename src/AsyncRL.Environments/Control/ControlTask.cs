using AsyncRL.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>
/// The rules of a control task as functions of a state in the caller's memory: how an episode begins, what an action does, what is seen. It
/// holds nothing itself; <see cref="ControlEnvironment"/> makes an environment of it.
/// </summary>
/// <remarks>The tasks reckon in double what Gymnasium reckons in float64, in the same order, and pay what it pays.</remarks>
public abstract class ControlTask
{
    /// <summary>Numbers in a state.</summary>
    public abstract int StateSize { get; }

    /// <summary>Numbers in an observation.</summary>
    public virtual int ObservationSize => StateSize;

    /// <summary>What it takes: choices, or one number within bounds.</summary>
    public abstract ActionSpecification Actions { get; }

    /// <summary>Draws the state in which an episode begins.</summary>
    /// <param name="state">Receives <see cref="StateSize"/> numbers.</param>
    /// <param name="generator">The source of chance.</param>
    public abstract void Reset(Span<double> state, RandomGenerator generator);

    /// <summary>Does one agent step.</summary>
    /// <param name="state">The state [<see cref="StateSize"/>], replaced by the one that follows.</param>
    /// <param name="action">A choice, or a number within the bounds of <see cref="Actions"/>.</param>
    /// <returns>What the step paid, and whether the task is over.</returns>
    public abstract Transition Advance(Span<double> state, double action);

    /// <summary>Shows a state: the state itself as floats, unless a task shows something else.</summary>
    /// <param name="state">The state [<see cref="StateSize"/>].</param>
    /// <param name="observation">Receives <see cref="ObservationSize"/> numbers.</param>
    public virtual void Observe(ReadOnlySpan<double> state, Span<float> observation)
    {
        for (int i = 0; i < state.Length; i++) observation[i] = (float)state[i];
    }

    /// <summary>Draws a number uniformly from an interval.</summary>
    /// <param name="generator">The source of chance.</param>
    /// <param name="low">The smallest number.</param>
    /// <param name="high">The end of the interval, itself not drawn.</param>
    /// <returns>The number.</returns>
    internal static double DrawUniform(RandomGenerator generator, double low, double high) =>
        low + ((high - low) * generator.NextDouble());
}

/// <summary>What one agent step of a control task brought.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Terminated">Whether the task is over.</param>
public readonly record struct Transition(double Reward, bool Terminated);
