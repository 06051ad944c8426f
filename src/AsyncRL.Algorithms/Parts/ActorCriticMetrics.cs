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

/// <summary>The constants of the loss of a minibatch.</summary>
/// <param name="Clip">ε of the ratio; infinite for no clip.</param>
/// <param name="EntropyWeight">β.</param>
/// <param name="Penalty">b, the factor of KL(old‖new); 0 for no penalty.</param>
internal readonly record struct ProximalTerms(float Clip, float EntropyWeight, float Penalty);

/// <summary>The sums over rows that are reported as means.</summary>
internal sealed class ProximalSums
{
    internal double Rows { get; private set; }

    internal double Surrogate { get; private set; }

    /// <summary>Σ KL(old‖new).</summary>
    internal double Divergence { get; private set; }

    /// <summary>Σ (r − 1 − log r), an estimate of the divergence that is never negative.</summary>
    internal double EstimatedDivergence { get; private set; }

    /// <summary>Number of rows whose ratio is outside of [1 − ε, 1 + ε].</summary>
    internal double Clipped { get; private set; }

    internal void Clear() => (Rows, Surrogate, Divergence, EstimatedDivergence, Clipped) = (0, 0, 0, 0, 0);

    internal void Add(float logRatio, float ratio, float surrogate, float divergence, float clip)
    {
        Rows++;
        Surrogate += surrogate;
        Divergence += divergence;
        EstimatedDivergence += ratio - 1.0 - logRatio;
        if (Math.Abs(ratio - 1) > clip) Clipped++;
    }
}
