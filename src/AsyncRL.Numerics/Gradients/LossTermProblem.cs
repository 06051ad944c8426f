using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Numerics.Gradients;

/// <summary>One statistical term as a subject of the gradient checker, as a function of the network's outputs.</summary>
public sealed class LossTermProblem : IDifferentiable
{
    private readonly LossTerm _term;
    private readonly double[] _variables;

    /// <summary>Makes a problem of a term.</summary>
    /// <param name="term">The term.</param>
    public LossTermProblem(LossTerm term)
    {
        ArgumentNullException.ThrowIfNull(term);
        _term = term;
        _variables = new double[term.VariableCount];
        Groups = [new VariableGroup("outputs", 0, term.VariableCount)];
    }

    /// <inheritdoc/>
    public string Name => $"{_term.Name} of {_term.VariableCount}";

    /// <inheritdoc/>
    public ImmutableArray<VariableGroup> Groups { get; }

    /// <inheritdoc/>
    public Span<double> Variables => _variables;

    /// <inheritdoc/>
    public void Draw(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        foreach (ref double variable in _variables.AsSpan()) variable = 2 * generator.NextNormal();
    }

    /// <inheritdoc/>
    public double Evaluate(out ulong kinkPattern)
    {
        kinkPattern = _term.KinkPattern(_variables);
        return _term.Value(_variables);
    }

    /// <inheritdoc/>
    public void Differentiate(Span<double> gradient)
    {
        gradient.Clear();
        _term.AddGradient(_variables, gradient);
    }
}
