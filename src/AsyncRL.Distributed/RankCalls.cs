using AsyncRL.Distributed.Mpi;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Distributed;

/// <summary>The calls that all ranks make together.</summary>
internal enum RankCall
{
    /// <summary>No call runs.</summary>
    None,

    /// <summary>Bytes of rank 0 for all.</summary>
    Broadcast,

    /// <summary>Bytes of all for rank 0.</summary>
    Gather,

    /// <summary>Bytes of rank 0, others for each.</summary>
    Scatter,

    /// <summary>The sum of a block.</summary>
    Sum,

    /// <summary>A part of a block of each rank for each rank.</summary>
    Transpose,

    /// <summary>A part of a block of each rank for all.</summary>
    Share,

    /// <summary>The end of the run.</summary>
    Leave,

    /// <summary>Rank 0's answer to the end of the run, when all ranks have come to it.</summary>
    Release,
}

/// <summary>
/// Tells rank 0 which call every other rank has begun. At each call a rank other than 0 sends one message of 8 bytes to rank 0, and rank 0
/// posts one receive for each other rank. A call ends only when its messages are complete. So the messages match by number, none is left
/// when MPI ends, and rank 0 can name the ranks that have not begun the call that runs. It also sees when a rank makes another call than
/// it does, or leaves: MPI would wait for ever.
/// </summary>
/// <remarks>Allocates nothing after its creation. The memory that MPI writes to is pinned.</remarks>
internal sealed unsafe class RankCalls
{
    private const int Tag = 1;

    // A message holds the number of the call, and which call it is in its lowest bits.
    private const int CallBits = 4;

    private readonly MpiConstants _mpi;
    private readonly int _rank;
    private readonly AlignedBlock<long> _messages;
    private readonly AlignedBlock<nint> _requests;

    private bool _receives;

    // The ranks at the other end: all others for rank 0, rank 0 for the others. The pending ones are the first.
    private readonly int[] _peers;
    private int _pending;
    private int _next;
    private long _number;

    internal RankCalls(MpiConstants mpi, int rank, int ranks)
    {
        _mpi = mpi;
        _rank = rank;
        _messages = new AlignedBlock<long>(ranks);
        _requests = new AlignedBlock<nint>(ranks);
        _peers = new int[rank == 0 ? ranks - 1 : 1];
        for (int i = 0; i < _peers.Length; i++) _peers[i] = rank == 0 ? i + 1 : 0;
    }

    /// <summary>The call that runs.</summary>
    internal RankCall Running { get; private set; }

    private long Message => (_number << CallBits) | (long)Running;

    /// <summary>
    /// Begins a call: sends this rank's message, or posts the receives. Never waits. Messages go to rank 0, but those of
    /// <see cref="RankCall.Release"/> come from it.
    /// </summary>
    /// <param name="call">The call.</param>
    internal void Begin(RankCall call)
    {
        Running = call;
        _number++;
        _pending = _peers.Length;
        _receives = _rank == 0 != (call == RankCall.Release);
        foreach (int peer in _peers)
        {
            fixed (long* message = &_messages.Span[peer])
            fixed (nint* request = &_requests.Span[peer])
            {
                *request = 0;
                *message = _receives ? 0 : Message;
                if (_receives)
                    MpiException.Check(MpiFunctions.Receive(message, sizeof(long), _mpi.Byte, peer, Tag, _mpi.World, request), "MPI_Irecv");
                else
                    MpiException.Check(MpiFunctions.Send(message, sizeof(long), _mpi.Byte, peer, Tag, _mpi.World, request), "MPI_Isend");
            }
        }
    }

    /// <summary>Tests one message that is not complete, another one each time: cheap enough for every test of a call.</summary>
    /// <exception cref="InvalidOperationException">A rank makes another call.</exception>
    internal void TestOne()
    {
        if (_pending == 0) return;
        if (_next >= _pending) _next = 0;
        if (!Test(_next)) _next++;
    }

    /// <summary>Tests every message that is not complete.</summary>
    /// <returns>Whether all are.</returns>
    /// <exception cref="InvalidOperationException">A rank makes another call.</exception>
    internal bool TestAll()
    {
        for (int i = _pending - 1; i >= 0; i--) Test(i);
        return _pending == 0;
    }

    /// <summary>The ranks whose message is not complete, in order.</summary>
    internal int[] Pending()
    {
        int[] pending = _peers[.._pending];
        Array.Sort(pending);
        return pending;
    }

    /// <summary>Ends the call, whose messages must be complete.</summary>
    internal void End()
    {
        if (_pending > 0) throw new InvalidOperationException("A message of this call would be taken for one of the next.");
        Running = RankCall.None;
    }

    private bool Test(int index)
    {
        int peer = _peers[index];
        fixed (nint* request = &_requests.Span[peer])
        {
            MpiException.Check(MpiFunctions.Test(request, out int isComplete, _mpi.StatusIgnore), "MPI_Test");
            if (isComplete == 0) return false;
        }

        _pending--;
        (_peers[index], _peers[_pending]) = (_peers[_pending], peer);
        if (_receives && _messages.Span[peer] != Message) throw Mismatch(peer, _messages.Span[peer]);
        return true;
    }

    private InvalidOperationException Mismatch(int peer, long message)
    {
        var other = (RankCall)(message & ((1 << CallBits) - 1));
        return new InvalidOperationException(
            $"Rank {peer} {Verb(other)} in its call {message >> CallBits}, while rank {_rank} {Verb(Running)} in its call {_number}; "
            + "all ranks make the same calls in the same order.");
    }

    private static string Verb(RankCall call) => call switch
    {
        RankCall.Broadcast => "broadcasts",
        RankCall.Gather => "gathers",
        RankCall.Scatter => "scatters",
        RankCall.Sum => "sums",
        RankCall.Transpose => "transposes",
        RankCall.Share => "shares",
        RankCall.Leave or RankCall.Release => "leaves the run",
        _ => "does nothing",
    };
}
