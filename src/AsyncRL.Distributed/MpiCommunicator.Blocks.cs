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
