using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// Huber's error (1964) with threshold 1, times a weight: ½ w e² for |e| ≤ 1 and w (|e| − ½) beyond, with e = v − target. Its derivative
/// with respect to v is that of <see cref="SquaredError"/> with e clipped to [−1, 1] (Mnih et al. 2015, "Methods").
/// </summary>
/// <param name="target">The target, a constant: no gradient flows through it.</param>
/// <param name="weight">The factor of the gradient.</param>
public sealed class HuberError(double target, double weight)
    : LossTerm("error that is squared near zero and linear beyond", 1), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new HuberError(generator.NextNormal(), 2 * generator.NextDouble());
    }

    /// <summary>The error.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="weight">The factor of the gradient.</param>
    /// <param name="value">The estimate v.</param>
    /// <param name="target">The target of the estimate.</param>
    /// <returns>The error.</returns>
    public static T Value<T>(T weight, T value, T target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T distance = T.Abs(value - target), half = T.One / (T.One + T.One);
        return distance <= T.One ? weight * distance * distance * half : weight * (distance - half);
    }

    /// <summary>The derivative of <see cref="Value{T}"/> with respect to the estimate.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="weight">The factor of the gradient.</param>
    /// <param name="value">The estimate v.</param>
    /// <param name="target">The target of the estimate.</param>
    /// <returns>The derivative.</returns>
    public static T Gradient<T>(T weight, T value, T target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => weight * T.Clamp(value - target, -T.One, T.One);

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables) => Value(weight, variables[0], target);

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient) =>
        gradient[0] += Gradient(weight, variables[0], target);

    /// <summary>The side of each threshold on which the error is. Its second derivative jumps at a threshold.</summary>
    /// <param name="variables">[1].</param>
    /// <returns>0, 1 or 2.</returns>
    public override ulong KinkPattern(ReadOnlySpan<double> variables) => (variables[0] - target) switch
    {
        > 1 => 2,
        < -1 => 1,
        _ => 0,
    };
}
