using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// A scalar function of a network's outputs that losses are composed of, in the form that the gradient checker uses. The training code
/// calls the static methods of the same classes, which share the softmax between terms. Both run the same arithmetic.
/// </summary>
/// <param name="name">The computed quantity, in words.</param>
/// <param name="variableCount">The number of network outputs that the term depends on.</param>
public abstract class LossTerm(string name, int variableCount)
{
    /// <summary>The computed quantity, in words.</summary>
    public string Name { get; } = name;

    /// <summary>The number of network outputs that the term depends on.</summary>
    public int VariableCount { get; } = variableCount;

    /// <summary>The term's value.</summary>
    /// <param name="variables">[<see cref="VariableCount"/>].</param>
    /// <returns>The value.</returns>
    public abstract double Value(ReadOnlySpan<double> variables);

    /// <summary>Adds the term's derivative with respect to each variable.</summary>
    /// <param name="variables">[<see cref="VariableCount"/>].</param>
    /// <param name="gradient">[<see cref="VariableCount"/>], added to.</param>
    public abstract void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient);

    /// <summary>
    /// A number that changes when a variable crosses a point at which a derivative of the term jumps. Central differences are meaningless
    /// there.
    /// </summary>
    /// <param name="variables">[<see cref="VariableCount"/>].</param>
    /// <returns>The number; 0 for a smooth term.</returns>
    public virtual ulong KinkPattern(ReadOnlySpan<double> variables) => 0;
}

/// <summary>A term that draws instances of itself for the tests. The tests find such terms by this interface.</summary>
public interface ISampledLossTerm
{
    /// <summary>Draws an instance.</summary>
    /// <param name="generator">The random number generator.</param>
    /// <returns>A term of the implementing type.</returns>
    static abstract LossTerm Sample(RandomGenerator generator);
}
