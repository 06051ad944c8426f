using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// Half a weighted squared error, ½ w (v − target)². Its derivative with respect to v is w (v − target). Therefore the weight is the factor
/// of the gradient: the paper's literal (R − V)² has weight 2; the halved critic of the authors and the replicas has 0.5.
/// </summary>
/// <param name="target">The target, a constant: no gradient flows through it.</param>
/// <param name="weight">The factor of the gradient.</param>
public sealed class SquaredError(double target, double weight) : LossTerm("half a weighted squared error", 1), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new SquaredError(generator.NextNormal(), 2 * generator.NextDouble());
    }

    /// <summary>½ w (v − target)².</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="weight">The factor of the gradient.</param>
    /// <param name="value">The estimate v.</param>
    /// <param name="target">The target of the estimate.</param>
    /// <returns>The error.</returns>
    public static T Value<T>(T weight, T value, T target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => weight * (value - target) * (value - target) / (T.One + T.One);

    /// <summary>The derivative of <see cref="Value{T}"/> with respect to the estimate: w (v − target).</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="weight">The factor of the gradient.</param>
    /// <param name="value">The estimate v.</param>
    /// <param name="target">The target of the estimate.</param>
    /// <returns>The derivative.</returns>
    public static T Gradient<T>(T weight, T value, T target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => weight * (value - target);

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables) => Value(weight, variables[0], target);

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient) =>
        gradient[0] += Gradient(weight, variables[0], target);
}
