using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The policy of proximal policy optimization over choices: the softmax of the head "policy".</summary>
internal sealed class SoftmaxProximalPolicy : ProximalPolicy
{
    private readonly Softmaxes _softmaxes;
    private readonly SoftmaxRollout _rollout;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly int _policy;

    internal SoftmaxProximalPolicy(NetworkStructure structure, ActionSpecification actions, SoftmaxRollout rollout)
    {
        (_policy, ValueHead) = (structure.HeadIndex("policy"), structure.HeadIndex("value"));
        (_softmaxes, _rollout) = (new Softmaxes(actions), rollout);
        (_probabilities, _logProbabilities) = (new float[_softmaxes.Logits], new float[_softmaxes.Logits]);
    }

    public override int ValueHead { get; }

    protected override AgentAction Draw(Activations<float> batch, int row, int stored, RandomGenerator generator)
    {
        _softmaxes.Compute(batch.Output(_policy, row), _probabilities, _rollout.LogProbabilities(stored));
        return _softmaxes.Pick(_probabilities, _rollout.Choices(stored), greedy: false, generator);
    }

    protected override ProximalRow Compare(Activations<float> batch, int row, int stored)
    {
        _softmaxes.Compute(batch.Output(_policy, row), _probabilities, _logProbabilities);
        Span<float> old = _rollout.LogProbabilities(stored);
        Span<int> choices = _rollout.Choices(stored);
        float logRatio = 0, entropy = 0, divergence = 0;
        for (int j = 0; j < _softmaxes.Dimensions; j++)
        {
            Span<float> now = _softmaxes.Of(_logProbabilities, j), before = _softmaxes.Of(old, j);
            logRatio += now[choices[j]] - before[choices[j]];
            entropy += PolicyEntropy.Value<float>(_softmaxes.Of(_probabilities, j), now);
            divergence += PolicyDivergence.Value<float>(before, now);
        }

        return new ProximalRow(logRatio, entropy, divergence);
    }

    protected override void WriteGradient(
        Activations<float> batch, int row, int stored, float weight, float entropy, in ProximalTerms terms)
    {
        Span<float> gradients = batch.OutputGradient(_policy, row);
        gradients.Clear();
        for (int j = 0; j < _softmaxes.Dimensions; j++)
        {
            Span<float> gradient = _softmaxes.Of(gradients, j), probabilities = _softmaxes.Of(_probabilities, j);
            Span<float> logarithms = _softmaxes.Of(_logProbabilities, j);
            WeightedLogLikelihood.AddGradient(-weight, _rollout.Choices(stored)[j], probabilities, gradient);
            float own = _softmaxes.Dimensions == 1 ? entropy : PolicyEntropy.Value<float>(probabilities, logarithms);
            PolicyEntropy.AddGradient(-terms.EntropyWeight, own, probabilities, logarithms, gradient);
            if (terms.Penalty == 0) continue;
            Span<float> old = _softmaxes.Of(_rollout.LogProbabilities(stored), j);
            PolicyDivergence.AddGradient<float>(terms.Penalty, old, probabilities, gradient);
        }
    }
}

/// <summary>The choices of a rollout, with the logarithms of the old probabilities.</summary>
/// <param name="actions">The choices.</param>
/// <param name="rows">Number of rows.</param>
internal sealed class SoftmaxRollout(ActionSpecification actions, int rows)
{
    private readonly int _dimensions = actions.Kind == ActionKind.Discrete ? 1 : actions.Choices.Length;
    private readonly int[] _choices = new int[checked(rows * (actions.Kind == ActionKind.Discrete ? 1 : actions.Choices.Length))];
    private readonly float[] _logProbabilities = new float[checked(rows * actions.TotalCount)];
    private readonly int _logits = actions.TotalCount;

    /// <summary>[dimensions]: the action of a row.</summary>
    internal Span<int> Choices(int row) => _choices.AsSpan(row * _dimensions, _dimensions);

    /// <summary>[logits]: the old log-probabilities of a row.</summary>
    internal Span<float> LogProbabilities(int row) => _logProbabilities.AsSpan(row * _logits, _logits);
}
