using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The policy of proximal policy optimization over vectors: N(μ(s; θ), σ²(s; θ) I).</summary>
internal sealed class GaussianProximalPolicy : ProximalPolicy
{
    private readonly GaussianLoss<float> _loss;
    private readonly GaussianHeads _heads;
    private readonly GaussianNoise _noise;
    private readonly GaussianRollout _rollout;
    private readonly ActionScale _scale;
    private readonly float[] _scaled;
    private readonly float _floor;

    internal GaussianProximalPolicy(
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

    public override void SaveState(BinaryWriter writer) => _noise.SaveState(writer);

    public override void RestoreState(BinaryReader reader) => _noise.RestoreState(reader);

    protected override AgentAction Draw(Activations<float> batch, int row, int stored, RandomGenerator generator)
    {
        ReadOnlySpan<float> mean = batch.Output(_heads.Mean, row);
        float variance = _heads.Variance(batch, row, _floor);
        mean.CopyTo(_rollout.Mean(stored));
        _rollout.Variances[stored] = variance;
        _noise.Draw(row % batch.Sequences, generator, mean, MathF.Sqrt(variance), _rollout.Action(stored));
        _scale.Map(_rollout.Action(stored), _scaled);
        return AgentAction.FromValues(_scaled);
    }

    protected override (float LogRatio, float Divergence) Compare(Activations<float> batch, int row, int stored)
    {
        ReadOnlySpan<float> mean = batch.Output(_heads.Mean, row), action = _rollout.Action(stored), oldMean = _rollout.Mean(stored);
        float variance = _heads.Variance(batch, row, _floor), oldVariance = _rollout.Variances[stored];
        float now = SphericalGaussian.LogLikelihood(action, mean, variance);
        float before = SphericalGaussian.LogLikelihood(action, oldMean, oldVariance);
        return (now - before, GaussianDivergence.Value(oldMean, oldVariance, mean, variance));
    }

    protected override void WriteGradient(Activations<float> batch, int row, int stored, float weight) =>
        _heads.AddGradient(_loss, batch, row, _rollout.Action(stored), weight);

    protected override void AddPenalty(Activations<float> batch, int row, int stored, float penalty) => GaussianDivergence.AddGradient(
        penalty,
        _rollout.Mean(stored),
        _rollout.Variances[stored],
        batch.Output(_heads.Mean, row),
        batch.Output(_heads.Spread, row)[0],
        _heads.Variance(batch, row, _floor),
        batch.OutputGradient(_heads.Mean, row),
        ref batch.OutputGradient(_heads.Spread, row)[0]);
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
}
