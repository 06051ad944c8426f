using System.Collections.Immutable;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Collects what the actor-learners count, into rows of the logs and progress for people. Runs on the thread that called train; the
/// actor-learners never wait for it.
/// </summary>
internal sealed class Reporter
{
    private const int RecentEpisodes = 100;
    private static readonly Phase[] Phases = Enum.GetValues<Phase>();

    private readonly ActorLearner[] _learners;
    private readonly SharedParameters _shared;
    private readonly Schedule _learningRate;
    private readonly long _lastAgentStep;
    private readonly RunTables? _logs;
    private readonly HashSet<EpisodeQueue> _queues = [];
    private readonly Queue<double> _recentReturns = new();
    private readonly List<double> _intervalReturns = [];
    private Totals _before;
    private readonly ThreadTotals[] _threadsBefore;
    private double _secondsBefore;
    private IntervalFigures _recent = new();
    private ImmutableArray<ThreadFigures> _threads = [];

    internal Reporter(
        ActorLearner[] learners, SharedParameters shared, Schedule learningRate, long lastAgentStep, RunTables? logs, double seconds)
    {
        (_learners, _shared, _learningRate, _lastAgentStep, _logs) = (learners, shared, learningRate, lastAgentStep, logs);
        foreach (ActorLearner learner in learners) _queues.Add(learner.Episodes);
        _before = Totals.Of(learners);
        _threadsBefore = [.. Array.ConvertAll(learners, l => ThreadTotals.Of(l.Statistics))];
        _secondsBefore = seconds;
    }

    /// <summary>Episodes finished since the start of the run.</summary>
    internal long Episodes { get; set; }

    /// <summary>Episodes since the last start or resume that found their queue full.</summary>
    internal long DroppedEpisodes
    {
        get
        {
            long dropped = 0;
            foreach (EpisodeQueue queue in _queues) dropped += queue.Dropped;
            return dropped;
        }
    }

    /// <summary>The best return of an episode; NaN before the first.</summary>
    internal double BestReturn { get; set; } = double.NaN;

    /// <summary>Takes the finished episodes from the actor-learners' queues.</summary>
    internal void CollectEpisodes()
    {
        foreach (EpisodeQueue queue in _queues)
        {
            while (queue.TryTake(out EpisodeRecord episode))
            {
                Episodes++;
                if (!(episode.Return <= BestReturn)) BestReturn = episode.Return;
                _intervalReturns.Add(episode.Return);
                _recentReturns.Enqueue(episode.Return);
                if (_recentReturns.Count > RecentEpisodes) _recentReturns.Dequeue();
                _logs?.Write(in episode);
            }
        }
    }

    /// <summary>Closes an interval: a row in metrics.csv and a row per thread in threads.csv.</summary>
    internal void Report(double seconds)
    {
        CollectEpisodes();
        double interval = seconds - _secondsBefore;
        _recent = Figures(seconds, interval);
        _threads = ThreadRows(interval);
        _logs?.Write(_recent);
        foreach (ThreadFigures thread in _threads) _logs?.Write(_recent, thread);
        _intervalReturns.Clear();
        _secondsBefore = seconds;
    }

    /// <summary>The figures of the last closed interval.</summary>
    internal IntervalFigures Recent => _recent;

    /// <summary>Mean return of the last 100 episodes; NaN before the first.</summary>
    internal double RecentMeanReturn => Mean(_recentReturns);

    /// <summary>How the run stands now, with the figures of the last closed interval.</summary>
    internal TrainingProgress Progress(double seconds) =>
        new(_shared.AgentSteps, _lastAgentStep, seconds, _recent, RecentMeanReturn, BestReturn, _threads);

    /// <summary>Puts all rows onto the disk.</summary>
    /// <returns>Entries of each table.</returns>
    internal Dictionary<string, long> Flush() => _logs?.Flush() ?? [];

    private IntervalFigures Figures(double seconds, double interval)
    {
        Totals now = Totals.Of(_learners);
        double steps = now.AgentSteps - _before.AgentSteps;
        double updates = now.Updates - _before.Updates;
        var figures = new IntervalFigures
        {
            AgentSteps = _shared.AgentSteps,
            Seconds = seconds,
            Episodes = Episodes,
            MeanReturn = Mean(_intervalReturns),
            MinReturn = _intervalReturns.Count > 0 ? MathNet.Numerics.Statistics.Statistics.Minimum(_intervalReturns) : double.NaN,
            MaxReturn = _intervalReturns.Count > 0 ? MathNet.Numerics.Statistics.Statistics.Maximum(_intervalReturns) : double.NaN,
            PolicyLoss = (now.PolicyLoss - _before.PolicyLoss) / steps,
            ValueLoss = (now.ValueLoss - _before.ValueLoss) / steps,
            Entropy = (now.Entropy - _before.Entropy) / steps,
            GradientNorm = (now.GradientNorm - _before.GradientNorm) / updates,
            LearningRate = _learningRate.At(_shared.AgentSteps),
            AgentStepsPerSecond = steps / interval,
        };
        _before = now;
        return figures;
    }

    private ImmutableArray<ThreadFigures> ThreadRows(double interval)
    {
        var rows = ImmutableArray.CreateBuilder<ThreadFigures>(_learners.Length);
        for (int i = 0; i < _learners.Length; i++)
        {
            ActorStatistics statistics = _learners[i].Statistics;
            ThreadTotals now = ThreadTotals.Of(statistics), before = _threadsBefore[i];
            var seconds = ImmutableArray.CreateBuilder<double>(Phases.Length);
            for (int p = 0; p < Phases.Length; p++) seconds.Add(now.PhaseSeconds[p] - before.PhaseSeconds[p]);
            rows.Add(new ThreadFigures(
                i,
                now.AgentSteps,
                now.Updates,
                (now.AgentSteps - before.AgentSteps) / interval,
                seconds.MoveToImmutable(),
                (now.Staleness - before.Staleness) / (now.Updates - before.Updates),
                statistics.LargestStaleness));
            _threadsBefore[i] = now;
        }

        return rows.MoveToImmutable();
    }

    private static double Mean(IReadOnlyCollection<double> values) =>
        values.Count > 0 ? MathNet.Numerics.Statistics.Statistics.Mean(values) : double.NaN;

    private readonly record struct Totals(
        double AgentSteps, double Updates, double PolicyLoss, double ValueLoss, double Entropy, double GradientNorm)
    {
        internal static Totals Of(ActorLearner[] learners)
        {
            Totals sum = default;
            foreach (ActorLearner learner in learners)
            {
                ActorStatistics s = learner.Statistics;
                sum = new Totals(
                    sum.AgentSteps + s.AgentSteps, sum.Updates + s.Updates, sum.PolicyLoss + s.PolicyLoss, sum.ValueLoss + s.ValueLoss,
                    sum.Entropy + s.Entropy, sum.GradientNorm + s.GradientNorm);
            }

            return sum;
        }
    }

    private sealed record ThreadTotals(long AgentSteps, long Updates, double Staleness, double[] PhaseSeconds)
    {
        internal static ThreadTotals Of(ActorStatistics statistics) => new(
            statistics.AgentSteps, statistics.Updates, statistics.Staleness, Array.ConvertAll(Phases, statistics.Seconds));
    }
}
