using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// The divergence of a <see cref="SphericalGaussian"/> from an old one, KL(N(μ₀, σ₀² I)‖N(μ, σ² I)) =
/// ½ (d (log σ² − log σ₀² + σ₀²/σ² − 1) + ‖μ₀ − μ‖²/σ²), as a function of μ and s; s is the last variable.
/// </summary>
/// <param name="oldMean">μ₀, constants.</param>
/// <param name="oldVariance">σ₀², a constant.</param>
/// <param name="floor">The lower bound of σ².</param>
public sealed class GaussianDivergence(double[] oldMean, double oldVariance, double floor)
    : LossTerm("divergence of a spherical Gaussian policy from an old one", oldMean.Length + 1), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var mean = new double[1 + generator.NextInteger(5)];
        foreach (ref double number in mean.AsSpan()) number = generator.NextNormal();
        return new GaussianDivergence(mean, 0.1 + generator.NextDouble(), 0.01 + (0.1 * generator.NextDouble()));
    }

    /// <summary>The divergence.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="oldMean">[d]: μ₀.</param>
    /// <param name="oldVariance">σ₀².</param>
    /// <param name="mean">[d]: μ.</param>
    /// <param name="variance">σ².</param>
    /// <returns>KL(old‖new), in nats.</returns>
    public static T Value<T>(ReadOnlySpan<T> oldMean, T oldVariance, ReadOnlySpan<T> mean, T variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T dimensions = T.CreateChecked(mean.Length), half = T.One / (T.One + T.One);
        T spread = T.Log(variance / oldVariance) + (oldVariance / variance) - T.One;
        return half * ((dimensions * spread) + (SphericalGaussian.SquaredDistance(oldMean, mean) / variance));
    }

    /// <summary>Adds scale · ∂KL.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="scale">The factor of the penalty.</param>
    /// <param name="oldMean">[d]: μ₀.</param>
    /// <param name="oldVariance">σ₀².</param>
    /// <param name="mean">[d]: μ.</param>
    /// <param name="spread">s.</param>
    /// <param name="variance">σ² of that s.</param>
    /// <param name="meanGradient">[d], added to.</param>
    /// <param name="spreadGradient">Added to.</param>
    public static void AddGradient<T>(
        T scale, ReadOnlySpan<T> oldMean, T oldVariance, ReadOnlySpan<T> mean, T spread, T variance, Span<T> meanGradient,
        ref T spreadGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < mean.Length; i++) meanGradient[i] += scale * (mean[i] - oldMean[i]) / variance;
        T dimensions = T.CreateChecked(mean.Length), two = T.One + T.One;
        T squares = (dimensions * oldVariance) + SphericalGaussian.SquaredDistance(oldMean, mean);
        T byVariance = (dimensions - (squares / variance)) / (two * variance);
        spreadGradient += scale * byVariance * Softplus.Derivative(spread);
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables) =>
        Value(oldMean, oldVariance, variables[..^1], SphericalGaussian.Variance(variables[^1], floor));

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        double variance = SphericalGaussian.Variance(variables[^1], floor);
        AddGradient(1, oldMean, oldVariance, variables[..^1], variables[^1], variance, gradient[..^1], ref gradient[^1]);
    }
}
