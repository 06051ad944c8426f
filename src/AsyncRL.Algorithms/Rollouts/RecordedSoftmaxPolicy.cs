using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>A recorded policy over choices: the softmax of the head "policy".</summary>
internal sealed class RecordedSoftmaxPolicy : RecordedPolicy
{
    private readonly SoftmaxLoss<float> _loss;
    private readonly Softmaxes _softmaxes;
    private readonly SoftmaxRollout _rollout;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly int _policy;

    internal RecordedSoftmaxPolicy(
        NetworkStructure structure, ActionSpecification actions, ActorCriticOptions options, SoftmaxRollout rollout)
    {
        _loss = options.Logarithm is { } logarithm
            ? new StabilizedSoftmaxLoss<float>((float)options.ValueGradientScale, logarithm)
            : new SoftmaxLoss<float>((float)options.ValueGradientScale);
        (_policy, ValueHead) = (structure.HeadIndex("policy"), structure.HeadIndex("value"));
        (_softmaxes, _rollout) = (new Softmaxes(actions), rollout);
        (_probabilities, _logProbabilities) = (new float[_softmaxes.Logits], new float[_softmaxes.Logits]);
    }

    public override int ValueHead { get; }

    internal override ActorCriticLoss<float> Loss => _loss;

    internal override (float LogRatio, float Divergence) Compare(Activations<float> batch, int row, int stored)
    {
        _softmaxes.Compute(batch.Output(_policy, row), _probabilities, _logProbabilities);
        Span<int> choices = _rollout.Choices(stored);
        float logRatio = 0, divergence = 0;
        for (int j = 0; j < _softmaxes.Dimensions; j++)
        {
            Span<float> now = _softmaxes.Of(_logProbabilities, j), before = _softmaxes.Of(_rollout.LogProbabilities(stored), j);
            logRatio += now[choices[j]] - before[choices[j]];
            divergence += PolicyDivergence.Value<float>(before, now);
        }

        return (logRatio, divergence);
    }

    internal override void WriteGradient(Activations<float> batch, int row, int stored, float weight) => _softmaxes.AddGradient(
        _loss, _probabilities, _logProbabilities, _rollout.Choices(stored), weight, batch.OutputGradient(_policy, row));

    internal override void AddPenalty(Activations<float> batch, int row, int stored, float penalty)
    {
        Span<float> gradient = batch.OutputGradient(_policy, row), old = _rollout.LogProbabilities(stored);
        for (int j = 0; j < _softmaxes.Dimensions; j++)
        {
            PolicyDivergence.AddGradient<float>(
                penalty, _softmaxes.Of(old, j), _softmaxes.Of(_probabilities, j), _softmaxes.Of(gradient, j));
        }
    }

    internal override void Record(Activations<float> batch, int row, int stored) =>
        _softmaxes.Compute(batch.Output(_policy, row), _probabilities, _rollout.LogProbabilities(stored));

    internal override AgentAction DrawRecorded(int stored, RandomGenerator generator)
    {
        ReadOnlySpan<float> logarithms = _rollout.LogProbabilities(stored);
        for (int i = 0; i < logarithms.Length; i++) _probabilities[i] = MathF.Exp(logarithms[i]);
        return _softmaxes.Pick(_probabilities, _rollout.Choices(stored), greedy: false, generator);
    }

    protected override AgentAction Draw(Activations<float> batch, int row, int stored, RandomGenerator generator)
    {
        Record(batch, row, stored);
        return _softmaxes.Pick(_probabilities, _rollout.Choices(stored), greedy: false, generator);
    }
}

/// <summary>The choices of a rollout, with the logarithms of the old probabilities.</summary>
/// <param name="actions">The choices.</param>
/// <param name="rows">Number of rows.</param>
internal sealed class SoftmaxRollout(ActionSpecification actions, int rows)
{
    private readonly Softmaxes _softmaxes = new(actions);
    private readonly int[] _choices = new int[checked(rows * Softmaxes.DimensionsOf(actions))];
    private readonly float[] _logProbabilities = new float[checked(rows * actions.TotalCount)];
    private readonly int _logits = actions.TotalCount;

    /// <summary>[dimensions]: the action of a row.</summary>
    internal Span<int> Choices(int row) => _choices.AsSpan(row * _softmaxes.Dimensions, _softmaxes.Dimensions);

    /// <summary>[logits]: the old log-probabilities of a row.</summary>
    internal Span<float> LogProbabilities(int row) => _logProbabilities.AsSpan(row * _logits, _logits);

    /// <summary>Packs or unpacks some rows.</summary>
    internal void Transfer(int first, int count, ref PackedBlock block)
    {
        block.Transfer(_choices.AsSpan(first * _softmaxes.Dimensions, count * _softmaxes.Dimensions));
        block.Transfer(_logProbabilities.AsSpan(first * _logits, count * _logits));
    }

    /// <summary>Writes or reads a row.</summary>
    internal void Transfer(int row, StateTransfer state)
    {
        _softmaxes.Transfer(state, Choices(row));
        state.Floats(LogProbabilities(row), "log-probability");
    }
}
