using AsyncRL.Algorithms.Metrics;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The metrics that actor-critic algorithms report.</summary>
internal sealed class ActorCriticMetrics
{
    internal const string PolicyLoss = "policy_loss";
    internal const string ValueLoss = "value_loss";
    internal const string Entropy = "entropy";

    private readonly ActorStatistics _statistics;
    private readonly Metric _policy;
    private readonly Metric _value;
    private readonly Metric _entropy;

    internal ActorCriticMetrics(ActorStatistics statistics)
    {
        _statistics = statistics;
        _policy = statistics.Measures.Metric(PolicyLoss, "−log π(a) · A, mean over agent steps");
        _value = ValueLossOf(statistics.Measures);
        _entropy = statistics.Measures.Metric(Entropy, "entropy of the policy in nats, mean over agent steps");
    }

    /// <summary>The metric of the value loss. Action-value algorithms report it, too.</summary>
    internal static Metric ValueLossOf(Measures measures) =>
        measures.Metric(ValueLoss, "half the weighted squared error of the value, mean over agent steps");

    /// <summary>Adds the sums of a segment.</summary>
    internal void Add(ActorCriticLoss<float> loss, int steps)
    {
        _statistics.Add(_policy, loss.PolicyLoss, steps);
        _statistics.Add(_value, loss.ValueLoss, steps);
        _statistics.Add(_entropy, loss.Entropy, steps);
    }
}
