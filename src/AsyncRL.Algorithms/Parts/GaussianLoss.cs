using System.Numerics;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

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
