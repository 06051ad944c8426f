using System.Numerics;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The critic of an actor-critic: the head "value", or the head "q", which has a value for each choice. With the head "q",
/// V(s) = Σⱼ pⱼ Q(s, j). The class is generic over the element, so that gradient checks run the training code in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed class Critic<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The name of the head of action values.</summary>
    internal const string ActionValues = "q";

    private readonly int _policy;
    private readonly T[] _probabilities;
    private readonly T[] _logProbabilities;
    private readonly bool _hasActionValues;

    /// <summary>Finds the head.</summary>
    /// <param name="structure">A network with the head "value", or with the heads "policy" and "q".</param>
    internal Critic(NetworkStructure structure)
    {
        Head = HeadIn(structure);
        _hasActionValues = structure.Heads[Head].Name == ActionValues;
        _policy = _hasActionValues ? structure.HeadIndex("policy") : Head;
        int choices = structure.Heads[_policy].Outputs;
        (_probabilities, _logProbabilities) = (new T[choices], new T[choices]);
    }

    /// <summary>Index of the head.</summary>
    internal int Head { get; }

    /// <summary>Finds the critic's head in a network.</summary>
    internal static int HeadIn(NetworkStructure structure)
    {
        foreach (HeadDescription head in structure.Heads)
        {
            if (head.Name == ActionValues) return structure.HeadIndex(ActionValues);
        }

        return structure.HeadIndex("value");
    }

    /// <summary>V(s) of a row.</summary>
    internal T Value(Activations<T> activations, int row)
    {
        ReadOnlySpan<T> outputs = activations.Output(Head, row);
        if (!_hasActionValues) return outputs[0];
        Numerics.Losses.Softmax.Distribution(activations.Output(_policy, row), _probabilities, _logProbabilities);
        T value = T.Zero;
        for (int j = 0; j < outputs.Length; j++) value += _probabilities[j] * outputs[j];
        return value;
    }

    /// <summary>Q(s, a) of a row; without a head of action values, V(s).</summary>
    internal T ActionValue(Activations<T> activations, int row, int choice) => activations.Output(Head, row)[Place(choice)];

    /// <summary>Draws V(s), or Q(s, a), toward its target: adds to a loss and overwrites the output gradient of a row.</summary>
    internal void AddGradient(ActorCriticLoss<T> loss, Activations<T> activations, int row, int choice, T target)
    {
        Span<T> gradient = activations.OutputGradient(Head, row);
        gradient.Clear();
        loss.AddValueStep(ActionValue(activations, row, choice), target, gradient[Place(choice)..]);
    }

    /// <summary>Overwrites the output gradient of a row by 0, for a ψ that has no critic.</summary>
    internal void ClearGradient(Activations<T> activations, int row) => activations.OutputGradient(Head, row).Clear();

    private int Place(int choice) => _hasActionValues ? choice : 0;
}
