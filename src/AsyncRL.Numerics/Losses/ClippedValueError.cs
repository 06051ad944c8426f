using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// The clipped error of a value, which is not in the paper of proximal policy optimization (OpenAI Baselines, ppo2):
/// ½ w max((v − target)², (v_c − target)²), where v_c = v_old + clip(v − v_old, −ε, ε).
/// </summary>
/// <param name="old">v_old, the value when the action was taken, a constant.</param>
/// <param name="target">The target, a constant.</param>
/// <param name="clip">ε, in units of the value.</param>
/// <param name="weight">The factor of the gradient.</param>
public sealed class ClippedValueError(double old, double target, double clip, double weight)
    : LossTerm("squared error of a value that is clipped around its old value", 1), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new ClippedValueError(
            generator.NextNormal(), generator.NextNormal(), generator.NextDouble(), 2 * generator.NextDouble());
    }

    /// <summary>The error and its derivative with respect to the value.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="weight">The factor of the gradient.</param>
    /// <param name="value">v.</param>
    /// <param name="old">v_old.</param>
    /// <param name="target">The target.</param>
    /// <param name="clip">ε.</param>
    /// <param name="gradient">The derivative: 0 where the clipped error is the larger one.</param>
    /// <returns>The error.</returns>
    public static T Value<T>(T weight, T value, T old, T target, T clip, out T gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T moved = old + T.Clamp(value - old, -clip, clip);
        bool isClipped = T.Abs(value - old) > clip && T.Abs(moved - target) > T.Abs(value - target);
        gradient = isClipped ? T.Zero : SquaredError.Gradient(weight, value, target);
        return SquaredError.Value(weight, isClipped ? moved : value, target);
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables) => Value(weight, variables[0], old, target, clip, out _);

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        Value(weight, variables[0], old, target, clip, out double slope);
        gradient[0] += slope;
    }

    /// <summary>The larger error, and the side of the clip.</summary>
    /// <param name="variables">[1].</param>
    /// <returns>The number.</returns>
    public override ulong KinkPattern(ReadOnlySpan<double> variables)
    {
        double value = variables[0], moved = old + Math.Clamp(value - old, -clip, clip);
        ulong side = value > old + clip ? 2ul : value < old - clip ? 1ul : 0;
        return side == 0 ? 0 : side + (Math.Abs(moved - target) > Math.Abs(value - target) ? 4ul : 0);
    }
}
