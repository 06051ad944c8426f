using System.Diagnostics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Exchange;

/// <summary>
/// The rounds of one rank between its start and its end: when a round begins, what the rank tells the others, and what they agree on. After
/// a round in which the ranks agreed to report, to save or to evaluate, no round begins until the main thread has done so.
/// </summary>
internal sealed class ExchangeRounds
{
    /// <summary>
    /// Seconds after which a round begins even if the actor-learners are slow, so that a rank that is alive answers before the limit.
    /// </summary>
    private const double LongestInterval = 5;

    private readonly ParameterExchange _exchange;
    private readonly SharedParameters _shared;
    private readonly EvaluationSchedule _evaluations;
    private readonly Func<bool> _hasEnded;
    private readonly long _lastAgentStep;
    private readonly int _period;
    private readonly bool _isTimed;
    private int _wanted;
    private int _agreed;
    private long _lastEnd = Stopwatch.GetTimestamp();

    /// <summary>Creates the rounds.</summary>
    /// <param name="exchange">The arithmetic of a round.</param>
    /// <param name="shared">T of this rank.</param>
    /// <param name="evaluations">The agent steps of all ranks at which θ is evaluated.</param>
    /// <param name="hasEnded">Whether the actor-learners have done all their agent steps.</param>
    /// <param name="lastAgentStep">T_max.</param>
    /// <param name="period">Agent steps of this rank between two rounds.</param>
    /// <param name="isTimed">
    /// Whether a round also begins by the clock, and at once after a request to stop; not in the simulated execution, which repeats.
    /// </param>
    internal ExchangeRounds(
        ParameterExchange exchange, SharedParameters shared, EvaluationSchedule evaluations, Func<bool> hasEnded, long lastAgentStep,
        int period, bool isTimed)
    {
        _lastAgentStep = lastAgentStep;
        (_exchange, _shared, _evaluations, _hasEnded) = (exchange, shared, evaluations, hasEnded);
        (_period, _isTimed) = (period, isTimed);
    }

    /// <summary>What the ranks agreed on in the last round, as far as it is not done. The main thread reads it.</summary>
    internal RankSignals Agreed => (RankSignals)Volatile.Read(ref _agreed);

    /// <summary>Whether the ranks agreed to end.</summary>
    internal bool IsEnd => IsEnding(Agreed);

    /// <summary>Whether a round is due, or the rank has something to tell that cannot wait.</summary>
    internal bool IsDue =>
        _shared.AgentSteps - _exchange.AgentSteps >= _period
        || _hasEnded()
        || _exchange.IsAboutToEnd(_lastAgentStep)
        || (_isTimed && (IsUrgent || Stopwatch.GetElapsedTime(_lastEnd).TotalSeconds >= LongestInterval));

    private bool IsUrgent => ((RankSignals)Volatile.Read(ref _wanted) & (RankSignals.Stop | RankSignals.Fault)) != 0;

    /// <summary>Asks for something in the next round. Called by any thread.</summary>
    internal void Want(RankSignals signals) => Interlocked.Or(ref _wanted, (int)signals);

    /// <summary>Reports that what was agreed on is done: rounds continue.</summary>
    internal void Continue() => Volatile.Write(ref _agreed, 0);

    /// <summary>Begins a round.</summary>
    internal void Begin()
    {
        var signals = (RankSignals)Interlocked.Exchange(ref _wanted, 0);
        if (_hasEnded()) signals |= RankSignals.Ended;
        if (_evaluations.IsDue(_exchange.AgentSteps)) signals |= RankSignals.Evaluate;
        if (_exchange.HasMismatch) signals |= RankSignals.Mismatch;
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

    /// <summary>Runs one whole round on the calling thread. Called while the thread of the rounds does not run.</summary>
    internal void RunOne()
    {
        if (!_exchange.IsUnderWay) Begin();
        while (!TryEnd()) ShortSleep.Wait();
    }

    private static bool IsEnding(RankSignals signals) =>
        (signals & (RankSignals.Ended | RankSignals.Stop | RankSignals.Fault | RankSignals.Target)) != 0;
}
