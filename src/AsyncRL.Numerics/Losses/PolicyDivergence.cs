using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// The divergence of a softmax policy from an old one, KL(old‖new) = Σⱼ qⱼ (log qⱼ − log pⱼ) with the old probabilities q. Its gradient
/// with respect to the logits is pⱼ − qⱼ (the penalty of Schulman et al. 2017, equation 8).
/// </summary>
/// <param name="oldLogProbabilities">log q, constants.</param>
public sealed class PolicyDivergence(double[] oldLogProbabilities)
    : LossTerm("divergence of a softmax policy from an old one", oldLogProbabilities.Length), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var logits = new double[1 + generator.NextInteger(18)];
        foreach (ref double logit in logits.AsSpan()) logit = generator.NextNormal();
        var old = new double[logits.Length];
        Softmax.Distribution(logits, new double[logits.Length], old);
        return new PolicyDivergence(old);
    }

    /// <summary>The divergence.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="oldLogProbabilities">[actions]: log q.</param>
    /// <param name="logProbabilities">[actions]: log p.</param>
    /// <returns>KL(old‖new), in nats.</returns>
    public static T Value<T>(ReadOnlySpan<T> oldLogProbabilities, ReadOnlySpan<T> logProbabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int j = 0; j < logProbabilities.Length; j++)
        {
            T old = T.Exp(oldLogProbabilities[j]);
            if (old > T.Zero) sum += old * (oldLogProbabilities[j] - logProbabilities[j]);
        }

        return sum;
    }

    /// <summary>Adds scale · ∂KL/∂z.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="scale">The factor of the penalty.</param>
    /// <param name="oldLogProbabilities">[actions]: log q.</param>
    /// <param name="probabilities">[actions]: p.</param>
    /// <param name="logitGradient">[actions], added to.</param>
    public static void AddGradient<T>(
        T scale, ReadOnlySpan<T> oldLogProbabilities, ReadOnlySpan<T> probabilities, Span<T> logitGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < probabilities.Length; j++) logitGradient[j] += scale * (probabilities[j] - T.Exp(oldLogProbabilities[j]));
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables)
    {
        Span<double> probabilities = stackalloc double[variables.Length], logarithms = stackalloc double[variables.Length];
        Softmax.Distribution(variables, probabilities, logarithms);
        return Value<double>(oldLogProbabilities, logarithms);
    }

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        Span<double> probabilities = stackalloc double[variables.Length], logarithms = stackalloc double[variables.Length];
        Softmax.Distribution(variables, probabilities, logarithms);
        AddGradient<double>(1, oldLogProbabilities, probabilities, gradient);
    }
}
