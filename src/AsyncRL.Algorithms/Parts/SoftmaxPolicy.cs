using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// A policy over discrete actions: the softmax of the head "policy". The distribution of each time step is computed once, to act, and kept
/// for the loss.
/// </summary>
/// <remarks>
/// Several choices at once are independent given the observation: π(a|s) = Πⱼ πⱼ(aⱼ|s). The head has the logits of one dimension after the
/// other. log π and the entropy are sums over the dimensions, and so is the loss.
/// </remarks>
internal sealed class SoftmaxPolicy : IActorCriticPolicy
{
    private readonly SoftmaxLoss<float> _loss;
    private readonly Softmaxes _softmaxes;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly int[] _actions;
    private readonly int _policy;

    internal SoftmaxPolicy(NetworkStructure structure, ActionSpecification actions, ActorCriticOptions options, int rows)
    {
        (_policy, ValueHead) = (structure.HeadIndex("policy"), Critic<float>.HeadIn(structure));
        _softmaxes = new Softmaxes(actions);
        _loss = new SoftmaxLoss<float>((float)options.ValueGradientScale);
        _probabilities = new float[checked(rows * _softmaxes.Logits)];
        _logProbabilities = new float[_probabilities.Length];
        _actions = new int[rows * _softmaxes.Dimensions];
    }

    public int ValueHead { get; }

    public ActorCriticLoss<float> Loss => _loss;

    /// <summary>The heads: logits and value share all layers but the last.</summary>
    internal static ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        [new("policy", actions.TotalCount), new("value", 1)];

    public AgentAction Act(Activations<float> batch, int row, RandomGenerator generator)
    {
        _softmaxes.Compute(batch.Output(_policy, row), LogitsOf(_probabilities, row), LogitsOf(_logProbabilities, row));
        return _softmaxes.Pick(LogitsOf(_probabilities, row), ActionOf(row), greedy: false, generator);
    }

    public void AddGradient(Activations<float> batch, int row, float advantage) => _softmaxes.AddGradient(
        _loss,
        LogitsOf(_probabilities, row),
        LogitsOf(_logProbabilities, row),
        ActionOf(row),
        advantage,
        batch.OutputGradient(_policy, row));

    public int ChoiceOf(int row) => ActionOf(row)[0];

    public float LogLikelihood(Activations<float> batch, int row) => _softmaxes.LogLikelihood(
        batch.Output(_policy, row), LogitsOf(_probabilities, row), LogitsOf(_logProbabilities, row), ActionOf(row));

    public void TransferActions(StateTransfer state, int rows) =>
        _softmaxes.Transfer(state, _actions.AsSpan(0, rows * _softmaxes.Dimensions));

    private Span<float> LogitsOf(float[] numbers, int row) => numbers.AsSpan(row * _softmaxes.Logits, _softmaxes.Logits);

    private Span<int> ActionOf(int row) => _actions.AsSpan(row * _softmaxes.Dimensions, _softmaxes.Dimensions);
}
