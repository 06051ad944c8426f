using System.Diagnostics;
using AsyncRL.Distributed.Mpi;
using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Distributed;

/// <summary>
/// Lets rank 0 find the rank that has stopped although all ranks have begun a call. When its wait is over, it asks every other rank, and
/// those that still test their call answer. No message is sent in a run whose ranks all answer in time, and after a question the run ends.
/// </summary>
/// <remarks>
/// A rank that waits looks for the question only when it has waited for a second, which no usual call takes. The memory that MPI uses is
/// pinned.
/// </remarks>
internal sealed unsafe class RankInquiry
{
    private const int QuestionTag = 2, AnswerTag = 3;

    /// <summary>Waits from which on a rank looks for a question.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    /// <summary>How long rank 0 waits for answers. The others wait longer for rank 0 than it waits for them.</summary>
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromSeconds(2);

    private readonly MpiConstants _mpi;
    private readonly int _rank;
    private readonly int _ranks;

    // A question or an answer has no content but its arrival. Rank r has the cells 2r to send and 2r + 1 to receive.
    private readonly AlignedBlock<long> _messages;
    private readonly AlignedBlock<nint> _requests;
    private bool _hasAnswered;

    internal RankInquiry(MpiConstants mpi, int rank, int ranks)
    {
        (_mpi, _rank, _ranks) = (mpi, rank, ranks);
        (_messages, _requests) = (new AlignedBlock<long>(2 * ranks), new AlignedBlock<nint>(2 * ranks));
    }

    /// <summary>Asks the other ranks. Called by rank 0, once, before the run ends.</summary>
    /// <returns>The ranks that do not answer, in order.</returns>
    internal int[] FindSilent()
    {
        var silent = new List<int>();
        for (int rank = 0; rank < _ranks; rank++)
        {
            if (rank == _rank) continue;
            silent.Add(rank);
            Send(rank, QuestionTag);
            fixed (long* message = &_messages.Span[(2 * rank) + 1])
            {
                MpiException.Check(
                    MpiFunctions.Receive(message, sizeof(long), _mpi.Byte, rank, AnswerTag, _mpi.World, Request((2 * rank) + 1)),
                    "MPI_Irecv");
            }
        }

        long begun = Stopwatch.GetTimestamp();
        while (silent.Count > 0 && Stopwatch.GetElapsedTime(begun) < TimeToAnswer)
        {
            silent.RemoveAll(rank => IsComplete((2 * rank) + 1));
            ShortSleep.Wait();
        }

        return [.. silent];
    }

    /// <summary>Answers rank 0 if it asks. Called by another rank while it waits.</summary>
    /// <param name="begun">When the wait began, in ticks of <see cref="Stopwatch"/>.</param>
    internal void AnswerIfAsked(long begun)
    {
        if (_rank == 0 || _hasAnswered || Stopwatch.GetElapsedTime(begun) < LongWait) return;
        MpiException.Check(MpiFunctions.Probe(0, QuestionTag, _mpi.World, out int isAsked, _mpi.StatusIgnore), "MPI_Iprobe");
        if (isAsked == 0) return;
        _hasAnswered = true;
        Send(0, AnswerTag);
    }

    private void Send(int to, int tag)
    {
        fixed (long* message = &_messages.Span[2 * to])
        {
            MpiException.Check(
                MpiFunctions.Send(message, sizeof(long), _mpi.Byte, to, tag, _mpi.World, Request(2 * to)), "MPI_Isend");
        }
    }

    private bool IsComplete(int cell)
    {
        fixed (nint* request = &_requests.Span[cell])
        {
            MpiException.Check(MpiFunctions.Test(request, out int isComplete, _mpi.StatusIgnore), "MPI_Test");
            return isComplete != 0;
        }
    }

    private nint* Request(int cell)
    {
        _requests.Span[cell] = 0;
        fixed (nint* request = &_requests.Span[cell]) return request;
    }
}
