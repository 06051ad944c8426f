using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

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
        _firsts = new int[DimensionsOf(actions)];
        for (int j = 1; j < _counts.Length; j++) _firsts[j] = _firsts[j - 1] + _counts[j - 1];
        Logits = actions.TotalCount;
    }

    /// <summary>Number of distributions.</summary>
    internal int Dimensions => _counts.Length;

    /// <summary>Number of logits of all distributions together.</summary>
    internal int Logits { get; }

    /// <summary>Number of distributions of an action.</summary>
    internal static int DimensionsOf(ActionSpecification actions) =>
        actions.Kind == ActionKind.Discrete ? 1 : actions.Choices.Length;

    /// <summary>Adds a row's policy terms of every dimension to a loss, and overwrites their derivatives by the logits.</summary>
    internal void AddGradient(
        SoftmaxLoss<float> loss,
        Span<float> probabilities,
        Span<float> logProbabilities,
        ReadOnlySpan<int> choices,
        float advantage,
        Span<float> gradient)
    {
        for (int j = 0; j < Dimensions; j++)
            loss.AddPolicyStep(Of(probabilities, j), Of(logProbabilities, j), choices[j], advantage, Of(gradient, j));
    }

    /// <summary>The numbers of one dimension in a block of logits or of probabilities.</summary>
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

    /// <summary>Computes the probabilities of every dimension, and log π(a|s), the sum over the dimensions.</summary>
    internal float LogLikelihood(
        Span<float> logits, Span<float> probabilities, Span<float> logProbabilities, ReadOnlySpan<int> choices)
    {
        Compute(logits, probabilities, logProbabilities);
        float sum = 0;
        for (int j = 0; j < Dimensions; j++) sum += Of(logProbabilities, j)[choices[j]];
        return sum;
    }

    /// <summary>Writes or reads the choices of some actions.</summary>
    internal void Transfer(StateTransfer state, Span<int> choices)
    {
        for (int i = 0; i < choices.Length; i++) state.Number(ref choices[i], "choice", 0, _counts[i % Dimensions] - 1);
    }
}

/// <summary>Acts by the heads "policy" (logits) and "value", or "q": see <see cref="Critic{T}"/>.</summary>
internal sealed class SoftmaxAgent : Agent
{
    private readonly Softmaxes _softmaxes;
    private readonly Critic<float> _critic;
    private readonly int _policy;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly int[] _choices;

    internal SoftmaxAgent(Network<float> network, ActionSpecification actions, NetworkPart? part = null)
        : base(network, part)
    {
        (_policy, _critic) = (network.Structure.HeadIndex("policy"), new Critic<float>(network.Structure));
        _softmaxes = new Softmaxes(actions);
        (_probabilities, _logProbabilities) = (new float[_softmaxes.Logits], new float[_softmaxes.Logits]);
        _choices = new int[_softmaxes.Dimensions];
    }

    public override ReadOnlySpan<float> Probabilities => _probabilities;

    public override float Value => _critic.Value(Activations, 0);

    public override AgentAction SelectAction(bool greedy, RandomGenerator generator) =>
        _softmaxes.Pick(_probabilities, _choices, greedy, generator);

    protected override void ReadOutputs() => _softmaxes.Compute(Activations.Output(_policy, 0), _probabilities, _logProbabilities);
}
