using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Problems;

/// <summary>A whole network with the loss of the value methods (Algorithms 1 and S2) under the gradient checker.</summary>
public sealed class ActionValueProblem : SegmentProblem
{
    private readonly ActionValues<double> _values;
    private readonly ActionValueLoss<double> _loss;
    private readonly ActionValueOptions _options;
    private readonly double[] _targets;
    private readonly int[] _actions;
    private readonly double[] _row;

    /// <summary>Creates the problem.</summary>
    /// <param name="structure">A network with the head "q", or with the heads "value" and "advantage".</param>
    /// <param name="steps">Agent steps of the segment, at least 1.</param>
    /// <param name="terminal">Whether the segment ends in a terminal state, so that its return starts from 0.</param>
    /// <param name="options">γ, c and the error; the rest is not used.</param>
    public ActionValueProblem(NetworkStructure structure, int steps, bool terminal, ActionValueOptions options)
        : base("action-value", structure, steps, terminal)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _values = new ActionValues<double>(structure);
        _row = new double[_values.Count];
        _loss = new ActionValueLoss<double>(_values, options.Error == ActionValueOptions.Huber, options.ValueGradientScale);
        (_targets, _actions) = (new double[steps], new int[steps]);
    }

    /// <summary>The target network's value of the last state is a random constant, because no gradient flows through it.</summary>
    private protected override void DrawSegment(RandomGenerator generator)
    {
        double returns = Terminal ? 0 : (4 * generator.NextDouble()) - 2;
        for (int i = Steps - 1; i >= 0; i--)
        {
            _actions[i] = generator.NextInteger(_values.Count);
            returns = Rewards[i] + (_options.Discount * returns);
            _targets[i] = returns;
        }
    }

    private protected override double AccumulateLoss()
    {
        _loss.Clear();
        for (int i = 0; i < Steps; i++) _loss.AddStep(Activations, i, _actions[i], _targets[i]);
        return _loss.Total;
    }

    /// <summary>Huber's gradient has kinks at errors of ±1, where a difference quotient is a mean of two slopes.</summary>
    private protected override ulong LossKinkPattern()
    {
        ulong pattern = 0;
        if (_options.Error != ActionValueOptions.Huber) return pattern;
        for (int i = 0; i < Steps; i++)
        {
            _values.Read(Activations, i, _row);
            double error = _row[_actions[i]] - _targets[i];
            pattern = (3 * pattern) + (error > 1 ? 2u : error < -1 ? 1u : 0u);
        }

        return pattern;
    }
}

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
