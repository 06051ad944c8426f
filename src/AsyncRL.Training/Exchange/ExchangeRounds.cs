using System.Diagnostics;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Exchange;

/// <summary>
/// The rounds of one rank between its start and its end: when a round begins, what the rank tells the others, and what they agree on. After
/// a round in which the ranks agreed to report, to save or to evaluate, no round begins until the main thread has done so.
/// </summary>
internal sealed class ExchangeRounds : IRankRounds
{
    /// <summary>
    /// Seconds after which a round begins even if the actor-learners are slow, so that a rank that is alive answers before the limit.
    /// </summary>
    private const double LongestInterval = 5;

    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(5);

    private readonly ParameterExchange _exchange;
    private readonly SharedParameters _shared;
    private readonly Func<long, bool> _isEvaluationDue;
    private readonly Func<bool> _hasEnded;
    private readonly List<PacedWorker> _paced = [];
    private readonly Func<bool> _endsEarly;
    private readonly long _lastAgentStep;
    private readonly int _period;
    private readonly bool _isTimed;
    private int _wanted;
    private int _agreed;
    private bool _isAbandoned;
    private long _lastEnd = Stopwatch.GetTimestamp();
    private long _begun;

    /// <summary>Creates the rounds.</summary>
    /// <param name="exchange">The arithmetic of a round.</param>
    /// <param name="shared">T of this rank.</param>
    /// <param name="isEvaluationDue">Whether θ is to be evaluated at a T.</param>
    /// <param name="hasEnded">Whether the actor-learners have done all their agent steps.</param>
    /// <param name="endsEarly">Whether the target return or the end of the time is reached, as far as this rank knows.</param>
    /// <param name="lastAgentStep">T_max.</param>
    /// <param name="period">Agent steps of this rank between two rounds.</param>
    /// <param name="isTimed">
    /// Whether a round also begins by the clock, and at once after a request to stop; not in the simulated execution, which repeats.
    /// </param>
    internal ExchangeRounds(
        ParameterExchange exchange, SharedParameters shared, Func<long, bool> isEvaluationDue, Func<bool> hasEnded,
        Func<bool> endsEarly, long lastAgentStep, int period, bool isTimed)
    {
        (_lastAgentStep, _endsEarly) = (lastAgentStep, endsEarly);
        (_exchange, _shared, _isEvaluationDue, _hasEnded) = (exchange, shared, isEvaluationDue, hasEnded);
        (_period, _isTimed) = (period, isTimed);
    }

    /// <inheritdoc/>
    public TimeSpan Limit => _exchange.Limit;

    /// <inheritdoc/>
    public long AgentSteps => _exchange.AgentSteps;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Common => _exchange.Common;

    /// <inheritdoc/>
    public ExchangeCounts Counts => _exchange.Counts;

    /// <summary>What the ranks agreed on in the last round, as far as it is not done. The main thread reads it.</summary>
    public RankSignals Agreed => (RankSignals)Volatile.Read(ref _agreed);

    /// <inheritdoc/>
    public bool HoldsActors => false;

    private bool IsEnd => ((IRankRounds)this).IsEnd;

    /// <summary>Whether a round is due, or the rank has something to tell that cannot wait.</summary>
    internal bool IsDue =>
        _shared.AgentSteps - _exchange.AgentSteps >= _period
        || HasEnded
        || _exchange.IsAboutToEnd(_lastAgentStep)
        || (_isTimed && (IsUrgent || Stopwatch.GetElapsedTime(_lastEnd).TotalSeconds >= LongestInterval));

    /// <summary>
    /// Whether the rank has done all its agent steps and learned from them: learners apart from the actors end after them.
    /// </summary>
    private bool HasEnded
    {
        get
        {
            if (!_hasEnded()) return false;
            foreach (PacedWorker worker in _paced)
            {
                if (!worker.HasFinished) return false;
            }

            return true;
        }
    }

    private bool IsUrgent =>
        ((RankSignals)Volatile.Read(ref _wanted) & (RankSignals.Stop | RankSignals.Fault)) != 0 || _endsEarly();

    /// <summary>Whether this rank has left the agreement, because it failed.</summary>
    internal bool IsAbandoned => Volatile.Read(ref _isAbandoned);

    /// <inheritdoc/>
    public void Start() => _exchange.Start();

    /// <inheritdoc/>
    public void MendCommon() => _exchange.MendCommon();

    /// <summary>The rounds compare the common θ, and mend it.</summary>
    public void CheckCommon()
    {
    }

    /// <inheritdoc/>
    public void EndInstead() => Volatile.Write(ref _agreed, (int)RankSignals.Stop);

    /// <inheritdoc/>
    public void Transfer(StateTransfer state) => _exchange.Transfer(state);

    /// <inheritdoc/>
    public void Join(ReadOnlySpan<float> common, long agentSteps) => _exchange.Join(common, agentSteps);

    /// <inheritdoc/>
    public IReadOnlyList<IWorker> WorkersOf(IReadOnlyList<IWorker> workers)
    {
        if (!_isTimed) return [new SimulatedRank(workers[0], _exchange, this)];
        var threads = new List<IWorker>();
        foreach (IWorker worker in workers) _paced.Add(new PacedWorker(worker, () => !_exchange.IsAboutToEnd(_lastAgentStep)));
        threads.AddRange(_paced);
        threads.Add(new ExchangeWorker(_exchange, this, new ActorStatistics(workers[0].Statistics.Measures)));
        return threads;
    }

    /// <summary>Ends the rounds. After a failure on this rank the main thread tells the other ranks.</summary>
    /// <inheritdoc/>
    public RankSignals Finish(Exception? fault, Action hold)
    {
        if (fault is not null) Want(RankSignals.Fault);
        while (!IsEnd)
        {
            if (Agreed != RankSignals.None) hold();
            RunOne();
        }

        RankSignals end = Agreed;
        Continue();
        for (int round = 0; IRankRounds.IsWhole(end) && round < _exchange.ClosingRounds; round++)
        {
            RunOne();
            Continue();
        }

        return end;
    }

    /// <summary>Ends the rounds of this rank after a failure, without the other ranks.</summary>
    public void Abandon() => Volatile.Write(ref _isAbandoned, true);

    /// <inheritdoc/>
    public void SkipPause(long ticks)
    {
        _begun += ticks;
        _exchange.SkipPause(ticks);
    }

    /// <summary>Asks for something in the next round. Called by any thread.</summary>
    public void Want(RankSignals signals) => Interlocked.Or(ref _wanted, (int)signals);

    /// <summary>Reports that what was agreed on is done: rounds continue.</summary>
    public void Continue() => Volatile.Write(ref _agreed, 0);

    /// <summary>Begins a round.</summary>
    internal void Begin()
    {
        var signals = (RankSignals)Interlocked.Exchange(ref _wanted, 0);
        if (HasEnded) signals |= RankSignals.Ended;
        if (_endsEarly()) signals |= RankSignals.Early;
        if (_isEvaluationDue(_exchange.AgentSteps)) signals |= RankSignals.Evaluate;
        if (_exchange.HasMismatch) signals |= RankSignals.Mismatch;
        _begun = Stopwatch.GetTimestamp();
        _exchange.Begin(signals);
    }

    /// <summary>Ends a round if it is complete.</summary>
    /// <returns>Whether it was.</returns>
    internal bool TryEnd()
    {
        if (!_exchange.TryEnd(out RankSignals signals)) return false;
        _lastEnd = Stopwatch.GetTimestamp();
        Volatile.Write(ref _agreed, (int)signals);
        return true;
    }

    /// <summary>Begins or ends a round, or waits for the ranks or for the main thread: a turn of the thread of the rounds.</summary>
    /// <returns>The outcome; null if no round is due, so that the thread may do something else.</returns>
    internal Turn? Advance()
    {
        if (IsEnd || IsAbandoned) return Turn.Finished;
        if (_exchange.IsUnderWay)
        {
            if (!TryEnd()) Wait();
            return Turn.Worked;
        }

        if (Agreed != RankSignals.None)
        {
            Wait();
            return Turn.Worked;
        }

        if (!IsDue) return null;
        Begin();
        return Turn.Worked;
    }

    /// <summary>
    /// Waits a little, until a round may have ended or become due. A round between machines that answer at once takes some milliseconds, in
    /// which a short sleep loses nothing. Longer waits, for a rank that has not done its agent steps, must not take the core of an
    /// actor-learner: 10,000 short sleeps a second do. The turn of a thread that has slept counts as work, because a thread that waits
    /// spins as well.
    /// </summary>
    internal void Wait()
    {
        bool isShort = _exchange.IsUnderWay && Stopwatch.GetElapsedTime(_begun) < ShortWait;
        if (isShort) ShortSleep.Wait();
        else Thread.Sleep(1);
    }

    /// <summary>Runs one whole round on the calling thread. Called while the thread of the rounds does not run.</summary>
    internal void RunOne()
    {
        if (!_exchange.IsUnderWay) Begin();
        while (!TryEnd()) Wait();
    }
}
