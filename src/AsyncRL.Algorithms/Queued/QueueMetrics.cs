using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;

namespace AsyncRL.Algorithms.Queued;

/// <summary>The metrics of a learner that takes trajectories from a queue.</summary>
internal sealed class QueueMetrics
{
    private readonly ActorStatistics _statistics;
    private readonly ActorCriticMetrics _losses;
    private readonly Metric _lag;
    private readonly Metric _rows;
    private readonly Metric _trainings;

    internal QueueMetrics(ActorStatistics statistics)
    {
        (_statistics, _losses) = (statistics, new ActorCriticMetrics(statistics));
        _lag = statistics.Measures.Metric(
            "policy_lag", "updates between the θ that acted and the update that learns from it, mean over trajectories");
        _rows = statistics.Measures.Metric("learned_rows", "rows of an update, mean over updates");
        _trainings = statistics.Measures.Rate("trainings_per_second", "updates per second (TPS)");
    }

    /// <summary>Adds the sums of an update; the lags are those of all its trajectories together.</summary>
    internal void Add(ActorCriticLoss<float> loss, int rows, long lags, int trajectories)
    {
        _losses.Add(loss, rows);
        _statistics.Add(_lag, lags, trajectories);
        _statistics.Add(_rows, rows, 1);
        _statistics.Add(_trainings, 1, 1);
    }
}
