using AsyncRL.Algorithms.Metrics;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The metrics that proximal policy optimization reports, as means over the rows of its minibatches.</summary>
internal sealed class PpoMetrics
{
    private readonly ActorStatistics _statistics;
    private readonly Metric _policy;
    private readonly Metric _value;
    private readonly Metric _entropy;
    private readonly Metric _divergence;
    private readonly Metric _clipped;
    private readonly Metric _explained;

    internal PpoMetrics(ActorStatistics statistics)
    {
        _statistics = statistics;
        _policy = statistics.Measures.Metric(ActorCriticMetrics.PolicyLoss, "the surrogate, mean over rows");
        _value = ActorCriticMetrics.ValueLossOf(statistics.Measures);
        _entropy = statistics.Measures.Metric(ActorCriticMetrics.Entropy, "entropy of the policy in nats, mean over rows");
        _divergence = statistics.Measures.Metric(
            "divergence", "r − 1 − log r, an estimate of KL(old‖new) in nats, mean over rows");
        _clipped = statistics.Measures.Metric("clip_fraction", "share of the rows whose ratio is outside of 1 − ε to 1 + ε");
        _explained = statistics.Measures.Metric(
            "explained_variance", "1 − Var(R − V) / Var(R) of a round, before its updates, mean over rounds");
    }

    /// <summary>Adds the sums over some rows.</summary>
    internal void Add(ProximalSums sums, double entropy, double valueLoss)
    {
        _statistics.Add(_policy, sums.Surrogate, sums.Rows);
        _statistics.Add(_entropy, entropy, sums.Rows);
        _statistics.Add(_divergence, sums.EstimatedDivergence, sums.Rows);
        _statistics.Add(_clipped, sums.Clipped, sums.Rows);
        _statistics.Add(_value, valueLoss, sums.Rows);
    }

    /// <summary>Adds the explained variance of a round.</summary>
    internal void AddExplainedVariance(ReadOnlySpan<float> returns, ReadOnlySpan<float> values) =>
        _statistics.Add(_explained, ExplainedVariance(returns, values), 1);

    /// <summary>1 − Var(R − V) / Var(R): 1 if V is exact, 0 if it is no better than a constant. 0 if all returns are equal.</summary>
    internal static double ExplainedVariance(ReadOnlySpan<float> returns, ReadOnlySpan<float> values)
    {
        // Distances from the first row. If all returns are equal, they are 0 without a rounding error.
        double total = 0, error = 0, totalSquares = 0, errorSquares = 0, first = returns[0], firstError = first - values[0];
        for (int i = 0; i < returns.Length; i++)
        {
            double distance = returns[i] - first, difference = (double)returns[i] - values[i] - firstError;
            (total, error) = (total + distance, error + difference);
            (totalSquares, errorSquares) = (totalSquares + (distance * distance), errorSquares + (difference * difference));
        }

        double count = returns.Length;
        double variance = (totalSquares / count) - (total / count * (total / count));
        double left = (errorSquares / count) - (error / count * (error / count));
        return variance > 0 ? 1 - (left / variance) : 0;
    }
}
