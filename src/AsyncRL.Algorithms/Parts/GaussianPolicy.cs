using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The policy N(μ(s; θ), σ²(s; θ) I) over vectors (paper, section 9). An action's likelihood is that of the drawn numbers, before they are
/// scaled and clipped.
/// </summary>
internal sealed class GaussianPolicy : IActorCriticPolicy
{
    private readonly GaussianLoss<float> _loss;
    private readonly GaussianHeads _heads;
    private readonly GaussianNoise _noise;
    private readonly ActionScale _scale;
    private readonly float[] _actions;
    private readonly float[] _scaled;
    private readonly float _floor;

    internal GaussianPolicy(NetworkStructure structure, ActionSpecification actions, GaussianSettings settings, int rows, int sequences = 1)
    {
        _heads = new GaussianHeads(structure);
        _floor = (float)settings.VarianceFloor;
        _loss = new GaussianLoss<float>((float)settings.ValueGradientScale, _floor);
        _noise = new GaussianNoise(sequences, _heads.Dimensions, settings.NoiseCorrelation);
        _scale = new ActionScale(actions, settings.ScalesToBounds);
        (_actions, _scaled) = (new float[checked(rows * _heads.Dimensions)], new float[_heads.Dimensions]);
    }

    public int ValueHead => _heads.Value;

    public ActorCriticLoss<float> Loss => _loss;

    public void BeginEpisode(int sequence, RandomGenerator generator) => _noise.Begin(sequence, generator);

    public AgentAction Act(Activations<float> batch, int row, RandomGenerator generator)
    {
        float deviation = MathF.Sqrt(_heads.Variance(batch, row, _floor));
        _noise.Draw(row % batch.Sequences, generator, batch.Output(_heads.Mean, row), deviation, ActionOf(row)); // S3c:8
        _scale.Map(ActionOf(row), _scaled);
        return AgentAction.FromValues(_scaled);
    }

    public void AddGradient(Activations<float> batch, int row, float advantage) =>
        _heads.AddGradient(_loss, batch, row, ActionOf(row), advantage); // S3c:16

    public float LogLikelihood(Activations<float> batch, int row) =>
        SphericalGaussian.LogLikelihood<float>(ActionOf(row), batch.Output(_heads.Mean, row), _heads.Variance(batch, row, _floor));

    public void TransferActions(StateTransfer state, int rows) =>
        state.Floats(_actions.AsSpan(0, rows * _heads.Dimensions), "actions");

    public void Transfer(StateTransfer state) => _noise.Transfer(state);

    private Span<float> ActionOf(int row) => _actions.AsSpan(row * _heads.Dimensions, _heads.Dimensions);
}

/// <summary>The constants of a Gaussian policy and its critic.</summary>
/// <param name="VarianceFloor">The smallest σ².</param>
/// <param name="NoiseCorrelation">Correlation of the noise of consecutive actions.</param>
/// <param name="ValueGradientScale">c: dL/dV = c (V − R).</param>
/// <param name="ScalesToBounds">Whether the policy's −1 and 1 are the bounds of the environment's actions.</param>
internal sealed record GaussianSettings(
    double VarianceFloor, double NoiseCorrelation, double ValueGradientScale, bool ScalesToBounds);

/// <summary>Acts by the heads "mean" and "spread". The greedy action is μ. Actions are scaled to the environment's numbers.</summary>
internal sealed class GaussianAgent : Agent
{
    private readonly GaussianHeads _heads;
    private readonly GaussianNoise _noise;
    private readonly ActionScale _scale;
    private readonly float[] _action;
    private readonly float _floor;
    private float _deviation;

    internal GaussianAgent(Network<float> network, ActionSpecification actions, GaussianSettings settings)
        : base(network)
    {
        (_heads, _floor) = (new GaussianHeads(network.Structure), (float)settings.VarianceFloor);
        _scale = new ActionScale(actions, settings.ScalesToBounds);
        _noise = new GaussianNoise(1, _heads.Dimensions, 0);
        _action = new float[_heads.Dimensions];
    }

    public override ReadOnlySpan<float> Probabilities => default;

    public override float Value => Activations.Output(_heads.Value, 0)[0];

    public override AgentAction SelectAction(bool greedy, RandomGenerator generator)
    {
        if (greedy) Activations.Output(_heads.Mean, 0).CopyTo(_action);
        else _noise.Draw(0, generator, Activations.Output(_heads.Mean, 0), _deviation, _action);
        _scale.Map(_action, _action);
        return AgentAction.FromValues(_action);
    }

    protected override void ReadOutputs() => _deviation = MathF.Sqrt(_heads.Variance(Activations, 0, _floor));
}

/// <summary>
/// Finds the heads of a Gaussian actor-critic: "mean" and "spread" on the policy's network, and "value" on a network that shares nothing
/// with it (paper, section 9).
/// </summary>
internal sealed class GaussianHeads
{
    internal GaussianHeads(NetworkStructure structure)
    {
        (Mean, Spread, Value) = (structure.HeadIndex("mean"), structure.HeadIndex("spread"), structure.HeadIndex("value"));
        Dimensions = structure.Heads[Mean].Outputs;
    }

    /// <summary>Index of the head μ.</summary>
    internal int Mean { get; }

    /// <summary>Index of the head s, of which σ² = softplus(s) + floor.</summary>
    internal int Spread { get; }

    /// <summary>Index of the head V.</summary>
    internal int Value { get; }

    /// <summary>Numbers in an action.</summary>
    internal int Dimensions { get; }

    /// <summary>The heads of the two networks.</summary>
    internal static ImmutableArray<HeadDescription> All(int dimensions) =>
    [
        new("mean", dimensions) { Branch = "policy", BranchPoint = BranchPoint.Observation },
        new("spread", 1) { Branch = "policy", BranchPoint = BranchPoint.Observation },
        new("value", 1) { Branch = "critic", BranchPoint = BranchPoint.Observation },
    ];

    /// <summary>Adds a row's policy terms to a loss, and overwrites their derivatives by the outputs of the heads.</summary>
    internal void AddGradient(
        GaussianLoss<float> loss, Activations<float> batch, int row, ReadOnlySpan<float> action, float advantage) => loss.AddPolicyStep(
            batch.Output(Mean, row),
            batch.Output(Spread, row)[0],
            action,
            advantage,
            batch.OutputGradient(Mean, row),
            out batch.OutputGradient(Spread, row)[0]);

    /// <summary>σ² of a row.</summary>
    internal T Variance<T>(Activations<T> activations, int row, T floor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => SphericalGaussian.Variance(activations.Output(Spread, row)[0], floor);
}

/// <summary>
/// The noise of a Gaussian policy, ξₜ = ρ ξₜ₋₁ + √(1 − ρ²) εₜ with ε ~ N(0, I). Every ξ is standard normal, so that each action's own
/// likelihood is the policy's for every correlation ρ. With ρ above 0, the noise of consecutive actions tends to the same side, which
/// explores further. Each sequence has its own noise. Owned by one thread.
/// </summary>
/// <param name="sequences">Number of environments that act side by side.</param>
/// <param name="dimensions">Numbers in an action.</param>
/// <param name="correlation">ρ; 0 for independent noise.</param>
internal sealed class GaussianNoise(int sequences, int dimensions, double correlation)
{
    private readonly float[] _noise = new float[checked(sequences * dimensions)];
    private readonly double _fresh = Math.Sqrt(1 - (correlation * correlation));

    /// <summary>Draws the noise before an episode's first action.</summary>
    internal void Begin(int sequence, RandomGenerator generator)
    {
        if (correlation == 0) return;
        foreach (ref float number in NoiseOf(sequence)) number = (float)generator.NextNormal();
    }

    /// <summary>Draws an action: μ + σ ξ.</summary>
    internal void Draw(
        int sequence, RandomGenerator generator, ReadOnlySpan<float> mean, float deviation, Span<float> action)
    {
        Span<float> noise = NoiseOf(sequence);
        for (int i = 0; i < action.Length; i++)
        {
            noise[i] = (float)((correlation * noise[i]) + (_fresh * generator.NextNormal()));
            action[i] = mean[i] + (deviation * noise[i]);
        }
    }

    internal void Transfer(StateTransfer state) => state.Floats<float>(_noise, "noise");

    private Span<float> NoiseOf(int sequence) => _noise.AsSpan(sequence * dimensions, dimensions);
}

/// <summary>
/// The loss of continuous advantage actor-critic, summed over a segment: L = Σᵢ −log π(aᵢ|sᵢ) Aᵢ − β H(π(·|sᵢ)) + ½ c (Rᵢ − V(sᵢ))² with
/// the policy of <see cref="SphericalGaussian"/> (paper, section 9). The class is generic over the element, so that gradient checks run the
/// training code in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="valueGradientScale">c: dL/dV = c (V − R).</param>
/// <param name="varianceFloor">The smallest σ².</param>
internal sealed class GaussianLoss<T>(T valueGradientScale, T varianceFloor) : ActorCriticLoss<T>(valueGradientScale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds one agent step's policy terms and overwrites their derivatives by the heads' outputs.</summary>
    /// <param name="mean">[d]: μ.</param>
    /// <param name="spread">s, of which σ² = softplus(s) + floor.</param>
    /// <param name="action">[d]: the action drawn, before the environment clips it.</param>
    /// <param name="advantage">A, a constant here: no gradient flows through V.</param>
    /// <param name="meanGradient">[d], overwritten.</param>
    /// <param name="spreadGradient">Overwritten.</param>
    internal void AddPolicyStep(
        ReadOnlySpan<T> mean, T spread, ReadOnlySpan<T> action, T advantage, Span<T> meanGradient, out T spreadGradient)
    {
        T variance = SphericalGaussian.Variance(spread, varianceFloor);
        meanGradient.Clear();
        spreadGradient = T.Zero;
        SphericalGaussian.AddLogLikelihoodGradient(-advantage, action, mean, spread, variance, meanGradient, ref spreadGradient);
        SphericalGaussian.AddEntropyGradient(-EntropyWeight, mean.Length, spread, variance, ref spreadGradient);
        PolicyLoss -= SphericalGaussian.LogLikelihood(action, mean, variance) * advantage;
        Entropy += SphericalGaussian.Entropy(mean.Length, variance);
    }
}
