using AsyncRL.Numerics.Memory;

namespace AsyncRL.Algorithms.Workers;

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
