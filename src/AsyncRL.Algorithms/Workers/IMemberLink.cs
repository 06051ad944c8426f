using AsyncRL.Numerics.Memory;

namespace AsyncRL.Algorithms.Workers;

/// <summary>
/// Connects the members of a synchronous batch that are in this process with those in other processes (ranks). Every rank has the same
/// number of members. All ranks make the same calls in the same order, and one member of each rank makes them. No call waits.
/// </summary>
public interface IMemberLink
{
    /// <summary>Number of this rank, from 0.</summary>
    int Rank { get; }

    /// <summary>Number of ranks.</summary>
    int Ranks { get; }

    /// <summary>
    /// Begins to bring part q of this rank's block to rank q, for every q. No block may be changed or read until <see cref="TryEnd"/> has
    /// returned true.
    /// </summary>
    /// <param name="parts">The parts for the ranks.</param>
    /// <param name="received">Receives in part q what rank q has for this rank.</param>
    void BeginTranspose(RankParts parts, RankParts received);

    /// <summary>Begins to bring the own part of every rank to all ranks, into the same block.</summary>
    /// <param name="parts">The block, whose part of this rank is complete.</param>
    void BeginShare(RankParts parts);

    /// <summary>Asks whether the exchange that was begun is complete.</summary>
    /// <returns>Whether it is.</returns>
    bool TryEnd();

    /// <summary>
    /// Reports that the members of this rank cannot continue, and in which exchange the other ranks will wait for it. There the link tells
    /// them.
    /// </summary>
    /// <param name="parts">The block that the next exchange would have brought.</param>
    /// <param name="received">The block that it would have received, if it transposes.</param>
    void Leave(RankParts parts, RankParts? received);
}

/// <summary>
/// A block that has a part for each rank, all of one length. Every part ends with a few numbers that belong to the link: what the ranks
/// tell each other.
/// </summary>
public sealed class RankParts
{
    private const int FloatsPerCacheLine = 16, FloatsOfLink = 4 * FloatsPerCacheLine;

    private readonly int _length;

    /// <summary>Allocates the parts.</summary>
    /// <param name="ranks">Number of ranks.</param>
    /// <param name="length">Numbers of a part that the members use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RankParts(int ranks, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _length = length;
        Stride = checked(((length + FloatsPerCacheLine - 1) / FloatsPerCacheLine * FloatsPerCacheLine) + FloatsOfLink);
        Block = new AlignedBlock<float>(checked(ranks * Stride));
    }

    /// <summary>All parts, each of <see cref="Stride"/> numbers.</summary>
    public AlignedBlock<float> Block { get; }

    /// <summary>Numbers from the begin of one part to the begin of the next.</summary>
    public int Stride { get; }

    /// <summary>The numbers of a rank's part that the members use.</summary>
    /// <param name="rank">The rank.</param>
    /// <returns>The numbers.</returns>
    public Span<float> Of(int rank) => Block.Span.Slice(rank * Stride, _length);

    /// <summary>The cache lines of a rank's part that belong to the link.</summary>
    /// <param name="rank">The rank.</param>
    /// <returns>64 numbers.</returns>
    public Span<float> LinkOf(int rank) => Block.Span.Slice(((rank + 1) * Stride) - FloatsOfLink, FloatsOfLink);
}
