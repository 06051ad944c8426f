using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Problems;

/// <summary>A whole network with the loss of advantage actor-critic (Algorithm S3) under the gradient checker.</summary>
public sealed class ActorCriticProblem : SegmentProblem
{
    private readonly SoftmaxLoss<double> _loss;
    private readonly A3COptions _options;
    private readonly double[] _returns;
    private readonly double[] _advantages;
    private readonly int[] _counts;
    private readonly int[] _actions;
    private readonly double[] _probabilities;
    private readonly double[] _logProbabilities;
    private readonly int _policy;
    private readonly int _value;

    /// <summary>Creates the problem.</summary>
    /// <param name="structure">A network with the heads "policy" and "value".</param>
    /// <param name="steps">Agent steps of the segment, at least 1.</param>
    /// <param name="terminal">Whether the segment ends in a terminal state, so that R starts from 0 rather than from V.</param>
    /// <param name="options">β, γ and c; t_max is not used.</param>
    /// <param name="counts">The number of choices of each dimension of several choices at once; none for one choice.</param>
    public ActorCriticProblem(
        NetworkStructure structure, int steps, bool terminal, A3COptions options, params ReadOnlySpan<int> counts)
        : base("A3C", structure, steps, terminal)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        (_policy, _value) = (structure.HeadIndex("policy"), structure.HeadIndex("value"));
        _loss = new SoftmaxLoss<double>(options.ValueGradientScale);
        int logits = structure.Heads[_policy].Outputs;
        _counts = counts.IsEmpty ? [logits] : counts.ToArray();
        (_returns, _advantages, _actions) = (new double[steps], new double[steps], new int[steps * _counts.Length]);
        (_probabilities, _logProbabilities) = (new double[logits], new double[logits]);
    }

    private protected override void DrawSegment(RandomGenerator generator)
    {
        double returns = Terminal ? 0 : Activations.Output(_value, Steps)[0];
        for (int i = Steps - 1; i >= 0; i--)
        {
            for (int j = 0; j < _counts.Length; j++) _actions[(i * _counts.Length) + j] = generator.NextInteger(_counts[j]);
            returns = Rewards[i] + (_options.Discount * returns);
            (_returns[i], _advantages[i]) = (returns, returns - Activations.Output(_value, i)[0]);
        }
    }

    private protected override double AccumulateLoss()
    {
        _loss.Begin(_options.EntropyWeight);
        for (int i = 0; i < Steps; i++)
        {
            AddPolicyStep(i);
            _loss.AddValueStep(Activations.Output(_value, i)[0], _returns[i], Activations.OutputGradient(_value, i));
        }

        return _loss.Total;
    }

    private void AddPolicyStep(int step)
    {
        for (int j = 0, first = 0; j < _counts.Length; first += _counts[j], j++)
        {
            Span<double> probabilities = _probabilities.AsSpan(first, _counts[j]), logs = _logProbabilities.AsSpan(first, _counts[j]);
            Softmax.Distribution(Activations.Output(_policy, step).Slice(first, _counts[j]), probabilities, logs);
            _loss.AddPolicyStep(
                probabilities,
                logs,
                _actions[(step * _counts.Length) + j],
                _advantages[step],
                Activations.OutputGradient(_policy, step).Slice(first, _counts[j]));
        }
    }
}

/// <summary>Whole policy and value networks with the loss of continuous A3C (paper, section 9) under the gradient checker.</summary>
public sealed class GaussianProblem : SegmentProblem
{
    private readonly GaussianLoss<double> _loss;
    private readonly GaussianHeads _heads;
    private readonly A3CContinuousOptions _options;
    private readonly double[] _returns;
    private readonly double[] _advantages;
    private readonly double[] _actions;

    /// <summary>Creates the problem.</summary>
    /// <param name="structure">Networks with the heads "mean", "spread" and "value".</param>
    /// <param name="steps">Agent steps of the segment, at least 1.</param>
    /// <param name="terminal">Whether the segment ends in a terminal state, so that R starts from 0 rather than from V.</param>
    /// <param name="options">β, γ, c and the variance's floor; the rest is not used.</param>
    public GaussianProblem(NetworkStructure structure, int steps, bool terminal, A3CContinuousOptions options)
        : base("continuous A3C", structure, steps, terminal)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _heads) = (options, new GaussianHeads(structure));
        _loss = new GaussianLoss<double>(options.ValueGradientScale, options.VarianceFloor);
        (_returns, _advantages, _actions) = (new double[steps], new double[steps], new double[steps * _heads.Dimensions]);
    }

    private protected override void DrawSegment(RandomGenerator generator)
    {
        foreach (ref double number in _actions.AsSpan()) number = generator.NextNormal();
        double returns = Terminal ? 0 : Activations.Output(_heads.Value, Steps)[0];
        for (int i = Steps - 1; i >= 0; i--)
        {
            returns = Rewards[i] + (_options.Discount * returns);
            (_returns[i], _advantages[i]) = (returns, returns - Activations.Output(_heads.Value, i)[0]);
        }
    }

    private protected override double AccumulateLoss()
    {
        _loss.Begin(_options.EntropyWeight);
        for (int i = 0; i < Steps; i++)
        {
            _loss.AddPolicyStep(
                Activations.Output(_heads.Mean, i),
                Activations.Output(_heads.Spread, i)[0],
                _actions.AsSpan(i * _heads.Dimensions, _heads.Dimensions),
                _advantages[i],
                Activations.OutputGradient(_heads.Mean, i),
                out Activations.OutputGradient(_heads.Spread, i)[0]);
            _loss.AddValueStep(Activations.Output(_heads.Value, i)[0], _returns[i], Activations.OutputGradient(_heads.Value, i));
        }

        return _loss.Total;
    }
}
