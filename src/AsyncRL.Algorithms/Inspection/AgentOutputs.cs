using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// What the heads of a network say of an observation: a value, and a number for each choice. It also writes the output gradients of both,
/// from which a backward pass computes the derivatives by the observation. The class is generic over the element, so that the derivatives
/// are checked in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed class AgentOutputs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Policy = "policy", Mean = "mean", Advantage = "advantage", Quality = Critic<T>.ActionValues;

    private readonly int _choiceHead;
    private readonly int _valueHead;
    private readonly int[] _counts;
    private readonly bool _isSeparate;
    private readonly T[] _probabilities;
    private readonly T[] _logProbabilities;

    /// <summary>Finds the heads.</summary>
    /// <param name="structure">A network that <see cref="WhyNot"/> does not refuse.</param>
    /// <param name="actions">The actions.</param>
    internal AgentOutputs(NetworkStructure structure, ActionSpecification actions)
    {
        ImmutableArray<HeadDescription> heads = structure.Heads;
        Kind = KindOf(structure);
        _isSeparate = Kind == OutputKind.ActionValues && heads[0].Name != Quality;
        _choiceHead = Kind switch
        {
            OutputKind.Policy => structure.HeadIndex(Policy),
            OutputKind.Dueling => structure.HeadIndex(Advantage),
            OutputKind.Mean => structure.HeadIndex(Mean),
            _ => 0,
        };
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
    internal static int LastHidden(NetworkStructure structure)
    {
        OutputKind kind = KindOf(structure);
        int head = kind == OutputKind.Policy ? structure.HeadIndex(Policy) : kind == OutputKind.Mean ? structure.HeadIndex(Mean) : 0;
        return structure.Nodes[structure.HeadNode(head)].Source;
    }

    /// <summary>The reason why a network cannot be read, as the end of a sentence; null if it can.</summary>
    internal static string? WhyNot(NetworkStructure structure) => Has(structure, "action")
        ? "its action value depends on the action, which is one more input"
        : null;

    /// <summary>V of a row. Of action values it is the largest; of a dueling network it is the output of the stream of the value.</summary>
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

    /// <summary>Reads the numbers of the choices: logits, action values minus their mean, advantages, or the mean action.</summary>
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
    /// The number whose derivative <see cref="WriteChoiceGradient"/> writes: log π(a), Q(a) − mean Q, A(a), or the sum of the mean action.
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
            case OutputKind.Mean:
                foreach (T number in activations.Output(_choiceHead, row)) sum += number;
                return sum;
            default:
                Span<T> choices = new T[Count];
                ReadChoices(activations, row, choices);
                return choices[action[0]];
        }
    }

    /// <summary>Overwrites the output gradients of a row by those of V.</summary>
    internal void WriteValueGradient(Activations<T> activations, int row)
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
    internal void WriteChoiceGradient(Activations<T> activations, int row, ReadOnlySpan<int> action)
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

    private static OutputKind KindOf(NetworkStructure structure) =>
        Has(structure, Policy) ? OutputKind.Policy
        : Has(structure, Mean) ? OutputKind.Mean
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
        _isSeparate ? activations.Output(choice, row)[0] : activations.Output(_choiceHead, row)[choice];

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
}
