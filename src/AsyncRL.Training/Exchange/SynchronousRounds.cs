using System.Diagnostics;
using System.Runtime.ExceptionServices;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Core.Waiting;

namespace AsyncRL.Training.Exchange;

/// <summary>
/// The ranks of a synchronous algorithm. Every update of θ is that of all ranks, so that θ is the same on all of them, and T too. What the
/// ranks tell each other travels with the gradients: with the first sums of a round they agree, and no rank begins another round before its
/// main thread has done what was agreed on.
/// </summary>
/// <param name="place">The place of this rank.</param>
/// <param name="shared">θ and T.</param>
/// <param name="isEvaluationDue">Whether θ is to be evaluated at a T.</param>
/// <param name="endsEarly">Whether the target return or the end of the time is reached, as far as this rank knows.</param>
/// <param name="returns">The returns of episodes, which travel with the sums.</param>
internal sealed class SynchronousRounds(
    RankPlace place, SharedParameters shared, Func<long, bool> isEvaluationDue, Func<bool> endsEarly, RankReturns returns)
    : IMemberLink, IRankRounds
{
    /// <summary>What a rank says when another one has failed.</summary>
    internal const string OtherFailed = "A worker of another rank failed.";

    private ICommunicator? _communicator;
    private RankParts? _parts;
    private RankParts? _received;
    private (RankParts Parts, RankParts? Received)? _left;
    private int _wanted;
    private int _agreed;
    private long _agreedAt;
    private bool _decides;
    private bool _isOver;
    private bool _isUnderWay;
    private bool _hasFailed;
    private bool _isAfterGradients;
    private long _begun;
    private WaitingTime _waiting;
    private TimeSpan _time;
    private long _bytes;

    /// <inheritdoc/>
    public int Rank => place.Rank;

    /// <inheritdoc/>
    public int Ranks => place.Ranks;

    /// <inheritdoc/>
    public TimeSpan Limit { get; private set; }

    /// <inheritdoc/>
    public long AgentSteps => shared.AgentSteps;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Common => shared.Theta;

    /// <inheritdoc/>
    public ExchangeCounts Counts { get; } = new();

    /// <inheritdoc/>
    public RankSignals Agreed => (RankSignals)Volatile.Read(ref _agreed);

    /// <summary>No member begins a round before what was agreed on is done.</summary>
    public bool HoldsActors => true;

    private ICommunicator Communicator => _communicator ?? throw new InvalidOperationException("The ranks are not connected.");

    /// <summary>Connects the rank, before its members start.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="options">Determines how long a rank waits.</param>
    internal void Connect(ICommunicator communicator, ExchangeOptions options) =>
        (_communicator, Limit, _agreedAt) = (communicator, WaitLimit.Of(communicator, options), shared.AgentSteps);

    /// <inheritdoc/>
    public void Start() => ParameterExchange.ShareTheta(Communicator, shared);

    /// <inheritdoc/>
    public IReadOnlyList<IWorker> WorkersOf(IReadOnlyList<IWorker> workers) => workers;

    /// <inheritdoc/>
    public void BeginTranspose(RankParts parts, RankParts received)
    {
        Begin(parts, received);
        Communicator.BeginTranspose(parts.Block, received.Block);
    }

    /// <inheritdoc/>
    public void BeginShare(RankParts parts)
    {
        Begin(parts, null);
        Communicator.BeginShare(parts.Block);
    }

    /// <inheritdoc/>
    public bool TryEnd()
    {
        if (Volatile.Read(ref _isOver))
            throw new RankFaultException("The exchange with the other ranks has ended.") { IsOfAnotherRank = true };
        if (!TryComplete(out RankSignals signals)) return false;
        if (signals.HasFlag(RankSignals.Fault))
        {
            Volatile.Write(ref _agreed, (int)RankSignals.Fault);
            throw new RankFaultException(OtherFailed) { IsOfAnotherRank = true };
        }

        if (!_decides) return true;
        if (isEvaluationDue(shared.AgentSteps)) signals |= RankSignals.Evaluate;
        _agreedAt = shared.AgentSteps;
        Volatile.Write(ref _agreed, (int)signals);
        return true;
    }

    /// <inheritdoc/>
    public void Leave(RankParts parts, RankParts? received) => _left ??= (parts, received);

    /// <inheritdoc/>
    public void Want(RankSignals signals) => Interlocked.Or(ref _wanted, (int)signals);

    /// <inheritdoc/>
    public void Continue() => Volatile.Write(ref _agreed, 0);

    /// <inheritdoc/>
    public void Abandon() => Volatile.Write(ref _isOver, true);

    /// <inheritdoc/>
    public void SkipPause(long ticks) => _begun += ticks;

    /// <summary>
    /// Compares θ of all ranks. Ranks that differ cannot be mended, because their optimizers differ as well: the run ends, and no
    /// checkpoint of it is written.
    /// </summary>
    /// <exception cref="RankFaultException">They differ.</exception>
    public void CheckCommon()
    {
        IReadOnlyList<byte[]> all = Communicator.Gather(BitConverter.GetBytes(ParameterExchange.Checksum(shared.Theta)));
        int other = -1;
        for (int rank = 1; rank < all.Count; rank++)
        {
            if (!all[rank].AsSpan().SequenceEqual(all[0])) other = rank;
        }

        other = (int)RankAgreement.OfFirst(Communicator, other);
        if (other < 0) return;
        throw new RankFaultException(
            $"The parameters θ of rank {other} differ from those of rank 0, though both made the same updates; expected the same bits. "
            + "A machine may be damaged.");
    }

    /// <summary>There is no mismatch that could be mended.</summary>
    public void MendCommon()
    {
    }

    /// <inheritdoc/>
    public void EndInstead() => Volatile.Write(ref _agreed, (int)RankSignals.Stop);

    /// <inheritdoc/>
    public RankSignals Finish(Exception? fault, Action hold)
    {
        // A gradient that is not finite is that of all ranks, and all refuse it.
        bool isOwn = fault is not null and not RankFaultException and not NonFiniteGradientException;

        // The exchange itself has failed, so that nothing more can be told.
        if (isOwn && _isUnderWay) ExceptionDispatchInfo.Throw(fault!);
        if (isOwn && _left is { } left) TellFailure(left.Parts, left.Received);
        RankSignals end = fault is not null ? RankSignals.Fault : ((IRankRounds)this).IsEnd ? Agreed : RankSignals.Ended;
        Abandon();
        Continue();
        return end;
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        Counts.Transfer(state);
        if (state.IsRestoring) _agreedAt = shared.AgentSteps;
    }

    /// <inheritdoc/>
    public void Join(ReadOnlySpan<float> common, long agentSteps) => _agreedAt = agentSteps;

    /// <summary>Takes part in the exchange in which the other ranks wait for this one.</summary>
    private void TellFailure(RankParts parts, RankParts? received)
    {
        _hasFailed = true;
        if (received is null) BeginShare(parts);
        else BeginTranspose(parts, received);
        while (!TryComplete(out _)) ShortSleep.Wait();
    }

    private void Begin(RankParts parts, RankParts? received)
    {
        (_parts, _received, _begun, _isUnderWay) = (parts, received, Stopwatch.GetTimestamp(), true);
        _waiting = WaitingTime.Begin(_begun);

        // T grows with the first sums of a round, between its gradients and its sums.
        _decides = received is null && shared.AgentSteps > _agreedAt;
        RankSignals signals = _decides ? (RankSignals)Interlocked.Exchange(ref _wanted, 0) : RankSignals.None;
        if (_decides && endsEarly()) signals |= RankSignals.Early;
        if (_hasFailed) signals |= RankSignals.Fault;
        for (int rank = 0; rank < Ranks; rank++)
        {
            if (received is null && rank != Rank) continue;
            parts.LinkOf(rank)[0] = (int)signals;
        }

        if (received is null) returns.Write(parts.LinkOf(Rank)[1..]);
    }

    private bool TryComplete(out RankSignals signals)
    {
        signals = RankSignals.None;
        if (!Communicator.TryEnd())
        {
            if (_waiting.IsLongerThan(Limit)) throw new RankMissingException(Communicator.Missing(), Limit);
            return false;
        }

        _isUnderWay = false;
        RankParts received = _received ?? _parts!;
        for (int rank = 0; rank < Ranks; rank++) signals |= (RankSignals)(int)received.LinkOf(rank)[0];
        if (_received is null) CountReturns(received);
        Count();
        return true;
    }

    /// <summary>The returns travel with what every rank brings to all.</summary>
    private void CountReturns(RankParts received)
    {
        bool hasSome = true;
        for (int i = 0; hasSome; i++)
        {
            hasSome = false;
            for (int rank = 0; rank < Ranks; rank++) hasSome |= returns.Count(received.LinkOf(rank)[1..], i);
        }
    }

    /// <summary>An update has an exchange of gradients and one of sums; the first of a round may follow one of experience.</summary>
    private void Count()
    {
        _time += Stopwatch.GetElapsedTime(_begun);
        _bytes += (_received is null ? 1L : Ranks) * _parts!.Stride * sizeof(float);
        if (_received is null && _isAfterGradients)
        {
            Counts.AddRound(_time, _bytes, 1, 0);
            (_time, _bytes) = (TimeSpan.Zero, 0);
        }

        _isAfterGradients = _received is not null;
    }
}
