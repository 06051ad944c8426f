using System.Numerics;
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
internal class SoftmaxLoss<T>(T valueGradientScale) : ActorCriticLoss<T>(valueGradientScale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds one agent step's policy terms and overwrites their derivative by the logits.</summary>
    /// <param name="probabilities">[actions]: π(·|sᵢ).</param>
    /// <param name="logProbabilities">[actions]: log π(·|sᵢ).</param>
    /// <param name="action">The action taken.</param>
    /// <param name="advantage">A = R − V, a constant here: no gradient flows through V.</param>
    /// <param name="logitGradient">[actions], overwritten: A (pⱼ − 1[j = a]) + β pⱼ (log pⱼ + H).</param>
    internal virtual void AddPolicyStep(
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
