using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The policy of proximal policy optimization over vectors: N(μ(s; θ), σ²(s; θ) I).</summary>
internal sealed class GaussianProximalPolicy : ProximalPolicy
{
    private readonly GaussianHeads _heads;
    private readonly GaussianNoise[] _noises;
    private readonly GaussianRollout _rollout;
    private readonly ActionScale _scale;
    private readonly float[] _scaled;
    private readonly float _floor;

    internal GaussianProximalPolicy(
        NetworkStructure structure, ActionSpecification actions, GaussianSettings settings, GaussianRollout rollout, int sequences)
    {
        (_heads, _rollout, _floor) = (new GaussianHeads(structure), rollout, (float)settings.VarianceFloor);
        _noises = new GaussianNoise[sequences];
        for (int i = 0; i < sequences; i++) _noises[i] = new GaussianNoise(_heads.Dimensions, settings.NoiseCorrelation);
        _scale = new ActionScale(actions, settings.ScalesToBounds);
        _scaled = new float[_heads.Dimensions];
    }

    public override int ValueHead => _heads.Value;

    public override void BeginEpisode(int sequence, RandomGenerator generator) => _noises[sequence].Begin(generator);

    public override void SaveState(BinaryWriter writer)
    {
        foreach (GaussianNoise noise in _noises) noise.SaveState(writer);
    }

    public override void RestoreState(BinaryReader reader)
    {
        foreach (GaussianNoise noise in _noises) noise.RestoreState(reader);
    }

    protected override AgentAction Draw(Activations<float> batch, int row, int stored, RandomGenerator generator)
    {
        ReadOnlySpan<float> mean = batch.Output(_heads.Mean, row);
        float variance = _heads.Variance(batch, row, _floor);
        mean.CopyTo(_rollout.Mean(stored));
        _rollout.Variances[stored] = variance;
        _noises[row % batch.Sequences].Draw(generator, mean, MathF.Sqrt(variance), _rollout.Action(stored));
        _scale.Map(_rollout.Action(stored), _scaled);
        return AgentAction.FromValues(_scaled);
    }

    protected override ProximalRow Compare(Activations<float> batch, int row, int stored)
    {
        ReadOnlySpan<float> mean = batch.Output(_heads.Mean, row), action = _rollout.Action(stored), oldMean = _rollout.Mean(stored);
        float variance = _heads.Variance(batch, row, _floor), oldVariance = _rollout.Variances[stored];
        float now = SphericalGaussian.LogLikelihood(action, mean, variance);
        float before = SphericalGaussian.LogLikelihood(action, oldMean, oldVariance);
        return new ProximalRow(
            now - before,
            SphericalGaussian.Entropy(mean.Length, variance),
            GaussianDivergence.Value(oldMean, oldVariance, mean, variance));
    }

    protected override void WriteGradient(
        Activations<float> batch, int row, int stored, float weight, float entropy, in ProximalTerms terms)
    {
        ReadOnlySpan<float> mean = batch.Output(_heads.Mean, row);
        (float spread, float variance) = (batch.Output(_heads.Spread, row)[0], _heads.Variance(batch, row, _floor));
        Span<float> gradient = batch.OutputGradient(_heads.Mean, row);
        ref float spreadGradient = ref batch.OutputGradient(_heads.Spread, row)[0];
        gradient.Clear();
        spreadGradient = 0;
        SphericalGaussian.AddLogLikelihoodGradient(
            -weight, _rollout.Action(stored), mean, spread, variance, gradient, ref spreadGradient);
        SphericalGaussian.AddEntropyGradient(-terms.EntropyWeight, mean.Length, spread, variance, ref spreadGradient);
        if (terms.Penalty == 0) return;
        GaussianDivergence.AddGradient(
            terms.Penalty, _rollout.Mean(stored), _rollout.Variances[stored], mean, spread, variance, gradient, ref spreadGradient);
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
}
