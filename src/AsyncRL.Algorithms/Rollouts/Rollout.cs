using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>
/// Experience in slots of N rows. A slot holds consecutive agent steps of one environment, and one thread at a time writes it. In a
/// synchronous batch every environment has a slot of its own. Row e · N + t is agent step t in slot e.
/// </summary>
internal sealed class Rollout
{
    private readonly ObservationSpecification _specification;
    private readonly byte[][] _pixels;
    private readonly float[][] _values;
    private readonly SequenceStates _states;
    private readonly SoftmaxRollout? _choices;
    private readonly GaussianRollout? _vectors;

    /// <summary>Allocates the rows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actor">An actor, whose environment determines the observations and the actions.</param>
    /// <param name="environments">E.</param>
    /// <param name="steps">N.</param>
    internal Rollout(NetworkStructure network, Actor actor, int environments, int steps)
    {
        (Environments, Steps, _specification) = (environments, steps, actor.ObservationSpecification);
        int rows = checked(environments * steps), size = checked(steps * _specification.Size);
        bool isPixels = _specification.Kind == ObservationKind.Pixels;
        (_pixels, _values) = (new byte[environments][], new float[environments][]);
        for (int i = 0; i < environments; i++)
            (_pixels[i], _values[i]) = (isPixels ? new byte[size] : [], isPixels ? [] : new float[size]);
        _states = new SequenceStates(network, environments);
        (Starts, Outcomes) = (new bool[rows], new BatchStep[rows]);
        (Values, Advantages, Returns) = (new float[rows], new float[rows], new float[rows]);
        if (actor.Actions.Kind == ActionKind.Continuous) _vectors = new GaussianRollout(actor.Actions.Count, rows);
        else _choices = new SoftmaxRollout(actor.Actions, rows);
    }

    /// <summary>E.</summary>
    internal int Environments { get; }

    /// <summary>N.</summary>
    internal int Steps { get; }

    /// <summary>M = E · N.</summary>
    internal int Rows => Starts.Length;

    /// <summary>Whether the observations are pixels.</summary>
    internal bool HasPixels => _specification.Kind == ObservationKind.Pixels;

    /// <summary>Whether an episode begins at a row.</summary>
    internal bool[] Starts { get; }

    /// <summary>Rewards and ends.</summary>
    internal BatchStep[] Outcomes { get; }

    /// <summary>V when the action was taken.</summary>
    internal float[] Values { get; }

    /// <summary>A.</summary>
    internal float[] Advantages { get; }

    /// <summary>R, the target of V.</summary>
    internal float[] Returns { get; }

    /// <summary>The size of a rollout, for the estimate of the memory.</summary>
    internal static StoreSize SizeOf(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int slots, int steps)
    {
        const int NumbersOfRow = 6;
        int element = observation.Kind == ObservationKind.Pixels ? sizeof(byte) : sizeof(float);
        Int128 rows = (Int128)slots * steps;
        Int128 row = ((Int128)observation.Size * element) + ((NumbersOfRow + (2L * actions.TotalCount)) * sizeof(float));
        Int128 states = (Int128)slots * SequenceStates.NumbersOf(network) * sizeof(float);
        return new StoreSize((rows * row) + states, Int128.Max((Int128)steps * observation.Size, rows * actions.TotalCount));
    }

    /// <summary>The row of a time step of a slot.</summary>
    internal int RowOf(int slot, int step) => (slot * Steps) + step;

    /// <summary>Makes a policy that keeps its actions here.</summary>
    internal RecordedPolicy CreatePolicy(NetworkStructure network, ActionSpecification actions, GaussianOptions options, int sequences) =>
        _vectors is not null
            ? new RecordedGaussianPolicy(network, actions, options.Gaussian, _vectors, sequences) { Stride = Steps }
            : new RecordedSoftmaxPolicy(network, actions, options, _choices!) { Stride = Steps };

    /// <summary>Keeps the state that the network has before a rollout of an environment.</summary>
    internal void KeepState(Activations<float> batch, int sequence, int environment) =>
        _states.Keep(batch, sequence, environment);

    /// <summary>Keeps a copy of the state that the network has before a rollout of an environment.</summary>
    internal void KeepState(SequenceStates states, int index, int environment) => states.CopyTo(index, _states, environment);

    /// <summary>Copies the state that the network had before the rollout of an environment.</summary>
    internal void CopyState(int environment, Activations<float> batch) => _states.CopyTo(environment, batch, 0);

    /// <summary>Keeps the observation of a row.</summary>
    internal void Keep(int environment, int step, Observation observation)
    {
        if (HasPixels) observation.Pixels.CopyTo(PixelsOf(environment, step));
        else observation.Values.CopyTo(ValuesOf(environment, step));
    }

    /// <summary>Writes the observation of a row as the network takes it.</summary>
    internal void Write(int row, Activations<float> batch, int batchRow)
    {
        (int environment, int step) = Math.DivRem(row, Steps);
        if (HasPixels) batch.WritePixels(batchRow, PixelsOf(environment, step));
        else ValuesOf(environment, step).CopyTo(batch.Input(batchRow));
    }

    /// <summary>Writes or reads the states that the network had before each slot.</summary>
    internal void TransferStates(StateTransfer state) => _states.Transfer(state);

    /// <summary>Writes or reads the rows of a slot.</summary>
    internal void Transfer(int slot, StateTransfer state)
    {
        state.Bytes(_pixels[slot], "pixel");
        state.Floats<float>(_values[slot], "observation");
        for (int row = RowOf(slot, 0); row < RowOf(slot + 1, 0); row++)
        {
            (float reward, bool ends, float end) = Outcomes[row];
            state.Truth(ref Starts[row], "start of an episode");
            state.Truth(ref ends, "end of an episode");
            state.Float(ref reward, "reward");
            state.Float(ref end, "value after an episode");
            state.Float(ref Values[row], "value");
            state.Float(ref Returns[row], "return of a row");
            Outcomes[row] = new BatchStep(reward, ends, end);
            _choices?.Transfer(row, state);
            _vectors?.Transfer(row, state);
        }
    }

    /// <summary>Packs or unpacks all that epochs read of a slot.</summary>
    internal void Transfer(int slot, ref PackedBlock block)
    {
        (int first, int count) = (RowOf(slot, 0), Steps);
        block.Transfer(_pixels[slot]);
        block.Transfer(_values[slot]);
        block.Transfer(Starts.AsSpan(first, count));
        block.Transfer(Values.AsSpan(first, count));
        block.Transfer(Advantages.AsSpan(first, count));
        block.Transfer(Returns.AsSpan(first, count));
        _states.Transfer(slot, ref block);
        _choices?.Transfer(first, count, ref block);
        _vectors?.Transfer(first, count, ref block);
    }

    private Span<byte> PixelsOf(int environment, int step) =>
        _pixels[environment].AsSpan(step * _specification.Size, _specification.Size);

    private Span<float> ValuesOf(int environment, int step) =>
        _values[environment].AsSpan(step * _specification.Size, _specification.Size);
}

/// <summary>The size of the experience that the threads of a run share, or that one thread has.</summary>
/// <param name="Bytes">Bytes of all blocks together.</param>
/// <param name="LargestBlock">Number of elements of the largest block, which must fit into one array.</param>
/// <param name="Name">What it is, for messages.</param>
public readonly record struct StoreSize(Int128 Bytes, Int128 LargestBlock, string Name = "the experience of a round")
{
    /// <summary>Those of the bytes that checkpoints leave out.</summary>
    public Int128 UnsavedBytes { get; init; }

    /// <summary>Bytes that the state of a run has of it, at most: a state is compressed.</summary>
    internal Int128 SavedBytes => Bytes - UnsavedBytes;
}
