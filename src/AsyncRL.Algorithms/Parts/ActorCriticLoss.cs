using System.Numerics;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The loss of advantage actor-critic, summed over a segment: L = Σᵢ −log π(aᵢ|sᵢ) Aᵢ − β H(π(·|sᵢ)) + ½ c (Rᵢ − V(sᵢ))². The loss is
/// minimized. Algorithm S3's dθ ascends, and this class alone changes its sign. The class is generic over the element, so that gradient
/// checks run the training code in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="valueGradientScale">c: dL/dV = c (V − R).</param>
internal abstract class ActorCriticLoss<T>(T valueGradientScale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>β.</summary>
    internal T EntropyWeight { get; private set; }

    /// <summary>Σ −log π(a) · A since <see cref="Begin"/>.</summary>
    internal T PolicyLoss { get; private protected set; }

    /// <summary>Σ H since <see cref="Begin"/>.</summary>
    internal T Entropy { get; private protected set; }

    /// <summary>Σ ½ c (R − V)² since <see cref="Begin"/>.</summary>
    internal T ValueLoss { get; private set; }

    /// <summary>L since <see cref="Begin"/>.</summary>
    internal T Total => PolicyLoss - (EntropyWeight * Entropy) + ValueLoss;

    /// <summary>Starts the sums of a segment.</summary>
    /// <param name="entropyWeight">β.</param>
    internal void Begin(T entropyWeight) =>
        (EntropyWeight, PolicyLoss, Entropy, ValueLoss) = (entropyWeight, T.Zero, T.Zero, T.Zero);

    /// <summary>Adds one agent step's value term and overwrites its derivative by the value.</summary>
    /// <param name="value">V(sᵢ).</param>
    /// <param name="target">Rᵢ.</param>
    /// <param name="valueGradient">[1], overwritten: c (V − R).</param>
    internal void AddValueStep(T value, T target, Span<T> valueGradient)
    {
        valueGradient[0] = SquaredError.Gradient(valueGradientScale, value, target);
        ValueLoss += SquaredError.Value(valueGradientScale, value, target);
    }
}

/// <summary>The loss with a softmax policy.</summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="valueGradientScale">c: dL/dV = c (V − R).</param>
internal sealed class SoftmaxLoss<T>(T valueGradientScale) : ActorCriticLoss<T>(valueGradientScale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds one agent step's policy terms and overwrites their derivative by the logits.</summary>
    /// <param name="probabilities">[actions]: π(·|sᵢ).</param>
    /// <param name="logProbabilities">[actions]: log π(·|sᵢ).</param>
    /// <param name="action">The action taken.</param>
    /// <param name="advantage">A = R − V, a constant here: no gradient flows through V.</param>
    /// <param name="logitGradient">[actions], overwritten: A (pⱼ − 1[j = a]) + β pⱼ (log pⱼ + H).</param>
    internal void AddPolicyStep(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<T> logProbabilities, int action, T advantage, Span<T> logitGradient)
    {
        T entropy = PolicyEntropy.Value(probabilities, logProbabilities);
        logitGradient.Clear();
        WeightedLogLikelihood.AddGradient(-advantage, action, probabilities, logitGradient);
        PolicyEntropy.AddGradient(-EntropyWeight, entropy, probabilities, logProbabilities, logitGradient);
        PolicyLoss -= logProbabilities[action] * advantage;
        Entropy += entropy;
    }
}

/// <summary>
/// The loss of continuous advantage actor-critic, summed over a segment: L = Σᵢ −log π(aᵢ|sᵢ) Aᵢ − β H(π(·|sᵢ)) + ½ c (Rᵢ − V(sᵢ))² with
/// the policy of <see cref="SphericalGaussian"/> (paper, section 9). The class is generic over the element, so that gradient checks run the
/// training code in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="valueGradientScale">c: dL/dV = c (V − R).</param>
/// <param name="varianceFloor">The smallest σ².</param>
internal sealed class GaussianLoss<T>(T valueGradientScale, T varianceFloor) : ActorCriticLoss<T>(valueGradientScale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds one agent step's policy terms and overwrites their derivatives by the heads' outputs.</summary>
    /// <param name="mean">[d]: μ.</param>
    /// <param name="spread">s, of which σ² = softplus(s) + floor.</param>
    /// <param name="action">[d]: the action drawn, before the environment clips it.</param>
    /// <param name="advantage">A, a constant here: no gradient flows through V.</param>
    /// <param name="meanGradient">[d], overwritten.</param>
    /// <param name="spreadGradient">Overwritten.</param>
    internal void AddPolicyStep(
        ReadOnlySpan<T> mean, T spread, ReadOnlySpan<T> action, T advantage, Span<T> meanGradient, out T spreadGradient)
    {
        T variance = SphericalGaussian.Variance(spread, varianceFloor);
        meanGradient.Clear();
        spreadGradient = T.Zero;
        SphericalGaussian.AddLogLikelihoodGradient(-advantage, action, mean, spread, variance, meanGradient, ref spreadGradient);
        SphericalGaussian.AddEntropyGradient(-EntropyWeight, mean.Length, spread, variance, ref spreadGradient);
        PolicyLoss -= SphericalGaussian.LogLikelihood(action, mean, variance) * advantage;
        Entropy += SphericalGaussian.Entropy(mean.Length, variance);
    }
}

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
