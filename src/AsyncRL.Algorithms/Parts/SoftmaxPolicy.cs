using System.Collections.Immutable;
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
