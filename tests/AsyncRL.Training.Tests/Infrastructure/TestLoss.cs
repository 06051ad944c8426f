using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Losses by logits, and sums of metrics by name.</summary>
internal static class TestLoss
{
    /// <summary>A softmax loss at the start of a segment.</summary>
    internal static SoftmaxLoss<double> Softmax(double entropyWeight, double valueGradientScale)
    {
        var loss = new SoftmaxLoss<double>(valueGradientScale);
        loss.Begin(entropyWeight);
        return loss;
    }

    /// <summary>Adds a policy step by its logits.</summary>
    internal static void AddPolicyStep(
        this SoftmaxLoss<double> loss, ReadOnlySpan<double> logits, int action, double advantage, Span<double> logitGradient)
    {
        var (probabilities, logProbabilities) = (new double[logits.Length], new double[logits.Length]);
        Numerics.Losses.Softmax.Distribution(logits, probabilities, logProbabilities);
        loss.AddPolicyStep(probabilities, logProbabilities, action, advantage, logitGradient);
    }

    /// <summary>The sum of a metric's values; 0 if the worker lacks the metric.</summary>
    internal static double SumOf(this ActorStatistics statistics, string metric) =>
        statistics.Measures.FindMetric(metric) is { } found ? statistics.Read().MetricSums[found.Index] : 0;

    /// <summary>The number of a metric's values.</summary>
    internal static double CountOf(this ActorStatistics statistics, string metric) =>
        statistics.Read().MetricCounts[statistics.Measures.FindMetric(metric)!.Index];
}
