using System.Collections.Immutable;
using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Gradients;

/// <summary>
/// A scalar function of many variables with a gradient to be believed or not: a layer, a term, or a whole network with its loss.
/// </summary>
public interface IDifferentiable
{
    /// <summary>What it is, for reports.</summary>
    string Name { get; }

    /// <summary>The variables by name; what no group covers is padding and is not checked.</summary>
    ImmutableArray<VariableGroup> Groups { get; }

    /// <summary>The point at which the function is looked at.</summary>
    Span<double> Variables { get; }

    /// <summary>Moves to another random point, with other random constants (inputs, targets, …).</summary>
    /// <param name="generator">The source of chance.</param>
    void Draw(RandomGenerator generator);

    /// <summary>The function's value at <see cref="Variables"/>.</summary>
    /// <param name="kinkPattern">Changes when a kink was crossed since another evaluation.</param>
    /// <returns>The value.</returns>
    double Evaluate(out ulong kinkPattern);

    /// <summary>The gradient at <see cref="Variables"/>, by the code under test.</summary>
    /// <param name="gradient">As long as <see cref="Variables"/>, overwritten.</param>
    void Differentiate(Span<double> gradient);
}

/// <summary>Consecutive variables with one name.</summary>
/// <param name="Name">"conv1.weights", "input".</param>
/// <param name="Offset">First variable.</param>
/// <param name="Length">How many.</param>
public sealed record VariableGroup(string Name, int Offset, int Length);
