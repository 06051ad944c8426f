using System.Numerics;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The loss with a softmax policy whose logarithms are bounded for improbable actions (Babaeizadeh et al. 2017).</summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="valueGradientScale">c: dL/dV = c (V − R).</param>
/// <param name="logarithm">The logarithm.</param>
internal sealed class StabilizedSoftmaxLoss<T>(T valueGradientScale, StabilizedLogarithm<T> logarithm) : SoftmaxLoss<T>(valueGradientScale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    internal override void AddPolicyStep(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<T> logProbabilities, int action, T advantage, Span<T> logitGradient)
    {
        logitGradient.Clear();
        logarithm.AddLikelihoodGradient(-advantage, action, probabilities, logitGradient);
        logarithm.AddEntropyGradient(-EntropyWeight, probabilities, logitGradient);
        PolicyLoss -= logarithm.Value(probabilities[action]) * advantage;
        Entropy += logarithm.Entropy(probabilities);
    }
}
