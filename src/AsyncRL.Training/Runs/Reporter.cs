using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Telemetry;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Collects the actor-learners' statistics and makes rows of the logs and progress reports from them. It runs on the thread that called
/// train. The actor-learners never wait for it.
/// </summary>
internal sealed class Reporter
{
    private const int RecentEpisodes = 100;

    private readonly IReadOnlyList<IWorker> _learners;
    private readonly SharedParameters _shared;
    private readonly Measures _measures;
    private readonly Annealing _learningRate;
    private readonly long _lastAgentStep;
    private readonly RunTables? _logs;
    private readonly Action<double>? _countReturn;
    private readonly HashSet<EpisodeQueue> _queues = [];
    private readonly RankReport?[] _ranks;
    private readonly ImmutableArray<double>[] _exchanges;
    private readonly Queue<double> _recentReturns = new();
    private readonly List<double> _intervalReturns = [];
    private ActorCounts[] _before;
    private double _secondsBefore;
    private IntervalStatistics _recent = new();
    private ImmutableArray<ThreadStatistics> _threads = [];

    internal Reporter(Engine engine, long lastAgentStep, RunTables? logs, double seconds, int ranks = 1)
    {
        _ranks = new RankReport?[ranks];
        _exchanges = new ImmutableArray<double>[ranks];
        Array.Fill(_exchanges, []);
        IReadOnlyList<IWorker> learners = engine.Workers;
        (SharedParameters shared, Annealing learningRate, _measures) = (engine.Shared, engine.LearningRate, engine.Measures);
        (_learners, _shared, _learningRate, _lastAgentStep, _logs) = (learners, shared, learningRate, lastAgentStep, logs);
        foreach (IWorker worker in learners)
        {
            if (worker.Episodes is { } queue) _queues.Add(queue);
        }

        // The simulated execution adds the returns itself, so that every repetition ends at the same agent step.
        _countReturn = engine.IsSimulated ? null : engine.CountReturn;
        _before = Counts();
        _secondsBefore = seconds;
    }

    /// <summary>Episodes finished since the start of the run.</summary>
    internal long Episodes { get; set; }

    /// <summary>Episodes since the last start or resume that were dropped because their queue was full.</summary>
    internal long DroppedEpisodes
    {
        get
        {
            long dropped = 0;
            foreach (EpisodeQueue queue in _queues) dropped += queue.Dropped;
            foreach (RankReport? rank in _ranks) dropped += rank?.Dropped ?? 0;
            return dropped;
        }
    }

    /// <summary>The latest periodic evaluation since the last start or resume; null before the first.</summary>
    internal PeriodicEvaluation? LatestEvaluation => Evaluations.Count > 0 ? Evaluations[^1] : null;

    /// <summary>The periodic evaluations since the last start or resume.</summary>
    internal List<PeriodicEvaluation> Evaluations { get; } = [];

    /// <summary>The best return of an episode; NaN before the first.</summary>
    internal double BestReturn { get; set; } = double.NaN;

    /// <summary>Takes the finished episodes from the actor-learners' queues.</summary>
    internal void CollectEpisodes()
    {
        foreach (EpisodeQueue queue in _queues)
        {
            while (queue.TryTake(out EpisodeRecord episode))
            {
                _countReturn?.Invoke(episode.Return);
                Add(in episode);
            }
        }
    }

    /// <summary>Takes the reports of all ranks. The counts of this rank's own learners are read directly.</summary>
    /// <param name="reports">The reports in the order of the ranks.</param>
    internal void Include(IReadOnlyList<RankReport> reports)
    {
        for (int rank = 0; rank < reports.Count; rank++)
        {
            _ranks[rank] = reports[rank];
            if (rank == 0) continue;
            foreach (EpisodeRecord episode in reports[rank].Episodes)
                Add(episode with { Thread = (rank * _learners.Count) + episode.Thread });
        }
    }

    /// <summary>Begins the first interval of a run of several ranks, whose counts are now included.</summary>
    internal void BeginInterval()
    {
        _before = Counts();
        KeepExchanges();
    }

    private void Add(in EpisodeRecord episode)
    {
        Episodes++;
        if (!(episode.Return <= BestReturn)) BestReturn = episode.Return;
        _intervalReturns.Add(episode.Return);
        _recentReturns.Enqueue(episode.Return);
        if (_recentReturns.Count > RecentEpisodes) _recentReturns.Dequeue();
        _logs?.Write(in episode);
    }

    /// <summary>Ends an interval, and shows it to outside tools.</summary>
    /// <param name="live">The run's entry among the running engines.</param>
    /// <param name="seconds">Seconds trained, as just read from the clock.</param>
    internal void Report(LiveRun live, double seconds)
    {
        Report(seconds);
        (live.Episodes, live.MeanReturn) = (Episodes, RecentMeanReturn);
        EngineEvents.Log.Report(live, _recent.AgentStepsPerSecond);
    }

    /// <summary>Ends an interval: writes a row to metrics.csv and a row per thread to threads.csv.</summary>
    /// <param name="seconds">Seconds trained, as just read from the clock.</param>
    internal void Report(double seconds)
    {
        // The counts are read first, because they are divided by the time that the caller has just read.
        ActorCounts[] now = Counts();
        long agentSteps = _shared.AgentSteps;
        CollectEpisodes();
        double interval = seconds - _secondsBefore;
        ActorCounts together = ActorCounts.Zero;
        var rows = ImmutableArray.CreateBuilder<ThreadStatistics>(now.Length);
        for (int thread = 0; thread < now.Length; thread++)
        {
            ActorCounts recent = now[thread].Since(_before[thread]);
            together = together.Plus(recent);
            rows.Add(Row(thread, now[thread], recent, interval));
        }

        _recent = Figures(together, agentSteps, seconds, interval);
        _threads = rows.MoveToImmutable();
        _logs?.Write(_recent);
        foreach (ThreadStatistics thread in _threads)
        {
            int rank = thread.Thread / _learners.Count;
            _logs?.Write(_recent, thread, rank, ExchangeOf(rank, interval));
        }

        WriteExchanges(interval);
        _logs?.Publish();
        _intervalReturns.Clear();
        (_before, _secondsBefore) = (now, seconds);
    }

    /// <summary>Adds a periodic evaluation: writes a row to evaluations.csv.</summary>
    internal void Add(PeriodicEvaluation evaluation)
    {
        Evaluations.Add(evaluation);
        _logs?.Write(evaluation);
    }

    /// <summary>The statistics of the last finished interval.</summary>
    internal IntervalStatistics Recent => _recent;

    /// <summary>Mean return of the last 100 episodes; NaN before the first.</summary>
    internal double RecentMeanReturn => Mean(_recentReturns);

    /// <summary>The present progress, with the statistics of the last finished interval.</summary>
    internal TrainingProgress Progress(double seconds) =>
        new(_shared.AgentSteps, _lastAgentStep, seconds, _recent, RecentMeanReturn, BestReturn, _threads)
        {
            LatestEvaluation = LatestEvaluation,
        };

    /// <summary>The values of the metrics over the whole run by name.</summary>
    internal IReadOnlyList<KeyValuePair<string, double>> Metrics(double seconds)
    {
        ActorCounts together = ActorCounts.Zero;
        foreach (ActorCounts counts in Counts()) together = together.Plus(counts);
        return together.Values(_measures.Metrics, seconds);
    }

    /// <summary>Flushes all rows to the disk.</summary>
    /// <returns>Entries of each table.</returns>
    internal Dictionary<string, long> Flush() => _logs?.Flush() ?? [];

    /// <summary>The counts of the actor-learners of all ranks, in the order of the ranks.</summary>
    private ActorCounts[] Counts()
    {
        List<ActorCounts> counts = [.. Array.ConvertAll([.. _learners], worker => worker.Statistics.Read())];
        for (int rank = 1; rank < _ranks.Length; rank++)
        {
            if (_ranks[rank] is { } report) counts.AddRange(report.Learners);
        }

        return [.. counts];
    }

    private void WriteExchanges(double interval)
    {
        if (_ranks.Length == 1) return;
        for (int rank = 0; rank < _ranks.Length; rank++)
        {
            if (ExchangeOf(rank, interval) is { } rounds) _logs?.Write(_recent, rank, in rounds);
        }

        KeepExchanges();
    }

    /// <summary>The rounds of a rank since the last report; null in a run of one rank, and before a rank has told them.</summary>
    private ExchangeInterval? ExchangeOf(int rank, double interval) =>
        _ranks.Length > 1 && _ranks[rank] is { } report ? new ExchangeInterval(report.Exchange, _exchanges[rank], interval) : null;

    private void KeepExchanges()
    {
        for (int rank = 0; rank < _ranks.Length; rank++) _exchanges[rank] = _ranks[rank]?.Exchange ?? [];
    }

    private IntervalStatistics Figures(ActorCounts counts, long agentSteps, double seconds, double interval) => new()
    {
        AgentSteps = agentSteps,
        Seconds = seconds,
        Episodes = Episodes,
        MeanReturn = Mean(_intervalReturns),
        MinReturn = _intervalReturns.Count > 0 ? MathNet.Numerics.Statistics.Statistics.Minimum(_intervalReturns) : double.NaN,
        MaxReturn = _intervalReturns.Count > 0 ? MathNet.Numerics.Statistics.Statistics.Maximum(_intervalReturns) : double.NaN,
        Metrics = counts.Values(_measures.Metrics, interval),
        LearningRate = _learningRate.At(agentSteps),
        AgentStepsPerSecond = Rate(counts.AgentSteps, interval),
    };

    private static ThreadStatistics Row(int thread, ActorCounts now, ActorCounts recent, double interval) => new(
        thread,
        now.AgentSteps,
        now.Updates,
        Rate(recent.AgentSteps, interval),
        recent.PhaseSeconds,
        recent.MeanStaleness,
        now.LargestStaleness);

    private static double Rate(long count, double interval) => interval > 0 ? count / interval : double.NaN;

    private static double Mean(IReadOnlyCollection<double> values) =>
        values.Count > 0 ? MathNet.Numerics.Statistics.Statistics.Mean(values) : double.NaN;
}
