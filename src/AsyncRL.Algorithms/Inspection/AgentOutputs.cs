using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// What the heads of a network say of an observation: a value, and a number for each choice. It also computes the derivatives of both by
/// the observation. The class is generic over the element, so that the derivatives are checked in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed class AgentOutputs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Policy = "policy", Mean = "mean", Advantage = "advantage", Action = "action", Quality = Critic<T>.ActionValues;

    private readonly Network<T> _network;
    private readonly DeterministicActorCritic<T>? _deterministic;
    private readonly int _choiceHead;
    private readonly int _valueHead;
    private readonly int[] _counts;
    private readonly bool _isSeparate;
    private readonly T[] _probabilities;
    private readonly T[] _logProbabilities;

    /// <summary>Finds the heads.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actions">The actions.</param>
    internal AgentOutputs(Network<T> network, ActionSpecification actions)
    {
        NetworkStructure structure = network.Structure;
        ImmutableArray<HeadDescription> heads = structure.Heads;
        (_network, Kind) = (network, KindOf(structure));
        _deterministic = Kind == OutputKind.Action ? new DeterministicActorCritic<T>(network) : null;
        _isSeparate = Kind == OutputKind.ActionValues && heads[0].Name != Quality;
        _choiceHead = Kind == OutputKind.Dueling ? structure.HeadIndex(Advantage) : MainHead(structure, Kind);
        _valueHead = Kind == OutputKind.ActionValues ? -1 : Critic<T>.HeadIn(structure);
        Count = _isSeparate ? heads.Length : heads[_choiceHead].Outputs;
        _counts = actions.Kind == ActionKind.MultiDiscrete ? actions.Choices.ToArray() : [Count];
        (_probabilities, _logProbabilities) = (new T[Count], new T[Count]);
        HasPolicyOfValues = Kind == OutputKind.Policy && heads[_valueHead].Name == Quality;
        Part = _isSeparate ? structure.Whole
            : _valueHead < 0 ? structure.Part(heads[_choiceHead].Name) : structure.Part(heads[_choiceHead].Name, heads[_valueHead].Name);
    }

    /// <summary>What the numbers of the choices are.</summary>
    internal OutputKind Kind { get; }

    /// <summary>Numbers of the choices.</summary>
    internal int Count { get; }

    /// <summary>The layers below the heads that are read.</summary>
    internal NetworkPart Part { get; }

    /// <summary>Whether the critic has a value for each choice, so that V(s) = Σⱼ pⱼ Q(s, j).</summary>
    private bool HasPolicyOfValues { get; }

    /// <summary>The layer below the head of the choices: the last hidden layer.</summary>
    internal static int LastHidden(NetworkStructure structure) =>
        structure.Nodes[structure.HeadNode(MainHead(structure, KindOf(structure)))].Source;

    /// <summary>Runs the network on one agent step of all sequences.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="activations">The inputs of the rows; made for <see cref="Part"/>.</param>
    internal void Forward(ReadOnlySpan<T> parameters, Activations<T> activations)
    {
        if (_deterministic is null)
        {
            _network.Forward(parameters, activations, Part, 0, 1);
            return;
        }

        _deterministic.Act(parameters, activations, 1);
        _deterministic.Evaluate(parameters, activations, 1);
    }

    /// <summary>
    /// V of a row. Of action values it is the largest; of a dueling network it is the output of the stream of the value; of a deterministic
    /// policy it is the action value of its action.
    /// </summary>
    internal T ValueOf(Activations<T> activations, int row)
    {
        if (Kind == OutputKind.ActionValues)
        {
            T largest = RawChoice(activations, row, 0);
            for (int i = 1; i < Count; i++) largest = T.Max(largest, RawChoice(activations, row, i));
            return largest;
        }

        ReadOnlySpan<T> outputs = activations.Output(_valueHead, row);
        if (!HasPolicyOfValues) return outputs[0];
        ComputePolicy(activations, row);
        T value = T.Zero;
        for (int j = 0; j < Count; j++) value += _probabilities[j] * outputs[j];
        return value;
    }

    /// <summary>
    /// What an agent expects that always takes its best action: of a dueling network the largest Q = V + A − mean A, otherwise
    /// <see cref="ValueOf"/>.
    /// </summary>
    internal T StateValueOf(Activations<T> activations, int row)
    {
        T value = ValueOf(activations, row);
        if (Kind != OutputKind.Dueling) return value;
        (T largest, T sum) = (T.NegativeInfinity, T.Zero);
        foreach (T advantage in activations.Output(_choiceHead, row)) (largest, sum) = (T.Max(largest, advantage), sum + advantage);
        return value + largest - (sum / T.CreateChecked(Count));
    }

    /// <summary>
    /// Reads the numbers of the choices: logits, action values minus their mean, advantages, the mean action, or the action.
    /// </summary>
    internal void ReadChoices(Activations<T> activations, int row, Span<T> choices)
    {
        T mean = T.Zero;
        for (int i = 0; i < Count; i++)
        {
            choices[i] = RawChoice(activations, row, i);
            mean += choices[i] / T.CreateChecked(Count);
        }

        if (Kind != OutputKind.ActionValues) return;
        foreach (ref T choice in choices[..Count]) choice -= mean;
    }

    /// <summary>
    /// The number that <see cref="DifferentiateChoice"/> differentiates: log π(a), Q(a) − mean Q, A(a), or the sum of the (mean) action.
    /// </summary>
    internal T ChoiceOf(Activations<T> activations, int row, ReadOnlySpan<int> action)
    {
        T sum = T.Zero;
        switch (Kind)
        {
            case OutputKind.Policy:
                ComputePolicy(activations, row);
                for (int j = 0, first = 0; j < _counts.Length; first += _counts[j], j++) sum += _logProbabilities[first + action[j]];
                return sum;
            case OutputKind.Mean or OutputKind.Action:
                for (int i = 0; i < Count; i++) sum += RawChoice(activations, row, i);
                return sum;
            default:
                Span<T> choices = new T[Count];
                ReadChoices(activations, row, choices);
                return choices[action[0]];
        }
    }

    /// <summary>Computes the derivative of V of all rows, with the states of layers with memory as constants.</summary>
    /// <param name="parameters">The block of the last <see cref="Forward"/>.</param>
    /// <param name="activations">The activations of the last <see cref="Forward"/>.</param>
    /// <param name="gradient">[rows, input], overwritten.</param>
    internal void DifferentiateValue(ReadOnlySpan<T> parameters, Activations<T> activations, Span<T> gradient)
    {
        for (int row = 0; row < activations.Sequences; row++) WriteValueGradient(activations, row);
        if (_deterministic is null)
        {
            _network.Backward(parameters, activations, Part, 1, default, gradient);
            return;
        }

        // Q(s, μ(s)) depends on the observation by the critic and by the action.
        var byAction = new T[gradient.Length];
        _network.Backward(parameters, activations, _deterministic.Critic, 1, default, gradient);
        _deterministic.DifferentiateByObservation(parameters, activations, 1, byAction);
        for (int i = 0; i < gradient.Length; i++) gradient[i] += byAction[i];
    }

    /// <summary>
    /// Computes the derivative of <see cref="ChoiceOf"/> of all rows, with the states of layers with memory as constants.
    /// </summary>
    /// <param name="parameters">The block of the last <see cref="Forward"/>.</param>
    /// <param name="activations">The activations of the last <see cref="Forward"/>.</param>
    /// <param name="action">a: one choice, or one for each dimension; not used where actions are vectors.</param>
    /// <param name="gradient">[rows, input], overwritten.</param>
    internal void DifferentiateChoice(
        ReadOnlySpan<T> parameters, Activations<T> activations, ReadOnlySpan<int> action, Span<T> gradient)
    {
        if (_deterministic is null)
        {
            for (int row = 0; row < activations.Sequences; row++) WriteChoiceGradient(activations, row, action);
            _network.Backward(parameters, activations, Part, 1, default, gradient);
            return;
        }

        for (int row = 0; row < activations.Sequences; row++) activations.JoinedGradient(_valueHead, row).Fill(T.One);
        _deterministic.DifferentiateByObservation(parameters, activations, 1, gradient);
    }

    /// <summary>Overwrites the output gradients of a row by those of V.</summary>
    private void WriteValueGradient(Activations<T> activations, int row)
    {
        Clear(activations, row);
        if (Kind == OutputKind.ActionValues)
        {
            int best = 0;
            for (int i = 1; i < Count; i++) best = RawChoice(activations, row, i) > RawChoice(activations, row, best) ? i : best;
            GradientOf(activations, row, best) = T.One;
            return;
        }

        Span<T> gradient = activations.OutputGradient(_valueHead, row);
        if (!HasPolicyOfValues)
        {
            gradient[0] = T.One;
            return;
        }

        T value = ValueOf(activations, row);
        ReadOnlySpan<T> qualities = activations.Output(_valueHead, row);
        for (int j = 0; j < Count; j++)
        {
            gradient[j] = _probabilities[j];
            GradientOf(activations, row, j) = _probabilities[j] * (qualities[j] - value);
        }
    }

    /// <summary>Overwrites the output gradients of a row by those of <see cref="ChoiceOf"/>.</summary>
    private void WriteChoiceGradient(Activations<T> activations, int row, ReadOnlySpan<int> action)
    {
        Clear(activations, row);
        if (Kind == OutputKind.Policy) ComputePolicy(activations, row);
        for (int j = 0, first = 0; j < _counts.Length; first += _counts[j], j++)
        {
            for (int i = first; i < first + _counts[j]; i++)
            {
                T isChosen = Kind == OutputKind.Mean || i == first + action[j] ? T.One : T.Zero;
                GradientOf(activations, row, i) = Kind switch
                {
                    OutputKind.Policy => isChosen - _probabilities[i],
                    OutputKind.ActionValues => isChosen - (T.One / T.CreateChecked(Count)),
                    _ => isChosen,
                };
            }
        }
    }

    /// <summary>The head of the policy or the action; the first one where action values are learned.</summary>
    private static int MainHead(NetworkStructure structure, OutputKind kind) => kind switch
    {
        OutputKind.Policy => structure.HeadIndex(Policy),
        OutputKind.Mean => structure.HeadIndex(Mean),
        OutputKind.Action => structure.HeadIndex(Action),
        _ => 0,
    };

    /// <summary>What the numbers of the choices of a network are.</summary>
    internal static OutputKind KindOf(NetworkStructure structure) =>
        Has(structure, Policy) ? OutputKind.Policy
        : Has(structure, Mean) ? OutputKind.Mean
        : Has(structure, Action) ? OutputKind.Action
        : Has(structure, Advantage) ? OutputKind.Dueling
        : OutputKind.ActionValues;

    private static bool Has(NetworkStructure structure, string head)
    {
        foreach (HeadDescription own in structure.Heads)
        {
            if (own.Name == head) return true;
        }

        return false;
    }

    private T RawChoice(Activations<T> activations, int row, int choice) =>
        _isSeparate ? activations.Output(choice, row)[0]
        : _deterministic is not null ? _deterministic.ActionOf(activations, row)[choice]
        : activations.Output(_choiceHead, row)[choice];

    private ref T GradientOf(Activations<T> activations, int row, int choice) =>
        ref (_isSeparate ? ref activations.OutputGradient(choice, row)[0] : ref activations.OutputGradient(_choiceHead, row)[choice]);

    private void ComputePolicy(Activations<T> activations, int row)
    {
        Span<T> logits = activations.Output(_choiceHead, row);
        for (int j = 0, first = 0; j < _counts.Length; first += _counts[j], j++)
        {
            Softmax.Distribution<T>(
                logits.Slice(first, _counts[j]), _probabilities.AsSpan(first, _counts[j]), _logProbabilities.AsSpan(first, _counts[j]));
        }
    }

    private void Clear(Activations<T> activations, int row)
    {
        for (int i = 0; i < Count; i++) GradientOf(activations, row, i) = T.Zero;
        if (_valueHead >= 0) activations.OutputGradient(_valueHead, row).Clear();
    }
}

/// <summary>What the numbers of an agent's choices are.</summary>
public enum OutputKind
{
    /// <summary>Logits of a policy over choices.</summary>
    Policy,

    /// <summary>Action values; their mean is subtracted.</summary>
    ActionValues,

    /// <summary>Advantages of a dueling network, whose value has a stream of its own.</summary>
    Dueling,

    /// <summary>The mean of a policy over vectors.</summary>
    Mean,

    /// <summary>The action of a deterministic policy, from −1 to 1, whose value is that of an action value.</summary>
    Action,
}
