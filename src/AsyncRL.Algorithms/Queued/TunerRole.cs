using System.Diagnostics;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Queued;

/// <summary>Measures the trainings per second of each interval for the tuner, on one of the threads.</summary>
internal sealed class TunerRole : IRole
{
    /// <summary>A turn takes some milliseconds at most. A longer time is a pause, for example for an evaluation, and is left out.</summary>
    private static readonly long LongestTurn = Stopwatch.Frequency / 10;

    private readonly Session _session;
    private readonly ThreadTuner _tuner;
    private readonly ActorStatistics _statistics;
    private readonly Metric _kept;
    private readonly long _interval;
    private long _ticks;
    private long _lastTurn;
    private long _updatesBefore;

    /// <summary>Makes the role.</summary>
    /// <param name="session">The run.</param>
    /// <param name="tuner">Receives the trainings per second.</param>
    /// <param name="statistics">What the thread counts.</param>
    /// <param name="seconds">Seconds of an interval.</param>
    internal TunerRole(Session session, ThreadTuner tuner, ActorStatistics statistics, double seconds)
    {
        (_session, _tuner, _statistics) = (session, tuner, statistics);
        _interval = (long)(seconds * Stopwatch.Frequency);
        _kept = statistics.Measures.Metric("kept_changes", "share of the tuner's changes that were kept");
        BeginInterval();
    }

    /// <inheritdoc/>
    public LocalModel? Model => null;

    /// <summary>Whether the interval is over. It counts the time since the last question, which the thread asks in each turn.</summary>
    public bool IsReady
    {
        get
        {
            long now = Stopwatch.GetTimestamp();
            _ticks += Math.Min(now - _lastTurn, LongestTurn);
            _lastTurn = now;
            return _ticks >= _interval;
        }
    }

    /// <inheritdoc/>
    public bool IsFinished => true;

    /// <inheritdoc/>
    public bool Work()
    {
        bool decides = _tuner.IsTrying;
        (int predictors, int trainers) = (_tuner.Predictors, _tuner.Trainers);
        _tuner.EndInterval((double)(_session.Parameters.Updates - _updatesBefore) * Stopwatch.Frequency / _ticks);
        if (decides)
        {
            _statistics.Add(_kept, (predictors, trainers) == (_tuner.Predictors, _tuner.Trainers) ? 1 : 0, 1);
            _statistics.Publish();
        }

        BeginInterval();
        return false;
    }

    /// <inheritdoc/>
    public void Abandon() => BeginInterval();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        _tuner.Transfer(state);
        if (state.IsRestoring) BeginInterval();
    }

    private void BeginInterval() => (_ticks, _lastTurn, _updatesBefore) = (0, Stopwatch.GetTimestamp(), _session.Parameters.Updates);
}

/// <summary>
/// A predictor or trainer of a thread that works only while the tuner gives the thread this role. What it has begun it completes.
/// </summary>
/// <param name="role">The predictor or trainer.</param>
/// <param name="tuner">Determines the numbers of threads.</param>
/// <param name="index">The thread has the role while their number is larger than this index.</param>
/// <param name="statistics">What the thread counts.</param>
internal sealed class TunedRole(IRole role, ThreadTuner tuner, int index, ActorStatistics statistics) : IRole
{
    private readonly Metric _threads = role is PredictorRole
        ? statistics.Measures.Metric("predictor_threads", "threads that predict, mean over predictions")
        : statistics.Measures.Metric("trainer_threads", "threads that learn, mean over their turns");

    /// <inheritdoc/>
    public LocalModel? Model => role.Model;

    /// <inheritdoc/>
    public bool IsReady => (Threads > index || role.HasBegun) && role.IsReady;

    /// <inheritdoc/>
    public bool IsFinished => role.IsFinished;

    private int Threads => role is PredictorRole ? tuner.Predictors : tuner.Trainers;

    /// <inheritdoc/>
    public bool Work()
    {
        statistics.Add(_threads, Threads, 1);
        return role.Work();
    }

    /// <inheritdoc/>
    public void Abandon() => role.Abandon();

    /// <inheritdoc/>
    public void Transfer(StateTransfer state) => role.Transfer(state);
}
