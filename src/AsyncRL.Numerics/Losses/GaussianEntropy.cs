using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

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
