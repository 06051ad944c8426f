using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// The clipped surrogate of proximal policy optimization (Schulman et al. 2017, equation 7), −min(r A, clip(r, 1 − ε, 1 + ε) A), with the
/// ratio r = π(a) / π_old(a) of a softmax policy. Its gradient with respect to the logits is −w (1[j = a] − pⱼ). The weight w is r A, or 0
/// where the clip is active: where A > 0 and r > 1 + ε, and where A &lt; 0 and r &lt; 1 − ε.
/// </summary>
/// <param name="actions">Number of actions.</param>
/// <param name="action">The action, from 0.</param>
/// <param name="oldLogProbability">log π_old(a), a constant.</param>
/// <param name="advantage">A, a constant.</param>
/// <param name="clip">ε.</param>
public sealed class ClippedSurrogate(int actions, int action, double oldLogProbability, double advantage, double clip)
    : LossTerm("clipped surrogate of a softmax policy", actions), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        int actions = 2 + generator.NextInteger(17);
        double old = Math.Log((0.5 + generator.NextDouble()) / actions);
        return new ClippedSurrogate(actions, generator.NextInteger(actions), old, generator.NextNormal(), 0.3 * generator.NextDouble());
    }

    /// <summary>The surrogate, and the weight of ∂ log π(a) in minus its gradient.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="ratio">r.</param>
    /// <param name="advantage">A.</param>
    /// <param name="clip">ε; infinite for no clip.</param>
    /// <param name="weight">w: r A, or 0 where the clip is active.</param>
    /// <returns>−min(r A, clip(r, 1 − ε, 1 + ε) A).</returns>
    public static T Value<T>(T ratio, T advantage, T clip, out T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // An infinite ratio times an advantage of 0 would not be a number.
        if (advantage == T.Zero)
        {
            weight = T.Zero;
            return T.Zero;
        }

        T surrogate = ratio * advantage, clipped = T.Clamp(ratio, T.One - clip, T.One + clip) * advantage;
        bool isClipped = clipped < surrogate;
        weight = isClipped ? T.Zero : surrogate;
        return isClipped ? -clipped : -surrogate;
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables) => Value(Ratio(variables, default), advantage, clip, out _);

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        Span<double> probabilities = stackalloc double[variables.Length];
        Value(Ratio(variables, probabilities), advantage, clip, out double weight);
        WeightedLogLikelihood.AddGradient(-weight, action, probabilities, gradient);
    }

    /// <summary>Whether the clip is active.</summary>
    /// <param name="variables">[actions]: the logits.</param>
    /// <returns>1 if it is, otherwise 0.</returns>
    public override ulong KinkPattern(ReadOnlySpan<double> variables)
    {
        double ratio = Ratio(variables, default);
        return ratio > 1 + clip ? 2ul : ratio < 1 - clip ? 1ul : 0;
    }

    private double Ratio(ReadOnlySpan<double> logits, Span<double> probabilities)
    {
        Span<double> own = stackalloc double[logits.Length], logarithms = stackalloc double[logits.Length];
        Softmax.Distribution(logits, own, logarithms);
        if (!probabilities.IsEmpty) own.CopyTo(probabilities);
        return Math.Exp(logarithms[action] - oldLogProbability);
    }
}
