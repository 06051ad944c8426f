using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// A replay memory of sequences for networks with memory. A sequence has up to m agent steps of one episode from which an update learns, up
/// to l agent steps before them, and the state that the network had when it acted (Kapturowski et al. 2019).
/// </summary>
/// <remarks>
/// A sequence begins every p agent steps of an episode, so that sequences overlap by m − p. The last one of an episode may be shorter. One
/// whose agent steps are all in the sequence before is left out. A sequence is named by the slot of its first learned row.
/// </remarks>
internal sealed class SequenceMemory : ReplayMemory
{
    private readonly SequenceStates[] _states;
    private readonly int[][] _offsets;
    private readonly int _learned;
    private readonly int _before;
    private readonly int _period;

    /// <summary>Allocates the memory.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actor">An actor, whose environment determines the observations and the actions.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="generator">The source of chance for drawing.</param>
    internal SequenceMemory(NetworkStructure network, Actor actor, R2d2Options options, RandomGenerator generator)
        : base(actor.ObservationSpecification, actor.Actions, options, generator)
    {
        (_learned, _before, _period) = (options.SequenceLength, options.BurnIn, options.SequencePeriod);
        (_states, _offsets) = (new SequenceStates[Rings.Length], new int[Rings.Length][]);
        for (int i = 0; i < Rings.Length; i++)
            (_states[i], _offsets[i]) = (new SequenceStates(network, Rings[i].Capacity), new int[Rings[i].Capacity]);
    }

    /// <summary>The size of a memory, for the estimate.</summary>
    internal static StoreSize SizeOf(NetworkStructure network, ObservationSpecification observation, R2d2Options options)
    {
        StoreSize rings = SizeOf(observation, options);
        Int128 slots = (Int128)options.Environments * options.RowsOfRing(observation), numbers = SequenceStates.NumbersOf(network);
        return new StoreSize(
            rings.Bytes + (slots * ((numbers * sizeof(float)) + sizeof(int))),
            Int128.Max(rings.LargestBlock, options.RowsOfRing(observation) * numbers),
            rings.Name);
    }

    /// <summary>The agent steps of an episode before a row.</summary>
    internal int OffsetOf(int ring, long row) => _offsets[ring][Rings[ring].SlotOf(row)];

    /// <summary>
    /// The number of learned rows of a sequence that begins at a row; −1 if the episode goes on and the rows are not all there.
    /// </summary>
    internal int LengthOf(int ring, long first)
    {
        for (int length = 0; length < _learned; length++)
        {
            long row = first + length;
            if (row >= Rings[ring].Written) return -1;
            if (!Rings[ring].IsState(row)) return length;
            if (Rings[ring].IsEnd(row)) return length + 1;
        }

        return _learned;
    }

    /// <summary>Makes the state before a row that of a sequence of a batch before step 0.</summary>
    internal void CopyState(int ring, long row, Activations<float> batch, int sequence) =>
        _states[ring].CopyTo(Rings[ring].SlotOf(row), batch, sequence);

    /// <inheritdoc/>
    internal override void KeepState(int environment, Activations<float> batch, int sequence)
    {
        ExperienceRing ring = Rings[environment];
        int slot = ring.SlotOf(ring.Written);
        _states[environment].Keep(batch, sequence, slot);
        bool starts = batch.Starts[sequence] || ring.Written == 0;
        _offsets[environment][slot] = starts ? 0 : OffsetOf(environment, ring.Written - 1) + 1;
    }

    /// <inheritdoc/>
    protected override bool IsDecided(int ring, long row)
    {
        if (!Rings[ring].IsState(row) || OffsetOf(ring, row) % _period != 0) return true;
        int length = LengthOf(ring, row);
        return length == 0 || (length > 0 && Rings[ring].IsComplete(row + length - 1));
    }

    /// <inheritdoc/>
    protected override bool IsItem(int ring, long row)
    {
        if (!Rings[ring].IsState(row) || OffsetOf(ring, row) % _period != 0) return false;
        int covered = OffsetOf(ring, row) > 0 ? Math.Max(0, _learned - _period) : 0;
        return LengthOf(ring, row) > covered;
    }

    /// <inheritdoc/>
    protected override bool IsLost(int ring, long row)
    {
        if (row < Rings[ring].Oldest) return true;
        return Rings[ring].IsLost(row - Math.Min(_before, OffsetOf(ring, row)));
    }

    /// <inheritdoc/>
    protected override void SaveMore(BinaryWriter writer)
    {
        foreach (SequenceStates states in _states) states.Save(writer);
        foreach (int[] offsets in _offsets)
        {
            foreach (int offset in offsets) writer.Write(offset);
        }
    }

    /// <inheritdoc/>
    protected override void RestoreMore(BinaryReader reader)
    {
        foreach (SequenceStates states in _states) states.Restore(reader);
        foreach (int[] offsets in _offsets)
        {
            foreach (ref int offset in offsets.AsSpan()) offset = reader.ReadNumber("agent steps of an episode", 0, int.MaxValue);
        }
    }
}
