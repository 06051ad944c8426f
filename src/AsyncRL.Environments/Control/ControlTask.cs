using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

/// <summary>
/// The rules of a control task, as functions of a state in the caller's memory: the first state, the effect of an action, the observation.
/// A task has no state of its own; <see cref="ControlEnvironment"/> makes an environment from it.
/// </summary>
/// <remarks>The tasks compute in double what Gymnasium computes in float64, in the same order, and give the same rewards.</remarks>
internal abstract class ControlTask
{
    /// <summary>The number of values in a state.</summary>
    public abstract int StateSize { get; }

    /// <summary>The names of the values of an observation; unless overridden, those of the state.</summary>
    public virtual IReadOnlyList<string> ObservationNames => [.. NamesOf(Facts)];

    /// <summary>The actions that it takes: choices, or one number within bounds.</summary>
    public abstract ActionSpecification Actions { get; }

    /// <summary>The largest magnitude of a number of a state.</summary>
    /// <param name="index">The index of the number, below <see cref="StateSize"/>.</param>
    /// <returns>The magnitude. A saved state with a larger number is refused.</returns>
    public virtual double Largest(int index) => 1e6;

    /// <summary>The numbers of a state, in order.</summary>
    public abstract IReadOnlyList<StateFact> Facts { get; }

    /// <summary>Draws the states for people.</summary>
    public abstract ControlDrawing Drawing { get; }

    /// <summary>The two numbers of a state that a map shows; unless overridden, the first two.</summary>
    public virtual (int Across, int Up) Axes => (0, 1);

    /// <summary>Reads the numbers of <see cref="Facts"/>. Unless overridden, they are the state.</summary>
    /// <param name="state">The state [<see cref="StateSize"/>].</param>
    /// <param name="values">Receives <see cref="StateSize"/> numbers.</param>
    public virtual void ReadFacts(ReadOnlySpan<double> state, Span<double> values) => state.CopyTo(values);

    /// <summary>Draws the state in which an episode begins.</summary>
    /// <param name="state">Receives <see cref="StateSize"/> numbers.</param>
    /// <param name="generator">The source of randomness.</param>
    public abstract void Reset(Span<double> state, RandomGenerator generator);

    /// <summary>Does one agent step.</summary>
    /// <param name="state">The state [<see cref="StateSize"/>], replaced by the next state.</param>
    /// <param name="action">A choice, or a number within the bounds of <see cref="Actions"/>.</param>
    /// <returns>The reward of the step, and whether the task is over.</returns>
    public abstract Transition Advance(Span<double> state, double action);

    /// <summary>Makes the observation of a state. Unless overridden, it is the state as floats.</summary>
    /// <param name="state">The state [<see cref="StateSize"/>].</param>
    /// <param name="observation">Receives a number for each of <see cref="ObservationNames"/>.</param>
    public virtual void Observe(ReadOnlySpan<double> state, Span<float> observation)
    {
        for (int i = 0; i < state.Length; i++) observation[i] = (float)state[i];
    }

    private static IEnumerable<string> NamesOf(IReadOnlyList<StateFact> facts)
    {
        foreach (StateFact fact in facts) yield return fact.Name;
    }

    /// <summary>Draws a number uniformly from an interval.</summary>
    /// <param name="generator">The source of randomness.</param>
    /// <param name="low">The smallest number.</param>
    /// <param name="high">The end of the interval, which is never drawn.</param>
    /// <returns>The number.</returns>
    internal static double DrawUniform(RandomGenerator generator, double low, double high) =>
        low + ((high - low) * generator.NextDouble());
}

/// <summary>The result of one agent step of a control task.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Terminated">Whether the task is over.</param>
internal readonly record struct Transition(double Reward, bool Terminated);

/// <summary>Draws the states of a control task. It has no state of its own.</summary>
internal abstract class ControlDrawing
{
    /// <summary>The shape of the picture.</summary>
    public abstract ObservationSpecification Size { get; }

    /// <summary>Agent steps per second at normal speed.</summary>
    public abstract int FrameRate { get; }

    /// <summary>Draws a state.</summary>
    /// <param name="canvas">An empty picture of the shape <see cref="Size"/>.</param>
    /// <param name="state">The state; the task's documentation explains its numbers.</param>
    /// <param name="action">The action that led to the state; NaN if none did, because an episode begins.</param>
    public abstract void Draw(Canvas canvas, ReadOnlySpan<double> state, double action);
}
