using System.Collections.Immutable;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

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
