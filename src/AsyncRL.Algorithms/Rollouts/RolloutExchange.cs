using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>
/// Brings the experience of all ranks to every rank, packed. A minibatch has rows of any environment, and every rank learns from the same
/// rows as the threads of one process would.
/// </summary>
internal sealed class RolloutExchange
{
    private readonly Rollout _rollout;
    private readonly int _rank;
    private readonly int _floatsOfSlot;
    private readonly MemberShare[] _shares;

    /// <summary>Allocates the packed experience.</summary>
    /// <param name="rollout">The experience of all environments.</param>
    /// <param name="link">Connects the ranks.</param>
    internal RolloutExchange(Rollout rollout, IMemberLink link)
    {
        (_rollout, _rank) = (rollout, link.Rank);
        _shares = MemberShare.OfAll(rollout.Environments, link.Ranks, out int most);
        var measured = new PackedBlock([], packs: true);
        rollout.Transfer(0, ref measured);
        _floatsOfSlot = (measured.Position + sizeof(float) - 1) / sizeof(float);
        Parts = new RankParts(link.Ranks, checked(most * _floatsOfSlot));
    }

    /// <summary>In part q the experience of rank q.</summary>
    internal RankParts Parts { get; }

    /// <summary>Packs the slots of some environments of this rank.</summary>
    internal void Bring(int first, int count)
    {
        for (int slot = first; slot < first + count; slot++) Transfer(_rank, slot, packs: true);
    }

    /// <summary>Unpacks the slots of the other ranks.</summary>
    internal void Take()
    {
        for (int rank = 0; rank < _shares.Length; rank++)
        {
            if (rank == _rank) continue;
            for (int i = 0; i < _shares[rank].Length; i++) Transfer(rank, _shares[rank].Start + i, packs: false);
        }
    }

    private void Transfer(int rank, int slot, bool packs)
    {
        Span<float> packed = Parts.Of(rank).Slice((slot - _shares[rank].Start) * _floatsOfSlot, _floatsOfSlot);
        var block = new PackedBlock(MemoryMarshal.AsBytes(packed), packs);
        _rollout.Transfer(slot, ref block);
    }
}

/// <summary>Bytes that numbers of several arrays are copied into one after the other, or out of in the same order.</summary>
/// <param name="bytes">The bytes; none to measure how many the numbers need.</param>
/// <param name="packs">Whether numbers are copied into the bytes; otherwise out of them.</param>
internal ref struct PackedBlock(Span<byte> bytes, bool packs)
{
    private readonly Span<byte> _bytes = bytes;

    /// <summary>Bytes that were passed.</summary>
    internal int Position { get; private set; }

    /// <summary>Copies numbers, or only passes their bytes.</summary>
    internal void Transfer<T>(Span<T> numbers)
        where T : unmanaged
    {
        Span<byte> own = MemoryMarshal.AsBytes(numbers);
        if (!_bytes.IsEmpty)
        {
            Span<byte> packed = _bytes.Slice(Position, own.Length);
            if (packs) own.CopyTo(packed);
            else packed.CopyTo(own);
        }

        Position = checked(Position + own.Length);
    }
}
