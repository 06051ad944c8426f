using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>A recorded policy over vectors: N(μ(s; θ), σ²(s; θ) I).</summary>
internal sealed class RecordedGaussianPolicy : RecordedPolicy
{
    private readonly GaussianLoss<float> _loss;
    private readonly GaussianHeads _heads;
    private readonly GaussianNoise _noise;
    private readonly GaussianRollout _rollout;
    private readonly ActionScale _scale;
    private readonly float[] _scaled;
    private readonly float _floor;

    internal RecordedGaussianPolicy(
        NetworkStructure structure, ActionSpecification actions, GaussianSettings settings, GaussianRollout rollout, int sequences)
    {
        (_heads, _rollout, _floor) = (new GaussianHeads(structure), rollout, (float)settings.VarianceFloor);
        _loss = new GaussianLoss<float>((float)settings.ValueGradientScale, _floor);
        _noise = new GaussianNoise(sequences, _heads.Dimensions, settings.NoiseCorrelation);
        _scale = new ActionScale(actions, settings.ScalesToBounds);
        _scaled = new float[_heads.Dimensions];
    }

    public override int ValueHead => _heads.Value;

    internal override ActorCriticLoss<float> Loss => _loss;

    public override void BeginEpisode(int sequence, RandomGenerator generator) => _noise.Begin(sequence, generator);

    public override void Transfer(StateTransfer state) => _noise.Transfer(state);

    internal override (float LogRatio, float Divergence) Compare(Activations<float> batch, int row, int stored)
    {
        ReadOnlySpan<float> mean = batch.Output(_heads.Mean, row), action = _rollout.Action(stored), oldMean = _rollout.Mean(stored);
        float variance = _heads.Variance(batch, row, _floor), oldVariance = _rollout.Variances[stored];
        float now = SphericalGaussian.LogLikelihood(action, mean, variance);
        float before = SphericalGaussian.LogLikelihood(action, oldMean, oldVariance);
        return (now - before, GaussianDivergence.Value(oldMean, oldVariance, mean, variance));
    }

    internal override void WriteGradient(Activations<float> batch, int row, int stored, float weight) =>
        _heads.AddGradient(_loss, batch, row, _rollout.Action(stored), weight);

    internal override void AddPenalty(Activations<float> batch, int row, int stored, float penalty) => GaussianDivergence.AddGradient(
        penalty,
        _rollout.Mean(stored),
        _rollout.Variances[stored],
        batch.Output(_heads.Mean, row),
        batch.Output(_heads.Spread, row)[0],
        _heads.Variance(batch, row, _floor),
        batch.OutputGradient(_heads.Mean, row),
        ref batch.OutputGradient(_heads.Spread, row)[0]);

    internal override void Record(Activations<float> batch, int row, int stored)
    {
        batch.Output(_heads.Mean, row).CopyTo(_rollout.Mean(stored));
        _rollout.Variances[stored] = _heads.Variance(batch, row, _floor);
    }

    internal override AgentAction DrawRecorded(int stored, RandomGenerator generator) => Draw(0, stored, generator);

    protected override AgentAction Draw(Activations<float> batch, int row, int stored, RandomGenerator generator)
    {
        Record(batch, row, stored);
        return Draw(row % batch.Sequences, stored, generator);
    }

    private AgentAction Draw(int sequence, int stored, RandomGenerator generator)
    {
        float deviation = MathF.Sqrt(_rollout.Variances[stored]);
        _noise.Draw(sequence, generator, _rollout.Mean(stored), deviation, _rollout.Action(stored));
        _scale.Map(_rollout.Action(stored), _scaled);
        return AgentAction.FromValues(_scaled);
    }
}

/// <summary>The actions of a rollout, with the mean and the variance of the old distribution.</summary>
/// <param name="dimensions">Numbers in an action.</param>
/// <param name="rows">Number of rows.</param>
internal sealed class GaussianRollout(int dimensions, int rows)
{
    private readonly float[] _actions = new float[checked(rows * dimensions)];
    private readonly float[] _means = new float[checked(rows * dimensions)];

    /// <summary>[rows]: σ² of the old distribution.</summary>
    internal float[] Variances { get; } = new float[rows];

    /// <summary>[dimensions]: the action of a row, before it is scaled.</summary>
    internal Span<float> Action(int row) => _actions.AsSpan(row * dimensions, dimensions);

    /// <summary>[dimensions]: μ of the old distribution.</summary>
    internal Span<float> Mean(int row) => _means.AsSpan(row * dimensions, dimensions);

    /// <summary>Packs or unpacks some rows.</summary>
    internal void Transfer(int first, int count, ref PackedBlock block)
    {
        block.Transfer(_actions.AsSpan(first * dimensions, count * dimensions));
        block.Transfer(_means.AsSpan(first * dimensions, count * dimensions));
        block.Transfer(Variances.AsSpan(first, count));
    }

    /// <summary>Writes or reads a row.</summary>
    internal void Transfer(int row, StateTransfer state)
    {
        state.Floats(Action(row), "action");
        state.Floats(Mean(row), "mean");
        state.Float(ref Variances[row], "variance", low: 0);
    }
}
