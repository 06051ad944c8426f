using AsyncRL.Distributed.Mpi;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Distributed;

/// <summary>The calls that do not wait: they exchange blocks of numbers while the caller works.</summary>
public sealed unsafe partial class MpiCommunicator
{
    // MPI reads and writes the blocks until the call has ended.
    private AlignedBlock<float>? _part;
    private AlignedBlock<float>? _result;

    /// <inheritdoc/>
    public void BeginSum(AlignedBlock<float> part, AlignedBlock<float> sum)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(sum);
        CheckLengths(part, sum);
        Begin(RankCall.Sum);
        (_part, _result) = (part, sum);
        fixed (float* from = part.Span, to = sum.Span)
        {
            MpiException.Check(
                MpiFunctions.AllReduce(from, to, part.Length, _mpi.Float, _mpi.Sum, _mpi.World, Request()), "MPI_Iallreduce");
        }
    }

    /// <inheritdoc/>
    public void BeginTranspose(AlignedBlock<float> parts, AlignedBlock<float> received)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(received);
        CheckLengths(parts, received);
        int length = PartOf(parts);
        Begin(RankCall.Transpose);
        (_part, _result) = (parts, received);
        fixed (float* from = parts.Span, to = received.Span)
        {
            MpiException.Check(
                MpiFunctions.AllToAll(from, length, _mpi.Float, to, length, _mpi.Float, _mpi.World, Request()), "MPI_Ialltoall");
        }
    }

    /// <inheritdoc/>
    public void BeginShare(AlignedBlock<float> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        int length = PartOf(parts);
        Begin(RankCall.Share);
        _part = parts;
        fixed (float* all = parts.Span)
        {
            MpiException.Check(
                MpiFunctions.AllGather((void*)_mpi.InPlace, 0, _mpi.Float, all, length, _mpi.Float, _mpi.World, Request()),
                "MPI_Iallgather");
        }
    }

    /// <inheritdoc/>
    public bool TryEnd()
    {
        if (!RunsByItself) throw new InvalidOperationException("No sum, transposition or sharing runs.");
        if (!TestRequest())
        {
            _calls.TestOne();
            _inquiry.AnswerIfAsked(_begun);
            return false;
        }

        if (!_calls.TestAll()) return false;
        _calls.End();
        (_part, _result) = (null, null);
        return true;
    }

    /// <summary>Whether a call runs whose end <see cref="TryEnd"/> finds.</summary>
    private bool RunsByItself => _calls.Running is RankCall.Sum or RankCall.Transpose or RankCall.Share;

    private static void CheckLengths(AlignedBlock<float> part, AlignedBlock<float> result)
    {
        if (part.Length == result.Length && !ReferenceEquals(part, result)) return;
        throw new ArgumentException($"Blocks of {part.Length} and {result.Length} numbers; expected two of one length.", nameof(result));
    }

    private int PartOf(AlignedBlock<float> parts) =>
        parts.Length % Ranks == 0
            ? parts.Length / Ranks
            : throw new ArgumentException($"A block of {parts.Length} numbers; expected {Ranks} parts of equal length.", nameof(parts));
}

/// <summary>
/// How the bytes of all ranks go to rank 0, or come from it, in rounds: in each round every rank has a portion of equal length, until its
/// bytes are used up. MPI counts the bytes of a round in 32 bits, and rank 0 needs memory for one round only.
/// </summary>
/// <param name="lengths">Number of bytes of each rank.</param>
/// <param name="mostBytes">Bytes of one round, of all ranks together; at least one byte of each rank is in it.</param>
internal readonly struct Portions(int[] lengths, int mostBytes)
{
    private readonly int _longest = Longest(lengths);

    /// <summary>Most bytes of a rank in one round.</summary>
    internal int Share => Math.Max(1, Math.Min(_longest, mostBytes / lengths.Length));

    /// <summary>Number of rounds; 0 if there is no byte.</summary>
    internal int Rounds => (int)(((long)_longest + Share - 1) / Share);

    /// <summary>Where a rank's portion of a round begins in its bytes.</summary>
    internal int Begin(int round, int rank) => (int)Math.Min((long)round * Share, lengths[rank]);

    /// <summary>Number of bytes of that portion.</summary>
    internal int Count(int round, int rank) => Math.Min(Share, lengths[rank] - Begin(round, rank));

    private static int Longest(int[] lengths)
    {
        int longest = 0;
        foreach (int length in lengths) longest = Math.Max(longest, length);
        return longest;
    }
}
