using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Problems;

/// <summary>A whole network with the loss of neural fitted Q under the gradient checker.</summary>
public sealed class CostProblem : SegmentProblem
{
    private readonly CostLoss<double> _loss;
    private readonly double[] _targets;
    private readonly int[] _actions;
    private readonly int _choices;

    /// <summary>Creates the problem.</summary>
    /// <param name="structure">A network with a head for each action or with the head "q".</param>
    /// <param name="steps">Transitions, at least 1.</param>
    public CostProblem(NetworkStructure structure, int steps)
        : base("cost", structure, steps, terminal: true)
    {
        var outputs = new ActionValues<double>(structure);
        (_loss, _choices) = (new CostLoss<double>(outputs), outputs.Count);
        (_targets, _actions) = (new double[steps], new int[steps]);
    }

    /// <summary>A target is a constant: no gradient flows through it.</summary>
    private protected override void DrawSegment(RandomGenerator generator)
    {
        for (int i = 0; i < Steps; i++) (_actions[i], _targets[i]) = (generator.NextInteger(_choices), generator.NextDouble());
    }

    private protected override double AccumulateLoss()
    {
        _loss.Clear();
        for (int i = 0; i < Steps; i++) _loss.AddStep(Activations, i, _actions[i], _targets[i]);
        return _loss.Total;
    }
}
