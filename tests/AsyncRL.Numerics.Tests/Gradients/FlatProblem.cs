using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>A constant, whose central differences are exactly 0. It records how far from the drawn point it was evaluated.</summary>
/// <param name="value">The constant.</param>
/// <param name="derivative">The value that it returns as each of its derivatives.</param>
internal sealed class FlatProblem(double value, double derivative = 0) : IDifferentiable
{
    internal const int VariableCount = 8;

    private readonly double[] _variables = new double[VariableCount];
    private readonly double[] _drawn = new double[VariableCount];

    /// <summary>Distances of the evaluations that are not at the drawn point.</summary>
    internal List<double> Distances { get; } = [];

    /// <summary>Number of evaluations away from the drawn point that have a kink pattern of their own.</summary>
    internal int EvaluationsInKinks { get; init; }

    public string Name => "flat";

    public ImmutableArray<VariableGroup> Groups { get; } = [new("all", 0, VariableCount)];

    public Span<double> Variables => _variables;

    public void Draw(RandomGenerator generator)
    {
        for (int i = 0; i < VariableCount; i++) _variables[i] = generator.NextNormal();
        _variables.CopyTo(_drawn, 0);
    }

    public double Evaluate(out ulong kinkPattern)
    {
        double squares = 0;
        for (int i = 0; i < VariableCount; i++) squares += (_variables[i] - _drawn[i]) * (_variables[i] - _drawn[i]);
        if (squares > 0) Distances.Add(Math.Sqrt(squares));
        kinkPattern = squares > 0 && Distances.Count <= EvaluationsInKinks ? (ulong)Distances.Count : 0;
        return value;
    }

    public void Differentiate(Span<double> gradient) => gradient.Fill(derivative);
}
