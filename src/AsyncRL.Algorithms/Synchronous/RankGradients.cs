using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// The sum of the gradients of all ranks' members, with the same bits as the sum of as many members of one process. A library's all-reduce
/// adds in an order of its own. Here every rank receives its range of θ from all members and adds in the order of their numbers; then the
/// ranks share their sums. With one member on each rank this moves as many bytes as the best all-reduce.
/// </summary>
/// <remarks>After construction nothing here allocates.</remarks>
internal sealed class RankGradients
{
    /// <summary>Most numbers of a learner that each member brings to all others after an update.</summary>
    internal const int MostLearnerNumbers = 4;

    private const int FloatsPerDouble = 2;

    private readonly MemberPlace _place;
    private readonly int _rank;
    private readonly int _longest;
    private readonly int _parts;
    private readonly int _width;
    private readonly (int Start, int Length)[] _ranges;

    /// <summary>Prepares the sums.</summary>
    /// <param name="link">Connects the ranks.</param>
    /// <param name="place">The members of this rank.</param>
    /// <param name="lines">Length of θ in cache lines.</param>
    /// <param name="lineLength">Numbers in a cache line.</param>
    /// <param name="parts">Number of parts of θ whose squares each member sums.</param>
    internal RankGradients(IMemberLink link, MemberPlace place, int lines, int lineLength, int parts)
    {
        (_place, _rank, _parts, _width) = (place, link.Rank, parts, parts + MostLearnerNumbers);
        _ranges = Array.ConvertAll(
            MemberShare.OfAll(lines, link.Ranks, out int most), share => (share.Start * lineLength, share.Length * lineLength));
        _longest = most * lineLength;

        (Outgoing, Incoming) = (NewParts(checked(place.Count * _longest)), NewParts(place.Count * _longest));
        Sums = NewParts(checked(_longest + (place.Count * _width * FloatsPerDouble)));

        RankParts NewParts(int length) => new(link.Ranks, length);
    }

    /// <summary>In part q the gradients of this rank's members, in the range of rank q.</summary>
    internal RankParts Outgoing { get; }

    /// <summary>In part q the gradients of the members of rank q, in the range of this rank.</summary>
    internal RankParts Incoming { get; }

    /// <summary>In part q the sums of rank q over its range, and the numbers of its members.</summary>
    internal RankParts Sums { get; }

    /// <summary>Adds a member's gradient to what the other ranks receive.</summary>
    internal void Bring(int member, ReadOnlySpan<float> gradient)
    {
        for (int rank = 0; rank < _ranges.Length; rank++)
        {
            (int start, int length) = _ranges[rank];
            gradient.Slice(start, length).CopyTo(Outgoing.Of(rank)[((member - _place.First) * _longest)..]);
        }
    }

    /// <summary>Sums a slice over all members, in the order of their numbers.</summary>
    /// <param name="start">The first number of the slice, which is in the range of this rank.</param>
    /// <param name="length">Its length.</param>
    /// <returns>The sums.</returns>
    internal Span<float> Sum(int start, int length)
    {
        int offset = start - _ranges[_rank].Start;
        Span<float> sum = Sums.Of(_rank).Slice(offset, length);
        for (int member = 0; member < _place.All; member++)
        {
            (int rank, int local) = Math.DivRem(member, _place.Count);
            ReadOnlySpan<float> part = Incoming.Of(rank).Slice((local * _longest) + offset, length);
            if (member == 0) part.CopyTo(sum);
            else TensorPrimitives.Add(sum, part, sum);
        }

        return sum;
    }

    /// <summary>[parts]: the squared norm of a member's slice in each part of θ, which it brings to all others.</summary>
    internal Span<double> SquaresOf(int member) => NumbersOf(member)[.._parts];

    /// <summary>The numbers of a member's learner that it brings to all others.</summary>
    internal Span<double> LearnerNumbersOf(int member) => NumbersOf(member)[_parts..];

    /// <summary>Copies some of the sums of all ranks.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="to">Receives the numbers from there on.</param>
    internal void CopySums(int start, Span<float> to)
    {
        int end = start + to.Length;
        for (int rank = 0; rank < _ranges.Length; rank++)
        {
            int first = Math.Max(start, _ranges[rank].Start), last = Math.Min(end, _ranges[rank].Start + _ranges[rank].Length);
            if (first < last) Sums.Of(rank)[(first - _ranges[rank].Start)..(last - _ranges[rank].Start)].CopyTo(to[(first - start)..]);
        }
    }

    private Span<double> NumbersOf(int member)
    {
        (int rank, int local) = Math.DivRem(member, _place.Count);
        Span<float> numbers = Sums.Of(rank).Slice(_longest + (local * _width * FloatsPerDouble), _width * FloatsPerDouble);
        return MemoryMarshal.Cast<float, double>(numbers);
    }
}

/// <summary>The members of a synchronous batch that are in this process, among those of all ranks.</summary>
/// <param name="First">The number of the first one.</param>
/// <param name="Count">How many there are.</param>
/// <param name="All">Number of members of all ranks.</param>
internal readonly record struct MemberPlace(int First, int Count, int All)
{
    /// <summary>The place of a run's members.</summary>
    internal static MemberPlace Of(Session session)
    {
        int count = session.ActorLearners;
        return session.Link is { } link ? new(link.Rank * count, count, link.Ranks * count) : new(0, count, count);
    }

    /// <summary>Whether a member is in this process.</summary>
    internal bool Has(int member) => (uint)(member - First) < (uint)Count;
}
