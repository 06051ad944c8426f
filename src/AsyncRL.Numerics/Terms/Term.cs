using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Terms;

/// <summary>
/// A scalar function of a network's outputs that losses are made of, as the gradient checker sees it. The training code calls the static
/// methods beside it, which share the softmax between terms; both run the same arithmetic.
/// </summary>
/// <param name="name">What is computed, in words.</param>
/// <param name="variableCount">How many outputs of the network it takes.</param>
public abstract class Term(string name, int variableCount)
{
    /// <summary>What is computed, in words.</summary>
    public string Name { get; } = name;

    /// <summary>How many outputs of the network it takes.</summary>
    public int VariableCount { get; } = variableCount;

    /// <summary>The term's value.</summary>
    /// <param name="variables">[<see cref="VariableCount"/>].</param>
    /// <returns>The value.</returns>
    public abstract double Value(ReadOnlySpan<double> variables);

    /// <summary>Adds the term's derivative by each variable.</summary>
    /// <param name="variables">[<see cref="VariableCount"/>].</param>
    /// <param name="gradient">[<see cref="VariableCount"/>], added to.</param>
    public abstract void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient);

    /// <summary>
    /// A number that changes when a variable crosses a place where a derivative of the term jumps, and central differences mean nothing.
    /// </summary>
    /// <param name="variables">[<see cref="VariableCount"/>].</param>
    /// <returns>The number; 0 for a smooth term.</returns>
    public virtual ulong KinkPattern(ReadOnlySpan<double> variables) => 0;
}

/// <summary>A term that draws instances of itself for the tests, which find it by this interface.</summary>
public interface ISampledTerm
{
    /// <summary>Draws an instance.</summary>
    /// <param name="generator">The source of chance.</param>
    /// <returns>A term of the implementing type.</returns>
    static abstract Term Sample(RandomGenerator generator);
}
