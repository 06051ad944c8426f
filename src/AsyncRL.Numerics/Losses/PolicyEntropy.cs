using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// The entropy of a softmax policy, H = −Σⱼ pⱼ log pⱼ, from 0 (certain) to ln n (uniform). Its bonus keeps a policy exploring (paper,
/// section 4). The gradient with respect to the logits is ∂H/∂zⱼ = −pⱼ (log pⱼ + H). It sums to 0 over the actions and is 0 at the uniform
/// policy.
/// </summary>
/// <param name="actions">Number of actions.</param>
public sealed class PolicyEntropy(int actions) : LossTerm("entropy of the softmax policy", actions), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new PolicyEntropy(1 + generator.NextInteger(18));
    }

    /// <summary>The entropy of a distribution, in nats.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="probabilities">[actions].</param>
    /// <param name="logProbabilities">[actions].</param>
    /// <returns>H ≥ 0, because no log-probability of <see cref="Softmax"/> is positive.</returns>
    public static T Value<T>(ReadOnlySpan<T> probabilities, ReadOnlySpan<T> logProbabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T entropy = T.Zero;
        for (int j = 0; j < probabilities.Length; j++) entropy -= probabilities[j] * logProbabilities[j];
        return entropy;
    }

    /// <summary>Adds scale · ∂H/∂z.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="scale">A factor: −β if the loss contains −β · H.</param>
    /// <param name="entropy">H of the distribution.</param>
    /// <param name="probabilities">[actions].</param>
    /// <param name="logProbabilities">[actions].</param>
    /// <param name="logitGradient">[actions], added to.</param>
    public static void AddGradient<T>(
        T scale, T entropy, ReadOnlySpan<T> probabilities, ReadOnlySpan<T> logProbabilities, Span<T> logitGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < probabilities.Length; j++)
            logitGradient[j] -= scale * probabilities[j] * (logProbabilities[j] + entropy);
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables)
    {
        Span<double> probabilities = stackalloc double[variables.Length], logarithms = stackalloc double[variables.Length];
        Softmax.Distribution(variables, probabilities, logarithms);
        return Value<double>(probabilities, logarithms);
    }

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        Span<double> probabilities = stackalloc double[variables.Length], logarithms = stackalloc double[variables.Length];
        Softmax.Distribution(variables, probabilities, logarithms);
        AddGradient(1, Value<double>(probabilities, logarithms), probabilities, logarithms, gradient);
    }
}
