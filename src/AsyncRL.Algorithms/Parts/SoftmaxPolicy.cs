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

    internal SoftmaxPolicy(NetworkStructure structure, ActionSpecification actions, ActorCriticOptions options, int tMax)
    {
        (_policy, ValueHead) = (structure.HeadIndex("policy"), structure.HeadIndex("value"));
        _softmaxes = new Softmaxes(actions);
        _loss = new SoftmaxLoss<float>((float)options.ValueGradientScale);
        _probabilities = new float[checked(tMax * _softmaxes.Logits)];
        _logProbabilities = new float[_probabilities.Length];
        _actions = new int[tMax * _softmaxes.Dimensions];
    }

    public int ValueHead { get; }

    public ActorCriticLoss<float> Loss => _loss;

    /// <summary>The heads: logits and value share all layers but the last.</summary>
    internal static ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        [new("policy", actions.TotalCount), new("value", 1)];

    public AgentAction Act(Activations<float> batch, int step, RandomGenerator generator)
    {
        _softmaxes.Compute(batch.Output(_policy, step), LogitsOf(_probabilities, step), LogitsOf(_logProbabilities, step));
        return _softmaxes.Pick(LogitsOf(_probabilities, step), ActionOf(step), greedy: false, generator);
    }

    public void AddGradient(Activations<float> batch, int step, float advantage)
    {
        Span<float> gradient = batch.OutputGradient(_policy, step);
        for (int j = 0; j < _softmaxes.Dimensions; j++)
        {
            _loss.AddPolicyStep(
                _softmaxes.Of(LogitsOf(_probabilities, step), j),
                _softmaxes.Of(LogitsOf(_logProbabilities, step), j),
                ActionOf(step)[j],
                advantage,
                _softmaxes.Of(gradient, j));
        }
    }

    private Span<float> LogitsOf(float[] numbers, int step) => numbers.AsSpan(step * _softmaxes.Logits, _softmaxes.Logits);

    private Span<int> ActionOf(int step) => _actions.AsSpan(step * _softmaxes.Dimensions, _softmaxes.Dimensions);
}

/// <summary>The distributions of an action: one for a choice, one for each dimension of several choices.</summary>
internal sealed class Softmaxes
{
    private readonly int[] _counts;
    private readonly int[] _firsts;
    private readonly bool _isSingle;

    internal Softmaxes(ActionSpecification actions)
    {
        _isSingle = actions.Kind == ActionKind.Discrete;
        _counts = _isSingle ? [actions.Count] : actions.Choices.ToArray();
        _firsts = new int[_counts.Length];
        for (int j = 1; j < _counts.Length; j++) _firsts[j] = _firsts[j - 1] + _counts[j - 1];
        Logits = actions.TotalCount;
    }

    /// <summary>Number of distributions.</summary>
    internal int Dimensions => _counts.Length;

    /// <summary>Number of logits of all distributions together.</summary>
    internal int Logits { get; }

    /// <summary>The part of logits, or of what is computed from them, that belongs to a dimension.</summary>
    internal Span<float> Of(Span<float> numbers, int dimension) => numbers.Slice(_firsts[dimension], _counts[dimension]);

    /// <summary>Computes the probabilities of every dimension and their logarithms.</summary>
    internal void Compute(Span<float> logits, Span<float> probabilities, Span<float> logProbabilities)
    {
        for (int j = 0; j < Dimensions; j++)
            Softmax.Distribution(Of(logits, j), Of(probabilities, j), Of(logProbabilities, j));
    }

    /// <summary>Draws a choice in every dimension, or takes the most probable ones.</summary>
    /// <returns>The action; several choices are in <paramref name="choices"/>.</returns>
    internal AgentAction Pick(Span<float> probabilities, Span<int> choices, bool greedy, RandomGenerator generator)
    {
        for (int j = 0; j < Dimensions; j++)
        {
            Span<float> own = Of(probabilities, j);
            choices[j] = greedy ? Softmax.MostProbable<float>(own) : Softmax.Pick<float>(own, generator.NextSingle());
        }

        return _isSingle ? AgentAction.FromChoice(choices[0]) : AgentAction.FromChoices(choices);
    }
}

/// <summary>Acts by the heads "policy" (logits) and "value".</summary>
internal sealed class SoftmaxAgent : Agent
{
    private readonly Softmaxes _softmaxes;
    private readonly int _policy;
    private readonly int _value;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly int[] _choices;

    internal SoftmaxAgent(Network<float> network, ActionSpecification actions)
        : base(network)
    {
        (_policy, _value) = (network.Structure.HeadIndex("policy"), network.Structure.HeadIndex("value"));
        _softmaxes = new Softmaxes(actions);
        (_probabilities, _logProbabilities) = (new float[_softmaxes.Logits], new float[_softmaxes.Logits]);
        _choices = new int[_softmaxes.Dimensions];
    }

    public override ReadOnlySpan<float> Probabilities => _probabilities;

    public override float Value => Activations.Output(_value, 0)[0];

    public override AgentAction SelectAction(bool greedy, RandomGenerator generator) =>
        _softmaxes.Pick(_probabilities, _choices, greedy, generator);

    protected override void ReadOutputs() => _softmaxes.Compute(Activations.Output(_policy, 0), _probabilities, _logProbabilities);
}
