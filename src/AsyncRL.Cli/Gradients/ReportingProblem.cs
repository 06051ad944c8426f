using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;

namespace AsyncRL.Cli.Gradients;

/// <summary>A problem that reports its number of evaluations and can be cancelled.</summary>
/// <param name="problem">The problem.</param>
/// <param name="evaluated">Receives the number of evaluations so far.</param>
/// <param name="stop">Cancelled to end the check by an <see cref="OperationCanceledException"/>.</param>
internal sealed class ReportingProblem(IDifferentiable problem, Action<int> evaluated, CancellationToken stop) : IDifferentiable
{
    private int _evaluations;

    public string Name => problem.Name;

    public ImmutableArray<VariableGroup> Groups => problem.Groups;

    public Span<double> Variables => problem.Variables;

    public void Draw(RandomGenerator generator) => problem.Draw(generator);

    public double Evaluate(out ulong kinkPattern)
    {
        stop.ThrowIfCancellationRequested();
        double value = problem.Evaluate(out kinkPattern);
        evaluated(++_evaluations);
        return value;
    }

    public void Differentiate(Span<double> gradient) => problem.Differentiate(gradient);
}
