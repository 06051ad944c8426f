using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// Reads Q(s, ·) from a network's heads: one head "q"; the dueling pair "value" and "advantage" with Q = V + A − mean A (Wang et al. 2016,
/// equation 9), each of which has a last layer of its own; or a head for each action, "q 0", "q 1" and so on, which share no layer (Lin
/// 1992). The class is generic over the element, so that gradient checks run the training code in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed class ActionValues<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string OfAction = "q ";

    private readonly int _values;
    private readonly int _stateValue;
    private readonly bool _isSeparate;

    /// <summary>Finds the heads.</summary>
    /// <param name="structure">A network with the heads that <see cref="Heads"/> names.</param>
    internal ActionValues(NetworkStructure structure)
    {
        _isSeparate = structure.Heads[0].Name.StartsWith(OfAction, StringComparison.Ordinal);
        if (_isSeparate)
        {
            (_values, _stateValue, Count) = (0, -1, structure.Heads.Length);
            return;
        }

        bool dueling = structure.Heads[0].Name != "q";
        _values = structure.HeadIndex(dueling ? "advantage" : "q");
        _stateValue = dueling ? structure.HeadIndex("value") : -1;
        Count = structure.Heads[_values].Outputs;
    }

    /// <summary>Number of actions.</summary>
    internal int Count { get; }

    /// <summary>Writes Q(s, ·) of a row.</summary>
    /// <param name="activations">The activations of the forward pass.</param>
    /// <param name="row">The row.</param>
    /// <param name="values">[actions], overwritten.</param>
    internal void Read(Activations<T> activations, int row, Span<T> values)
    {
        if (_isSeparate)
        {
            for (int i = 0; i < Count; i++) values[i] = activations.Output(i, row)[0];
            return;
        }

        activations.Output(_values, row).CopyTo(values);
        if (_stateValue < 0) return;
        T shift = activations.Output(_stateValue, row)[0] - Mean(values);
        foreach (ref T value in values) value += shift;
    }

    /// <summary>Overwrites the output gradients of a row by those of a loss that depends on Q(s, a) alone.</summary>
    /// <param name="activations">Receives the gradients.</param>
    /// <param name="row">The row.</param>
    /// <param name="action">a.</param>
    /// <param name="derivative">The derivative of the loss by Q(s, a).</param>
    internal void WriteGradient(Activations<T> activations, int row, int action, T derivative)
    {
        if (_isSeparate)
        {
            for (int i = 0; i < Count; i++) activations.OutputGradient(i, row)[0] = i == action ? derivative : T.Zero;
            return;
        }

        Span<T> gradient = activations.OutputGradient(_values, row);
        gradient.Fill(_stateValue < 0 ? T.Zero : -derivative / T.CreateChecked(Count));
        gradient[action] += derivative;
        if (_stateValue >= 0) activations.OutputGradient(_stateValue, row)[0] = derivative;
    }

    /// <summary>Makes the output gradients of a row 0.</summary>
    internal void ClearGradient(Activations<T> activations, int row)
    {
        for (int i = _values; i < (_isSeparate ? Count : _values + 1); i++) activations.OutputGradient(i, row).Clear();
        if (_stateValue >= 0) activations.OutputGradient(_stateValue, row).Clear();
    }

    /// <summary>The heads of a network of action values.</summary>
    internal static ImmutableArray<HeadDescription> Heads(int actions, bool dueling) => dueling
        ?
        [
            new("value", 1) { Branch = "value", BranchPoint = BranchPoint.LastLayer },
            new("advantage", actions) { Branch = "advantage", BranchPoint = BranchPoint.LastLayer },
        ]
        : [new("q", actions)];

    /// <summary>The heads of a network for each action, which share no layer (Lin 1992).</summary>
    internal static ImmutableArray<HeadDescription> SeparateHeads(int actions)
    {
        var heads = ImmutableArray.CreateBuilder<HeadDescription>();
        for (int i = 0; i < actions; i++)
            heads.Add(new HeadDescription($"{OfAction}{i}", 1) { Branch = $"action {i}", BranchPoint = BranchPoint.Observation });
        return heads.ToImmutable();
    }

    private static T Mean(ReadOnlySpan<T> values)
    {
        T sum = T.Zero;
        foreach (T value in values) sum += value;
        return sum / T.CreateChecked(values.Length);
    }
}

/// <summary>
/// The loss of the value methods, summed over a segment: L = Σᵢ ½ c (Q(sᵢ, aᵢ) − yᵢ)², or Huber's error in place of the square; yᵢ is a
/// constant. The class is generic over the element, so that gradient checks run the training code in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="values">Reads Q from the network's heads.</param>
/// <param name="huber">Whether the error is Huber's.</param>
/// <param name="scale">c: dL/dQ = c (Q − y).</param>
internal sealed class ActionValueLoss<T>(ActionValues<T> values, bool huber, T scale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _values = new T[values.Count];

    /// <summary>The loss L since <see cref="Clear"/>.</summary>
    internal T Total { get; private set; }

    /// <summary>Starts the sum of a segment.</summary>
    internal void Clear() => Total = T.Zero;

    /// <summary>Adds one agent step's error and overwrites its derivatives by the heads' outputs.</summary>
    /// <param name="activations">Outputs in, output gradients out.</param>
    /// <param name="row">The agent step's row.</param>
    /// <param name="action">aᵢ.</param>
    /// <param name="target">yᵢ.</param>
    internal void AddStep(Activations<T> activations, int row, int action, T target) =>
        AddStep(activations, row, action, target, T.One);

    /// <summary>Adds one agent step's error with a weight, and overwrites its derivatives by the heads' outputs.</summary>
    /// <param name="activations">Outputs in, output gradients out.</param>
    /// <param name="row">The agent step's row.</param>
    /// <param name="action">aᵢ.</param>
    /// <param name="target">yᵢ.</param>
    /// <param name="weight">The factor of the loss. Huber's error is clipped before it.</param>
    /// <returns>yᵢ − Q(sᵢ, aᵢ), without weight.</returns>
    internal T AddStep(Activations<T> activations, int row, int action, T target, T weight)
    {
        values.Read(activations, row, _values);
        T value = _values[action];
        Total += weight * (huber ? HuberError.Value(scale, value, target) : SquaredError.Value(scale, value, target));
        T derivative = huber ? HuberError.Gradient(scale, value, target) : SquaredError.Gradient(scale, value, target);
        values.WriteGradient(activations, row, action, weight * derivative);
        return target - value;
    }
}

/// <summary>Always takes the action of the largest Q(s, ·). Only training explores.</summary>
internal sealed class ActionValueAgent : Agent
{
    private readonly ActionValues<float> _reader;
    private readonly float[] _values;
    private readonly float[] _probabilities;
    private int _best;

    internal ActionValueAgent(Network<float> network)
        : base(network)
    {
        _reader = new ActionValues<float>(network.Structure);
        (_values, _probabilities) = (new float[_reader.Count], new float[_reader.Count]);
    }

    public override bool DrawsActions => false;

    public override ReadOnlySpan<float> Probabilities => _probabilities;

    public override float Value => _values[_best];

    public override AgentAction SelectAction(bool greedy, RandomGenerator generator) => _best;

    protected override void ReadOutputs()
    {
        _reader.Read(Activations, 0, _values);
        _best = Softmax.MostProbable<float>(_values);
        Array.Clear(_probabilities);
        _probabilities[_best] = 1;
    }
}
