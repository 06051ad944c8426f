using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;

namespace AsyncRL.Algorithms.Replay;

/// <summary>The metrics of algorithms that learn from a replay memory.</summary>
internal sealed class ReplayMetrics
{
    private readonly ActorStatistics _statistics;
    private readonly Metric _loss;
    private readonly Metric _values;
    private readonly Metric _errors;

    internal ReplayMetrics(ActorStatistics statistics)
    {
        _statistics = statistics;
        _loss = ActorCriticMetrics.ValueLossOf(statistics.Measures);
        _values = statistics.Measures.Metric("action_value", "Q(s, a), mean over the agent steps of minibatches");
        _errors = statistics.Measures.Metric("absolute_error", "|y − Q(s, a)| without weight, mean over the agent steps of minibatches");
    }

    /// <summary>Adds the sums of some agent steps.</summary>
    internal void Add(int count, float loss, double values, double errors)
    {
        _statistics.Add(_loss, loss, count);
        _statistics.Add(_values, values, count);
        _statistics.Add(_errors, errors, count);
    }
}
