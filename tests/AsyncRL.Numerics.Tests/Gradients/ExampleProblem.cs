using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;

namespace AsyncRL.Numerics.Tests.Gradients;

/// <summary>
/// L = Σᵢ (cᵢ xᵢ² + sin xᵢ) + x₀ · x₄, with its true gradient unless a test changes it. There are thirty variables in two groups, with two
/// numbers of padding between the groups.
/// </summary>
internal sealed class ExampleProblem : IDifferentiable
{
    internal const int VariablesInAll = 30;

    private const int Partner = 4;

    private readonly double[] _variables = new double[VariablesInAll + 2];
    private readonly double[] _drawn = new double[VariablesInAll + 2];
    private readonly double[] _coefficients = new double[VariablesInAll + 2];
    private readonly int[] _evaluations = new int[VariablesInAll + 2];
    private ulong _pattern;

    /// <summary>A change of the gradient after its correct computation.</summary>
    internal Action<Span<double>> Spoil { get; init; } = _ => { };

    /// <summary>A change of the value.</summary>
    internal Func<double, double> SpoilValue { get; init; } = value => value;

    /// <summary>The number of times that the comparison of a variable meets a kink before it succeeds.</summary>
    internal Func<int, int> Kinks { get; init; } = _ => 0;

    public string Name => "example";

    public ImmutableArray<VariableGroup> Groups { get; } = [new("left", 0, 3), new("right", 5, 27)];

    public Span<double> Variables => _variables;

    public void Draw(RandomGenerator generator)
    {
        foreach (VariableGroup group in Groups)
        {
            for (int i = group.Offset; i < group.Offset + group.Length; i++)
            {
                _variables[i] = generator.NextNormal();
                _coefficients[i] = generator.NextNormal();
            }
        }

        _variables.CopyTo(_drawn, 0);
    }

    public double Evaluate(out ulong kinkPattern)
    {
        kinkPattern = CountedPattern();
        double sum = 0;
        foreach (VariableGroup group in Groups)
        {
            for (int i = group.Offset; i < group.Offset + group.Length; i++)
                sum += (_coefficients[i] * _variables[i] * _variables[i]) + Math.Sin(_variables[i]);
        }

        return SpoilValue(sum + (_variables[0] * _variables[Groups[1].Offset + Partner]));
    }

    public void Differentiate(Span<double> gradient)
    {
        gradient.Clear();
        foreach (VariableGroup group in Groups)
        {
            for (int i = group.Offset; i < group.Offset + group.Length; i++)
                gradient[i] = (2 * _coefficients[i] * _variables[i]) + Math.Cos(_variables[i]);
        }

        gradient[0] += _variables[Groups[1].Offset + Partner];
        gradient[Groups[1].Offset + Partner] += _variables[0];
        Spoil(gradient);
    }

    /// <summary>A pattern that differs between the two points of a variable's first comparisons.</summary>
    private ulong CountedPattern()
    {
        int moved = -1;
        for (int i = 0; i < _variables.Length; i++) moved = _variables[i] != _drawn[i] ? i : moved;
        if (moved < 0) return 0;
        int comparison = _evaluations[moved]++ / 2;
        return comparison < Kinks(moved) ? ++_pattern : 0;
    }
}
