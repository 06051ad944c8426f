using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// A policy over discrete actions: the softmax of the head "policy". The distribution of each time step is computed once, to act, and kept
/// for the loss.
/// </summary>
internal sealed class SoftmaxPolicy : IActorCriticPolicy
{
    private readonly SoftmaxLoss<float> _loss;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly int[] _actions;
    private readonly int _policy;
    private readonly int _count;

    internal SoftmaxPolicy(NetworkStructure structure, ActorCriticOptions options, int tMax)
    {
        (_policy, ValueHead) = (structure.HeadIndex("policy"), structure.HeadIndex("value"));
        _count = structure.Heads[_policy].Outputs;
        _loss = new SoftmaxLoss<float>((float)options.ValueGradientScale);
        (_probabilities, _logProbabilities) = (new float[checked(tMax * _count)], new float[tMax * _count]);
        _actions = new int[tMax];
    }

    public int ValueHead { get; }

    public ActorCriticLoss<float> Loss => _loss;

    /// <summary>The heads: logits and value share all layers but the last.</summary>
    internal static ImmutableArray<HeadDescription> Heads(int actions) => [new("policy", actions), new("value", 1)];

    public AgentAction Act(Activations<float> batch, int step, RandomGenerator generator)
    {
        Softmax.Distribution(batch.Output(_policy, step), Row(_probabilities, step), Row(_logProbabilities, step));
        return _actions[step] = Softmax.Pick<float>(Row(_probabilities, step), generator.NextSingle());
    }

    public void AddGradient(Activations<float> batch, int step, float advantage) => _loss.AddPolicyStep(
        Row(_probabilities, step), Row(_logProbabilities, step), _actions[step], advantage, batch.OutputGradient(_policy, step));

    private Span<float> Row(float[] numbers, int step) => numbers.AsSpan(step * _count, _count);
}

/// <summary>Acts by the heads "policy" (logits) and "value".</summary>
internal sealed class SoftmaxAgent : Agent
{
    private readonly int _policy;
    private readonly int _value;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;

    internal SoftmaxAgent(Network<float> network)
        : base(network)
    {
        (_policy, _value) = (network.Structure.HeadIndex("policy"), network.Structure.HeadIndex("value"));
        _probabilities = new float[network.Structure.Heads[_policy].Outputs];
        _logProbabilities = new float[_probabilities.Length];
    }

    public override ReadOnlySpan<float> Probabilities => _probabilities;

    public override float Value => Activations.Output(_value, 0)[0];

    public override AgentAction SelectAction(bool greedy, RandomGenerator generator) =>
        greedy ? Softmax.MostProbable<float>(_probabilities) : Softmax.Pick(_probabilities, generator.NextSingle());

    protected override void ReadOutputs() => Softmax.Distribution(Activations.Output(_policy, 0), _probabilities, _logProbabilities);
}
