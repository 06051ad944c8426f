using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Numerics.Gradients;

/// <summary>
/// A scalar function of many variables with a gradient to check: a layer, a term, or a whole network with its loss.
/// </summary>
public interface IDifferentiable
{
    /// <summary>The name of the function, for reports.</summary>
    string Name { get; }

    /// <summary>The variables by name. Variables outside all groups are padding and are not checked.</summary>
    ImmutableArray<VariableGroup> Groups { get; }

    /// <summary>The point at which the function is evaluated.</summary>
    Span<double> Variables { get; }

    /// <summary>Moves to another random point, with other random constants (inputs, targets, …).</summary>
    /// <param name="generator">The random number generator.</param>
    void Draw(RandomGenerator generator);

    /// <summary>The function's value at <see cref="Variables"/>.</summary>
    /// <param name="kinkPattern">A number that differs between two evaluations if a kink is between their points.</param>
    /// <returns>The value.</returns>
    double Evaluate(out ulong kinkPattern);

    /// <summary>Computes the gradient at <see cref="Variables"/> with the code under test.</summary>
    /// <param name="gradient">As long as <see cref="Variables"/>, overwritten.</param>
    void Differentiate(Span<double> gradient);
}

/// <summary>Consecutive variables with one name.</summary>
/// <param name="Name">The name, for example "conv1.weights" or "input".</param>
/// <param name="Offset">Index of the first variable.</param>
/// <param name="Length">Number of variables.</param>
public sealed record VariableGroup(string Name, int Offset, int Length);

/// <summary>Hashes the sides of the kinks on which the layers of a network are.</summary>
public static class NetworkKinks
{
    /// <summary>Hashes the sides of all kinks for some rows.</summary>
    /// <param name="activations">The activations after a forward pass.</param>
    /// <param name="rows">Number of rows, from row 0 on.</param>
    /// <returns>A number that changes when a rectifier switches.</returns>
    public static ulong Pattern(Activations<double> activations, int rows)
    {
        ArgumentNullException.ThrowIfNull(activations);
        ulong hash = 0;
        for (int i = 0; i < activations.Structure.Nodes.Length; i++)
            hash = (hash * 31) + activations.Structure.Nodes[i].Layer.KinkPattern(activations.InputRows(i, 0, rows));
        return hash;
    }
}
