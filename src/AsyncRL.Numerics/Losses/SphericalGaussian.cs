using System.Collections.Immutable;
using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// The policy of continuous actions (paper, section 9): N(μ, σ² I) over d dimensions. The network outputs μ and s, and all dimensions have
/// one variance σ² = softplus(s) + floor.
/// </summary>
/// <remarks>
/// log π(a) = −d/2 · log(2πσ²) − ‖a − μ‖² / 2σ². Therefore ∂/∂μ = (a − μ)/σ² and ∂/∂σ² = ‖a − μ‖²/2σ⁴ − d/2σ². The entropy is H = d/2 ·
/// (log(2πσ²) + 1). Therefore ∂H/∂σ² = d/2σ². Both reach s through ∂σ²/∂s = sigmoid(s).
/// </remarks>
public static class SphericalGaussian
{
    /// <summary>σ² = softplus(s) + floor.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="spread">s, an output of the network.</param>
    /// <param name="floor">
    /// The lower bound of the variance, above 0. Without it the likelihood of a certain policy grows without bound.
    /// </param>
    /// <returns>The variance.</returns>
    public static T Variance<T>(T spread, T floor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Softplus.Value(spread) + floor;

    /// <summary>log π(a).</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="action">[d].</param>
    /// <param name="mean">[d]: μ.</param>
    /// <param name="variance">σ².</param>
    /// <returns>The logarithm of the density.</returns>
    public static T LogLikelihood<T>(ReadOnlySpan<T> action, ReadOnlySpan<T> mean, T variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T two = T.One + T.One, dimensions = T.CreateChecked(mean.Length);
        return -(dimensions * LogCircle(variance) / two) - (SquaredDistance(action, mean) / (two * variance));
    }

    /// <summary>H, in nats; negative for a narrow density.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="dimensions">d.</param>
    /// <param name="variance">σ².</param>
    /// <returns>The differential entropy.</returns>
    public static T Entropy<T>(int dimensions, T variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateChecked(dimensions) * (LogCircle(variance) + T.One) / (T.One + T.One);

    /// <summary>Adds scale · ∂ log π(a).</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="scale">A factor: minus the advantage if the loss contains −A · log π(a).</param>
    /// <param name="action">[d].</param>
    /// <param name="mean">[d]: μ.</param>
    /// <param name="spread">s.</param>
    /// <param name="variance">σ² of that s.</param>
    /// <param name="meanGradient">[d], added to.</param>
    /// <param name="spreadGradient">Added to.</param>
    public static void AddLogLikelihoodGradient<T>(
        T scale, ReadOnlySpan<T> action, ReadOnlySpan<T> mean, T spread, T variance, Span<T> meanGradient, ref T spreadGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < mean.Length; i++) meanGradient[i] += scale * (action[i] - mean[i]) / variance;
        T two = T.One + T.One;
        T byVariance = ((SquaredDistance(action, mean) / variance) - T.CreateChecked(mean.Length)) / (two * variance);
        spreadGradient += scale * byVariance * Softplus.Derivative(spread);
    }

    /// <summary>Adds scale · ∂H.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="scale">A factor: −β if the loss contains −β · H.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="spread">s.</param>
    /// <param name="variance">σ² of that s.</param>
    /// <param name="spreadGradient">Added to.</param>
    public static void AddEntropyGradient<T>(T scale, int dimensions, T spread, T variance, ref T spreadGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        spreadGradient += scale * T.CreateChecked(dimensions) * Softplus.Derivative(spread) / ((T.One + T.One) * variance);

    private static T LogCircle<T>(T variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ScalarVector<T>.Sum(Logarithm.Invoke<ScalarVector<T>, T>(ScalarVector<T>.Broadcast((T.Pi + T.Pi) * variance)));

    internal static T SquaredDistance<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < left.Length; i++) sum += (left[i] - right[i]) * (left[i] - right[i]);
        return sum;
    }
}

/// <summary>
/// The weighted log-likelihood of an action under a <see cref="SphericalGaussian"/>, w · log π(a), as a function of μ and s; s is the last
/// variable.
/// </summary>
/// <param name="action">The action, one number per dimension.</param>
/// <param name="weight">The weight, a constant: no gradient flows through it.</param>
/// <param name="floor">The lower bound of the variance.</param>
public sealed class GaussianLogLikelihood(ImmutableArray<double> action, double weight, double floor)
    : LossTerm("weighted log-likelihood of a Gaussian policy", action.Length + 1), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var action = new double[1 + generator.NextInteger(6)];
        foreach (ref double number in action.AsSpan()) number = generator.NextNormal();
        return new GaussianLogLikelihood([.. action], generator.NextNormal(), 1e-3);
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables)
    {
        double variance = SphericalGaussian.Variance(variables[^1], floor);
        return weight * SphericalGaussian.LogLikelihood(action.AsSpan(), variables[..^1], variance);
    }

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        double variance = SphericalGaussian.Variance(variables[^1], floor);
        SphericalGaussian.AddLogLikelihoodGradient(
            weight, action.AsSpan(), variables[..^1], variables[^1], variance, gradient[..^1], ref gradient[^1]);
    }
}

/// <summary>The entropy of a <see cref="SphericalGaussian"/> as a function of s.</summary>
/// <param name="dimensions">Dimensions of the action.</param>
/// <param name="floor">The lower bound of the variance.</param>
public sealed class GaussianEntropy(int dimensions, double floor) : LossTerm("entropy of a Gaussian policy", 1), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new GaussianEntropy(1 + generator.NextInteger(6), 1e-3);
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables) =>
        SphericalGaussian.Entropy(dimensions, SphericalGaussian.Variance(variables[0], floor));

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient) => SphericalGaussian.AddEntropyGradient(
        1, dimensions, variables[0], SphericalGaussian.Variance(variables[0], floor), ref gradient[0]);
}

/// <summary>log(1 + eˣ) = max(x, 0) + log1p(e^−|x|): a smooth positive part. Its derivative is the logistic sigmoid.</summary>
/// <remarks>
/// log1p(y) = log(1 + y) without the rounding of 1 + y, which in floats would take all digits of a y below 6e-8. The relative error is at
/// most 6 units in the last place at every x.
/// </remarks>
public static class Softplus
{
    /// <summary>Computes the function.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="x">Any number.</param>
    /// <returns>At least 0; 0 only where eˣ is below the smallest subnormal number.</returns>
    public static T Value<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T power = ScalarVector<T>.Sum(Exponential.Invoke<ScalarVector<T>, T>(ScalarVector<T>.Broadcast(-T.Abs(x))));
        T logarithm = ScalarVector<T>.Sum(LogarithmOfOnePlus.Invoke<ScalarVector<T>, T>(ScalarVector<T>.Broadcast(power)));
        return T.Max(x, T.Zero) + logarithm;
    }

    /// <summary>Computes the derivative.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="x">Any number.</param>
    /// <returns>From 0 to 1.</returns>
    public static T Derivative<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ScalarVector<T>.Sum(LogisticSigmoid.Invoke<ScalarVector<T>, T>(ScalarVector<T>.Broadcast(x)));
}
