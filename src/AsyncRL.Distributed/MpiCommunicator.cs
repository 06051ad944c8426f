using System.Diagnostics;
using AsyncRL.Core.Options;
using AsyncRL.Core.Waiting;
using AsyncRL.Distributed.Mpi;
using AsyncRL.Numerics.Memory;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Distributed;

/// <summary>
/// The ranks of a run that a launcher started, connected by the machine's MPI library. Between its beginning and its end no call blocks
/// inside MPI, because blocking calls spin and take a core from the engine's threads: a call that waits tests its request and sleeps for
/// 100 microseconds between tests.
/// </summary>
/// <remarks>
/// A rank that cannot go on calls <see cref="Abort"/>. If it only leaves while others wait for it, they wait until rank 0 sees the message
/// of its end. Rank 0 then throws.
/// </remarks>
public sealed unsafe partial class MpiCommunicator : ICommunicator
{
    // See Dispose. The difference is the time that the system may keep a thread waiting for a processor.
    private const int QuietMilliseconds = 100, QuietMillisecondsOfRank0 = 400;

    private static int _connections;

    private readonly MpiConstants _mpi;
    private readonly bool _isQuietAtTheEnd;
    private readonly RankCalls _calls;
    private readonly RankInquiry _inquiry;

    // Memory that MPI may write to after a call of it has returned: all of it is pinned.
    private readonly AlignedBlock<nint> _request = new(1);
    private readonly AlignedBlock<int> _lengths;
    private readonly AlignedBlock<int> _counts;
    private readonly AlignedBlock<int> _offsets;
    private byte[] _staging = [];
    private bool _isDisposed;
    private long _begun;
    private WaitingTime _waiting;

    private MpiCommunicator(MpiLibrary mpi, string library, int rank, int ranks)
    {
        _mpi = mpi.Constants;
        _isQuietAtTheEnd = mpi.Family == MpiFamily.Mpich;
        Library = library;
        Rank = rank;
        Ranks = ranks;
        _calls = new RankCalls(_mpi, rank, ranks);
        _inquiry = new RankInquiry(_mpi, rank, ranks);
        _lengths = new AlignedBlock<int>(ranks);
        _counts = new AlignedBlock<int>(ranks);
        _offsets = new AlignedBlock<int>(ranks);
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Ranks { get; }

    /// <inheritdoc/>
    public string Library { get; }

    /// <inheritdoc/>
    public bool CanLoseRanks => true;

    /// <inheritdoc/>
    public TimeSpan LongestWait { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Most bytes, of all ranks together, that one round of <see cref="Gather"/> or <see cref="Scatter"/> moves.</summary>
    internal int MostBytesAtOnce { get; set; } = 64 << 20;

    /// <summary>
    /// Loads the machine's MPI library and connects to the other processes that the launcher started. All ranks call it, each once.
    /// </summary>
    /// <param name="launcher">The launcher.</param>
    /// <returns>The communicator; the caller disposes of it on every rank.</returns>
    /// <exception cref="InputException">There is no MPI library, or it belongs to another launcher.</exception>
    /// <exception cref="MpiException">The library fails.</exception>
    public static MpiCommunicator Connect(Launcher launcher)
    {
        ArgumentNullException.ThrowIfNull(launcher);
        if (Interlocked.Increment(ref _connections) > 1)
            throw new InvalidOperationException("This process is connected already, and MPI begins once in a process.");
        string? chosen = Environment.GetEnvironmentVariable(MpiLibrary.Variable);
        MpiLibrary loaded = MpiLibrary.Load(MpiLibrary.Names(launcher.Family == LauncherFamily.Mpich, chosen));
        MpiConstants mpi = loaded.Constants;
        string library = MpiLibrary.NameAndVersion();
        MpiException.Check(MpiFunctions.InitThread(0, 0, mpi.ThreadSerialized, out int threads), "MPI_Init_thread");
        MpiException.Check(MpiFunctions.CommSetErrorHandler(mpi.World, mpi.ErrorsReturn), "MPI_Comm_set_errhandler");
        MpiException.Check(MpiFunctions.CommSize(mpi.World, out int ranks), "MPI_Comm_size");
        MpiException.Check(MpiFunctions.CommRank(mpi.World, out int rank), "MPI_Comm_rank");
        if (Refusal(launcher, library, rank, ranks, threads >= mpi.ThreadSerialized) is { } refusal)
        {
            MpiException.Check(MpiFunctions.Finish(), "MPI_Finalize");
            throw new InputException(refusal);
        }

        return new MpiCommunicator(loaded, library, rank, ranks);
    }

    /// <summary>Why the processes cannot run together; null if they can.</summary>
    internal static string? Refusal(Launcher launcher, string library, int rank, int ranks, bool isSerialized)
    {
        if (ranks != launcher.Ranks || rank != launcher.Rank)
        {
            return $"{library} finds rank {rank} of {ranks} where the launcher started rank {launcher.Rank} of {launcher.Ranks} "
                + $"({launcher.Source}); expected the launcher of this MPI library, or the launcher's library in {MpiLibrary.Variable}.";
        }

        return isSerialized ? null : $"{library} takes calls from the first thread alone; expected a library with MPI_THREAD_SERIALIZED.";
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> block)
    {
        Begin(RankCall.Broadcast);
        fixed (byte* bytes = block) WaitForBroadcast(bytes, block.Length);
        End();
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> state)
    {
        Begin(RankCall.Gather);
        _lengths.Span[Rank] = state.Length;
        fixed (int* lengths = _lengths.Span)
        {
            MpiException.Check(
                MpiFunctions.AllGather((void*)_mpi.InPlace, 0, _mpi.Byte, lengths, sizeof(int), _mpi.Byte, _mpi.World, Request()),
                "MPI_Iallgather");
            Wait();
        }

        var portions = new Portions(_lengths.Span.ToArray(), MostBytesAtOnce);
        byte[][] states = Rank == 0 ? Receivers() : [];
        PrepareStaging(portions);
        for (int round = 0; round < portions.Rounds; round++)
        {
            SetCounts(portions, round);
            fixed (byte* mine = state, all = _staging)
            fixed (int* counts = _counts.Span, offsets = _offsets.Span)
            {
                MpiException.Check(
                    MpiFunctions.Gather(
                        mine + portions.Begin(round, Rank), counts[Rank], _mpi.Byte, all, counts, offsets, _mpi.Byte, 0, _mpi.World,
                        Request()),
                    "MPI_Igatherv");
                Wait();
            }

            for (int rank = 0; rank < states.Length; rank++)
                Staged(rank).CopyTo(states[rank].AsSpan(portions.Begin(round, rank)));
        }

        End();
        return states;
    }

    /// <inheritdoc/>
    public byte[] Scatter(IReadOnlyList<byte[]> states)
    {
        if (Rank == 0)
        {
            ArgumentNullException.ThrowIfNull(states);
            if (states.Count != Ranks) throw new ArgumentException($"{states.Count} blocks of bytes; expected {Ranks}.", nameof(states));
        }

        Begin(RankCall.Scatter);
        for (int rank = 0; Rank == 0 && rank < Ranks; rank++) _lengths.Span[rank] = states[rank].Length;
        fixed (int* lengths = _lengths.Span) WaitForBroadcast(lengths, Ranks * sizeof(int));
        var portions = new Portions(_lengths.Span.ToArray(), MostBytesAtOnce);
        var own = new byte[_lengths.Span[Rank]];
        PrepareStaging(portions);
        for (int round = 0; round < portions.Rounds; round++)
        {
            SetCounts(portions, round);
            for (int rank = 0; Rank == 0 && rank < Ranks; rank++)
                states[rank].AsSpan(portions.Begin(round, rank), portions.Count(round, rank)).CopyTo(Staged(rank));
            fixed (byte* mine = own, all = _staging)
            fixed (int* counts = _counts.Span, offsets = _offsets.Span)
            {
                MpiException.Check(
                    MpiFunctions.Scatter(
                        all, counts, offsets, _mpi.Byte, mine + portions.Begin(round, Rank), counts[Rank], _mpi.Byte, 0, _mpi.World,
                        Request()),
                    "MPI_Iscatterv");
                Wait();
            }
        }

        End();
        return own;
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Missing()
    {
        if (_calls.Running == RankCall.None) return [];
        if (Rank > 0) return RunsByItself && TestRequest() ? [] : [0];
        _calls.TestAll();
        int[] pending = [.. _calls.Pending()];
        if (pending.Length > 0) return pending;

        // A rank began the call and then stopped.
        return Ranks == 2 ? [1] : _inquiry.FindSilent();
    }

    /// <inheritdoc/>
    public void Abort(int exitCode)
    {
        MpiException.Check(MpiFunctions.Abort(_mpi.World, exitCode), "MPI_Abort");

        // The standard lets the function return where the library cannot end the process.
        Environment.Exit(exitCode);
    }

    /// <summary>
    /// Waits until all ranks dispose, and ends MPI. If a call of this rank has not ended (it failed, or a sum runs), or if another rank
    /// makes another call, MPI is not ended, because that would wait for ever; the launcher then ends the other processes when this one
    /// ends.
    /// </summary>
    /// <remarks>
    /// MPICH 4.0 hangs in MPI_Finalize where UCX carries its messages by TCP: a rank that has closed its connections waits at a barrier and
    /// answers no rank that closes its own later (pmodels/mpich, pull request 6596). A rank does answer while it closes its own, and it
    /// waits for the answers of all ranks that it sent messages to. So no rank calls MPI for a while before it ends, and rank 0, which has
    /// had messages of all ranks and has sent one to each, ends last: then all others still answer, and rank 0 asks before it answers.
    /// </remarks>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (_calls.Running != RankCall.None) return;
        try
        {
            foreach (RankCall call in (ReadOnlySpan<RankCall>)[RankCall.Leave, RankCall.Release])
            {
                _calls.Begin(call);
                while (!_calls.TestAll()) ShortSleep.Wait();
            }
        }
        catch (InvalidOperationException)
        {
            return;
        }

        if (_isQuietAtTheEnd) Thread.Sleep(Rank == 0 ? QuietMillisecondsOfRank0 : QuietMilliseconds);
        MpiException.Check(MpiFunctions.Finish(), "MPI_Finalize");
    }

    private void Begin(RankCall call)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_calls.Running != RankCall.None)
            throw new InvalidOperationException("A call has not ended; expected TryEnd to return true before the next one.");
        BeginToWait();
        _calls.Begin(call);
    }

    private void PauseUnlessLate()
    {
        if (_waiting.IsLongerThan(LongestWait)) throw new RankMissingException(Missing(), LongestWait);
        _inquiry.AnswerIfAsked(_begun);
        ShortSleep.Wait();
    }

    private void End()
    {
        while (!_calls.TestAll()) PauseUnlessLate();
        _calls.End();
        _staging = [];
    }

    private void Wait()
    {
        while (!TestRequest())
        {
            _calls.TestOne();
            PauseUnlessLate();
        }

        // The limit is for one message: a large state has many.
        BeginToWait();
    }

    private void BeginToWait()
    {
        _begun = Stopwatch.GetTimestamp();
        _waiting = WaitingTime.Begin(_begun);
    }

    private bool TestRequest()
    {
        fixed (nint* request = _request.Span)
        {
            MpiException.Check(MpiFunctions.Test(request, out int isComplete, _mpi.StatusIgnore), "MPI_Test");
            return isComplete != 0;
        }
    }

    /// <summary>The cell for the request of the next function. MPICH writes only its lower half, so the cell must hold 0.</summary>
    private nint* Request()
    {
        _request.Span[0] = 0;
        fixed (nint* request = _request.Span) return request;
    }

    private void WaitForBroadcast(void* bytes, int count)
    {
        MpiException.Check(MpiFunctions.Broadcast(bytes, count, _mpi.Byte, 0, _mpi.World, Request()), "MPI_Ibcast");
        Wait();
    }

    private byte[][] Receivers()
    {
        var states = new byte[Ranks][];
        for (int rank = 0; rank < Ranks; rank++) states[rank] = new byte[_lengths.Span[rank]];
        return states;
    }

    /// <summary>Rank 0 has the portions of all ranks side by side; the others need no such memory.</summary>
    private void PrepareStaging(Portions portions) =>
        _staging = Rank == 0 ? GC.AllocateUninitializedArray<byte>(portions.Share * Ranks, pinned: true) : [];

    private void SetCounts(Portions portions, int round)
    {
        for (int rank = 0; rank < Ranks; rank++)
        {
            _counts.Span[rank] = portions.Count(round, rank);
            _offsets.Span[rank] = rank * portions.Share;
        }
    }

    private Span<byte> Staged(int rank) => _staging.AsSpan(_offsets.Span[rank], _counts.Span[rank]);
}
