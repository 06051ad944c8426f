using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Core.Waiting;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Training.Exchange;

/// <summary>
/// The rounds in which the ranks of a run exchange what their θ moved. A round sums the movements over all ranks while the actor-learners
/// continue. Then every rank applies the same combination of them to the common θ, and corrects its own θ by the difference.
/// </summary>
/// <remarks>
/// <para>Line by line, with θ of this rank and c common to all ranks: m ← θ − c; s ← Σ m over the ranks; then, for the mean over R ranks,
/// c ← c + s/R and θ ← θ − (m − s/R). What the actor-learners added to θ between the first and the last of these statements stays in θ, and
/// belongs to the movement of the next round. For the sum, s/R is s. For elastic averaging with α, c ← c + α s and θ ← θ − α m (Zhang et
/// al. 2015). With turns, only the movement of one rank is not 0 (Nair et al. 2015, without its statistics at the server).</para>
/// <para>c is computed from s alone. Every rank has the same s, so every rank has the same c, bit for bit.</para>
/// <para>Nothing here allocates after the construction, and nothing waits.</para>
/// </remarks>
internal sealed class ParameterExchange
{
    /// <summary>Elastic averaging moves toward the common θ by 0.9 / R in a round, as in distributed experiments of its authors.</summary>
    private const double ElasticStrength = 0.9;

    /// <summary>Numbers of θ that are combined at a time. Five pieces of 16 KB fit into the caches near a core.</summary>
    private const int NumbersAtATime = 4096;

    /// <summary>Rounds between two comparisons of the common θ of all ranks.</summary>
    private const int RoundsBetweenChecks = 16;

    private readonly ICommunicator _communicator;
    private readonly SharedParameters _shared;
    private readonly OptimizerStatistics? _statistics;
    private readonly RankReturns? _returns;
    private readonly int _floatsOfReturns;
    private readonly string _combine;
    private readonly AlignedBlock<float> _common;
    private readonly AlignedBlock<float>? _taken;
    private readonly AlignedBlock<float> _part;
    private readonly AlignedBlock<float> _sum;
    private bool _hasTurn;
    private long _agentSteps;
    private long _ownAgentSteps;
    private long _begun;
    private WaitingTime _waiting;
    private TimeSpan _taking;
    private long _updatesAtBegin;
    private long _updatesAtLastBegin;

    /// <summary>Prepares the rounds. θ is not read before <see cref="Start"/>.</summary>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="shared">θ and T of this rank.</param>
    /// <param name="statistics">The optimizer's shared statistics; null if each thread has its own.</param>
    /// <param name="options">The options.</param>
    /// <param name="returns">The returns of episodes, which travel with the movements; null for none.</param>
    internal ParameterExchange(
        ICommunicator communicator, SharedParameters shared, OptimizerStatistics? statistics, ExchangeOptions options,
        RankReturns? returns = null)
    {
        (_communicator, _shared, _combine, _returns) = (communicator, shared, options.Combine, returns);
        _floatsOfReturns = returns?.FloatsOfRank(communicator.Ranks) ?? 0;
        _statistics = options.Statistics == ExchangeOptions.Mean ? statistics : null;
        Limit = WaitLimit.Of(communicator, options);
        int blocks = 1 + (_statistics?.Optimizer.Statistics ?? 0);
        int length = (blocks * shared.Length) + RoundNumbers.Length + (communicator.Ranks * _floatsOfReturns);
        (_part, _sum) = (new AlignedBlock<float>(length), new AlignedBlock<float>(length));
        _common = new AlignedBlock<float>(shared.Length);
        if (_combine == ExchangeOptions.Turns) _taken = new AlignedBlock<float>(shared.Length);
    }

    /// <summary>The common θ, which is that of the run. It is read while no round runs.</summary>
    internal ReadOnlySpan<float> Common => _common.Span;

    /// <summary>T of the whole run after the last round.</summary>
    internal long AgentSteps
    {
        get => Volatile.Read(ref _agentSteps);
        private set => Volatile.Write(ref _agentSteps, value);
    }

    /// <summary>
    /// Whether T_max will be reached if the other ranks have done as many agent steps since the last round as this one. Then no segment
    /// begins before the next round. If a round is shorter than a period, the run goes beyond T_max by less than a period of each rank.
    /// Read by any thread.
    /// </summary>
    /// <param name="lastAgentStep">T_max.</param>
    internal bool IsAboutToEnd(long lastAgentStep)
    {
        long agreed = AgentSteps, own = _shared.AgentSteps - agreed;
        return agreed < lastAgentStep && own > 0 && agreed + (Ranks * own) >= lastAgentStep;
    }

    /// <summary>
    /// Rounds after the agreed end until every movement is in the common θ. With turns a round has the movement of one rank.
    /// </summary>
    internal int ClosingRounds => _combine == ExchangeOptions.Turns ? Ranks : 1;

    /// <summary>How long a rank waits for the others.</summary>
    internal TimeSpan Limit { get; }

    /// <summary>Whether a round runs.</summary>
    internal bool IsUnderWay { get; private set; }

    /// <summary>What the rounds have cost and moved.</summary>
    internal ExchangeCounts Counts { get; } = new();

    private int Ranks => _communicator.Ranks;

    private Span<float> Taken => _taken is null ? _common.Span : _taken.Span;

    /// <summary>Gives all ranks the θ of rank 0. Called before the actor-learners start.</summary>
    internal void Start()
    {
        ShareTheta(_communicator, _shared);
        _shared.Snapshot(_common.Span);
        _shared.Snapshot(Taken);
        AgentSteps = _shared.AgentSteps;
    }

    /// <summary>Gives all ranks the θ of rank 0.</summary>
    internal static void ShareTheta(ICommunicator communicator, SharedParameters shared)
    {
        communicator.Broadcast(MemoryMarshal.AsBytes(shared.Theta));
        shared.Restore(shared.Theta, shared.AgentSteps, shared.Updates);
    }

    /// <summary>Begins a round: takes what θ moved since the last one.</summary>
    /// <param name="signals">What this rank tells the others.</param>
    internal void Begin(RankSignals signals)
    {
        long taken = Stopwatch.GetTimestamp();
        _updatesAtBegin = _shared.Updates;
        _ownAgentSteps = _shared.AgentSteps - AgentSteps;
        _hasTurn = _combine != ExchangeOptions.Turns || Counts.Rounds % Ranks == _communicator.Rank;
        Span<float> movement = Block(_part, 0);
        if (_hasTurn) _shared.TakeMovement(Taken, movement);
        else movement.Clear();
        for (int i = 1; i <= StatisticBlocks; i++) _shared.Sharing.Read(_statistics!.Block(i - 1), Block(_part, i));
        RoundNumbers numbers = NumbersOf(_part);
        numbers.AgentSteps = _ownAgentSteps;
        numbers.Checksum = Counts.Rounds % RoundsBetweenChecks == 0 ? Checksum(_common.Span) : 0;
        numbers.Write(signals);
        WriteReturns();
        _begun = Stopwatch.GetTimestamp();
        _taking = Stopwatch.GetElapsedTime(taken, _begun);
        (IsUnderWay, _waiting) = (true, WaitingTime.Begin(_begun));
        _communicator.BeginSum(_part, _sum);
    }

    /// <inheritdoc cref="IRankRounds.SkipPause"/>
    internal void SkipPause(long ticks) => _begun += ticks;

    /// <summary>Ends the round if the movements of all ranks have arrived.</summary>
    /// <param name="signals">What the ranks have told each other; the same on all ranks.</param>
    /// <returns>Whether the round has ended.</returns>
    /// <exception cref="RankMissingException">A rank has not answered in time.</exception>
    internal bool TryEnd(out RankSignals signals)
    {
        signals = RankSignals.None;
        if (!_communicator.TryEnd())
        {
            if (_waiting.IsLongerThan(Limit)) throw new RankMissingException(_communicator.Missing(), Limit);
            return false;
        }

        long arrived = Stopwatch.GetTimestamp();
        RoundNumbers numbers = NumbersOf(_sum);
        signals = numbers.ReadSignals(Ranks);
        bool differs = Counts.Rounds % RoundsBetweenChecks == 0 && numbers.Checksum != Ranks * Checksum(_common.Span);
        Combine();
        for (int i = 1; i <= StatisticBlocks; i++) TakeMean(i);
        CountReturns();
        _shared.AddAgentSteps((int)(numbers.AgentSteps - _ownAgentSteps));
        AgentSteps += numbers.AgentSteps;
        Counts.AddRound(
            Stopwatch.GetElapsedTime(_begun), _part.Length * sizeof(float), _updatesAtBegin - _updatesAtLastBegin,
            _shared.Updates - _updatesAtBegin);
        Counts.AddWork(_taking, Stopwatch.GetElapsedTime(arrived));
        _updatesAtLastBegin = _updatesAtBegin;
        IsUnderWay = false;
        HasMismatch = differs;
        return true;
    }

    /// <summary>Whether the common θ of this rank differed from that of the others in the last round.</summary>
    internal bool HasMismatch { get; private set; }

    /// <summary>Changes a bit of the common θ, as a fault of the machine would; for tests.</summary>
    internal void DamageCommon() => _common.Span[0] = float.BitIncrement(_common.Span[0]);

    /// <summary>Replaces the common θ of every rank by that of rank 0, after a mismatch.</summary>
    internal void MendCommon()
    {
        _communicator.Broadcast(MemoryMarshal.AsBytes(_common.Span));
        HasMismatch = false;
        Counts.AddMended();
    }

    /// <summary>
    /// Writes or reads the state between two rounds, without the common θ. What θ moved so far is θ less the common θ. <see cref="Join"/>,
    /// and θ and T of this rank, come before the reading.
    /// </summary>
    internal void Transfer(StateTransfer state)
    {
        AgentSteps = state.LongNumber(AgentSteps, "number of agent steps of all ranks", 0, 1L << 53);
        Counts.Transfer(state);
        if (_taken is not null) state.Floats(_taken.Span, "parameters taken last");
    }

    /// <summary>Lets a rank begin with the common θ. A rank that was in the run before then reads its state.</summary>
    /// <param name="common">The common θ.</param>
    /// <param name="agentSteps">T of the run.</param>
    internal void Join(ReadOnlySpan<float> common, long agentSteps)
    {
        common.CopyTo(_common.Span);
        common.CopyTo(Taken);
        AgentSteps = agentSteps;
        _updatesAtLastBegin = _shared.Updates;
    }

    private int StatisticBlocks => _statistics?.Optimizer.Statistics ?? 0;

    private Span<float> Block(AlignedBlock<float> of, int index) => of.Span.Slice(index * _shared.Length, _shared.Length);

    private RoundNumbers NumbersOf(AlignedBlock<float> of) =>
        new(of.Span.Slice((1 + StatisticBlocks) * _shared.Length, RoundNumbers.Length));

    private Span<float> ReturnsOf(AlignedBlock<float> of, int rank) =>
        of.Span.Slice(of.Length - ((Ranks - rank) * _floatsOfReturns), _floatsOfReturns);

    /// <summary>Each rank has floats of its own in the sum, where the others have 0.</summary>
    private void WriteReturns() => _returns?.Write(ReturnsOf(_part, _communicator.Rank));

    private void CountReturns()
    {
        if (_returns is null) return;
        bool hasSome = true;
        for (int i = 0; hasSome; i++)
        {
            hasSome = false;
            for (int rank = 0; rank < Ranks; rank++) hasSome |= _returns.Count(ReturnsOf(_sum, rank), i);
        }
    }

    /// <summary>Combines the movements piece by piece, so that each piece stays in a near cache for all statements.</summary>
    private void Combine()
    {
        double moved = 0, corrected = 0;
        for (int start = 0; start < _shared.Length; start += NumbersAtATime)
        {
            int length = Math.Min(NumbersAtATime, _shared.Length - start);
            Span<float> movement = Block(_part, 0).Slice(start, length), sum = Block(_sum, 0).Slice(start, length);
            Combine(movement, sum, start);
            moved += TensorPrimitives.SumOfSquares<float>(sum);
            corrected += TensorPrimitives.SumOfSquares<float>(movement);

            // A store of the same numbers could undo an update of another thread.
            if (movement.ContainsAnyExcept(0f)) _shared.Subtract(movement, start);
        }

        Counts.AddMoves(moved, corrected);
    }

    /// <summary>Moves a piece of the common θ by the sum, and replaces the movement by what this rank has moved too far.</summary>
    private void Combine(Span<float> movement, Span<float> sum, int start)
    {
        Span<float> common = _common.Span.Slice(start, sum.Length);
        switch (_combine)
        {
            case ExchangeOptions.Elastic:
                float strength = (float)(ElasticStrength / Ranks);
                TensorPrimitives.Multiply(sum, strength, sum);
                TensorPrimitives.Add(common, sum, common);
                TensorPrimitives.Multiply(movement, strength, movement);
                break;
            case ExchangeOptions.Turns:
                TensorPrimitives.Add(common, sum, common);
                if (_hasTurn) TakeTurn(movement, common, Taken.Slice(start, sum.Length));
                break;
            default:
                if (_combine == ExchangeOptions.Mean) TensorPrimitives.Multiply(sum, 1f / Ranks, sum);
                TensorPrimitives.Add(common, sum, common);
                TensorPrimitives.Subtract(movement, sum, movement);
                break;
        }
    }

    /// <summary>θ ← θ − (m − (c − c′)), where c′ is the common θ that this rank took at its last turn.</summary>
    private static void TakeTurn(Span<float> movement, ReadOnlySpan<float> common, Span<float> taken)
    {
        for (int i = 0; i < movement.Length; i++) movement[i] -= common[i] - taken[i];
        common.CopyTo(taken);
    }

    private void TakeMean(int block)
    {
        Span<float> sum = Block(_sum, block);
        TensorPrimitives.Multiply(sum, 1f / Ranks, sum);
        _shared.Replace(_statistics!.Block(block - 1), sum);
    }

    /// <summary>24 bits of a θ. Numbers in another order, or with another last bit, nearly always have others.</summary>
    internal static int Checksum(ReadOnlySpan<float> theta)
    {
        ulong hash = 0;
        foreach (ulong pair in MemoryMarshal.Cast<float, ulong>(theta)) hash = ulong.RotateLeft(hash, 5) ^ pair;
        return (int)((hash * 0x9E3779B97F4A7C15) >> 40);
    }
}
