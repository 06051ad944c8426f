using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>Brings the statistics of normalization of all ranks to every rank, once in a round.</summary>
internal sealed class RankMoments
{
    private const int FloatsPerDouble = 2;

    private readonly Normalization _normalization;
    private readonly int _rank;
    private readonly MemberShare[] _shares;

    /// <summary>Prepares the exchange.</summary>
    /// <param name="normalization">The statistics, with a slot for each environment of all ranks.</param>
    /// <param name="link">Connects the ranks.</param>
    /// <param name="environments">E.</param>
    internal RankMoments(Normalization normalization, IMemberLink link, int environments)
    {
        (_normalization, _rank) = (normalization, link.Rank);
        _shares = MemberShare.OfAll(environments, link.Ranks, out int most);
        Parts = new RankParts(link.Ranks, checked(most * normalization.NumbersOfSlot * FloatsPerDouble));
    }

    /// <summary>In part q the statistics of the environments of rank q.</summary>
    internal RankParts Parts { get; }

    /// <summary>Copies the statistics of this rank into its part. No environment of the rank acts.</summary>
    internal void Bring()
    {
        for (int i = 0; i < _shares[_rank].Length; i++) _normalization.CopySlot(_shares[_rank].Start + i, Slot(_rank, i));
    }

    /// <summary>Takes the statistics of the other ranks, and makes those of all visible.</summary>
    internal void Take()
    {
        for (int rank = 0; rank < _shares.Length; rank++)
        {
            for (int i = 0; rank != _rank && i < _shares[rank].Length; i++)
                _normalization.ReplaceSlot(_shares[rank].Start + i, Slot(rank, i));
        }

        _normalization.Publish();
    }

    private Span<double> Slot(int rank, int index)
    {
        int size = FloatsPerDouble * _normalization.NumbersOfSlot;
        return MemoryMarshal.Cast<float, double>(Parts.Of(rank).Slice(index * size, size));
    }
}
