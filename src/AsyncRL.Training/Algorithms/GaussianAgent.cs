using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Algorithms;

/// <summary>Acts by the heads "mean" and "spread"; greedy is μ itself. Actions are in the environment's numbers.</summary>
internal sealed class GaussianAgent : Agent
{
    private readonly GaussianHeads _heads;
    private readonly GaussianNoise _noise;
    private readonly ActionScale _scale;
    private readonly float[] _action;
    private readonly float _floor;
    private float _deviation;

    internal GaussianAgent(Network<float> network, ActionSpecification actions, A3CContinuousOptions options)
        : base(network)
    {
        (_heads, _floor) = (new GaussianHeads(network.Structure), (float)options.VarianceFloor);
        _scale = new ActionScale(actions, options.ActionScaling);
        _noise = new GaussianNoise(_heads.Dimensions, 0);
        _action = new float[_heads.Dimensions];
    }

    public override ReadOnlySpan<float> Probabilities => default;

    public override float Value => Activations.Output(_heads.Value, 0)[0];

    public override AgentAction Choose(bool greedy, RandomGenerator generator)
    {
        if (greedy) Activations.Output(_heads.Mean, 0).CopyTo(_action);
        else _noise.Draw(generator, Activations.Output(_heads.Mean, 0), _deviation, _action);
        _scale.Map(_action, _action);
        return AgentAction.FromValues(_action);
    }

    protected override void Interpret() => _deviation = MathF.Sqrt(_heads.Variance(Activations, 0, _floor));
}
