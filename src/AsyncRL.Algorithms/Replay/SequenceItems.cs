using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The sequences of a ring, for networks with memory. A sequence has up to m agent steps of one episode from which an update learns, up to
/// l agent steps before them, and the state that the network had when it acted (Kapturowski et al. 2019).
/// </summary>
/// <remarks>
/// A sequence begins every p agent steps of an episode, so that sequences overlap by m − p. The last one of an episode may be shorter. One
/// whose agent steps are all in the sequence before is left out. A sequence is named by its first learned row.
/// </remarks>
internal sealed class SequenceItems : RingItems
{
    private readonly SequenceStates _states;
    private readonly int[] _offsets;
    private readonly int _learned;
    private readonly int _before;
    private readonly int _period;

    /// <summary>Allocates the states.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="ring">The ring.</param>
    /// <param name="priorities">The set of all sequences, by slot.</param>
    /// <param name="firstSlot">The number of the ring's first slot among the slots of the priorities.</param>
    internal SequenceItems(NetworkStructure network, R2d2Options options, ExperienceRing ring, IPriorities priorities, int firstSlot)
        : base(ring, priorities, firstSlot)
    {
        (_learned, _before, _period) = (options.SequenceLength, options.BurnIn, options.SequencePeriod);
        (_states, _offsets) = (new SequenceStates(network, ring.Capacity), new int[ring.Capacity]);
    }

    /// <summary>The size of a memory of sequences, for the estimate.</summary>
    internal static StoreSize SizeOf(NetworkStructure network, ObservationSpecification observation, R2d2Options options)
    {
        StoreSize rings = ReplayMemory.SizeOf(observation, options.Memory);
        Int128 slots = (Int128)options.Environments * options.Memory.RowsOfRing(observation), numbers = SequenceStates.NumbersOf(network);
        return new StoreSize(
            rings.Bytes + (slots * ((numbers * sizeof(float)) + sizeof(int))),
            Int128.Max(rings.LargestBlock, options.Memory.RowsOfRing(observation) * numbers),
            rings.Name);
    }

    /// <summary>The agent steps of an episode before a row.</summary>
    internal int OffsetOf(long row) => _offsets[Ring.SlotOf(row)];

    /// <summary>
    /// The number of learned rows of a sequence that begins at a row; −1 if the episode goes on and the rows are not all there.
    /// </summary>
    internal int LengthOf(long first)
    {
        for (int length = 0; length < _learned; length++)
        {
            long row = first + length;
            if (row >= Ring.Written) return -1;
            if (!Ring.IsState(row)) return length;
            if (Ring.IsEnd(row)) return length + 1;
        }

        return _learned;
    }

    /// <summary>Makes the state before a row that of a sequence of a batch before step 0.</summary>
    internal void CopyState(long row, Activations<float> batch, int sequence) => _states.CopyTo(Ring.SlotOf(row), batch, sequence);

    /// <inheritdoc/>
    internal override void KeepState(Activations<float> batch, int sequence)
    {
        int slot = Ring.SlotOf(Ring.Written);
        _states.Keep(batch, sequence, slot);
        bool starts = batch.Starts[sequence] || Ring.Written == 0;
        _offsets[slot] = starts ? 0 : OffsetOf(Ring.Written - 1) + 1;
    }

    /// <inheritdoc/>
    internal override void Transfer(StateTransfer state, int choices)
    {
        base.Transfer(state, choices);
        _states.Transfer(state);
        state.Numbers(_offsets, "agent steps of an episode", 0, int.MaxValue);
    }

    /// <inheritdoc/>
    protected override bool IsDecided(long row)
    {
        if (!CanBegin(row)) return true;
        int length = LengthOf(row);
        return length == 0 || (length > 0 && Ring.IsComplete(row + length - 1));
    }

    /// <inheritdoc/>
    protected override bool IsItem(long row)
    {
        int covered = OffsetOf(row) > 0 ? Math.Max(0, _learned - _period) : 0;
        return CanBegin(row) && LengthOf(row) > covered;
    }

    /// <inheritdoc/>
    protected override bool IsLost(long row) => row < Ring.Oldest || base.IsLost(row - Math.Min(_before, OffsetOf(row)));

    private bool CanBegin(long row) => Ring.IsState(row) && OffsetOf(row) % _period == 0;
}

/// <summary>The priority of a sequence: η max|error| + (1 − η) mean|error| (Kapturowski et al. 2019, section 2.3).</summary>
/// <param name="Sum">Σ |error|.</param>
/// <param name="Largest">max |error|.</param>
/// <param name="Count">Number of errors.</param>
internal readonly record struct SequencePriority(double Sum, double Largest, int Count)
{
    /// <summary>Adds an error.</summary>
    internal SequencePriority With(double error) =>
        new(Sum + Math.Abs(error), Math.Max(Largest, Math.Abs(error)), Count + 1);

    /// <summary>The priority; 0 without errors.</summary>
    internal double Of(double maximumShare) =>
        Count == 0 ? 0 : (maximumShare * Largest) + ((1 - maximumShare) * Sum / Count);
}
