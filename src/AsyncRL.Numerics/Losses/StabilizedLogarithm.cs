using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// A logarithm that is bounded for small probabilities: log(p + ε) (Babaeizadeh et al. 2017, equation 5), or log(max(p, ε)) as in the
/// program of its authors. In a policy gradient it bounds the step for an action that has become improbable since it was chosen.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="Epsilon">ε, positive or 0.</param>
/// <param name="IsMaximum">Whether the logarithm is that of the larger of p and ε; otherwise that of the sum.</param>
public readonly record struct StabilizedLogarithm<T>(T Epsilon, bool IsMaximum)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The logarithm.</summary>
    /// <param name="probability">p.</param>
    /// <returns>log(p + ε), or log(max(p, ε)).</returns>
    public T Value(T probability) => T.Log(IsMaximum ? T.Max(probability, Epsilon) : probability + Epsilon);

    /// <summary>p times the derivative of the logarithm by p. Without ε it is 1.</summary>
    /// <param name="probability">p.</param>
    /// <returns>p / (p + ε); or 1, and 0 for p below ε.</returns>
    public T Slope(T probability)
    {
        if (IsMaximum) return probability < Epsilon ? T.Zero : T.One;
        return probability == T.Zero ? T.Zero : probability / (probability + Epsilon);
    }

    /// <summary>Adds scale · ∂ log(p[action]) / ∂z with this logarithm: scale · slope · (1[j = a] − pⱼ).</summary>
    /// <param name="scale">A factor: minus the advantage if the loss contains −A · log p[a].</param>
    /// <param name="action">The action, from 0.</param>
    /// <param name="probabilities">[actions].</param>
    /// <param name="logitGradient">[actions], added to.</param>
    public void AddLikelihoodGradient(T scale, int action, ReadOnlySpan<T> probabilities, Span<T> logitGradient) =>
        WeightedLogLikelihood.AddGradient(scale * Slope(probabilities[action]), action, probabilities, logitGradient);

    /// <summary>The entropy with this logarithm, −Σⱼ pⱼ log pⱼ.</summary>
    /// <param name="probabilities">[actions].</param>
    /// <returns>H.</returns>
    public T Entropy(ReadOnlySpan<T> probabilities)
    {
        T entropy = T.Zero;
        foreach (T probability in probabilities)
        {
            if (probability > T.Zero) entropy -= probability * Value(probability);
        }

        return entropy;
    }

    /// <summary>Adds scale · ∂H/∂z: pⱼ (yⱼ − Σₖ pₖ yₖ) with yⱼ = ∂H/∂pⱼ = −log pⱼ − slope.</summary>
    /// <param name="scale">A factor: −β if the loss contains −β · H.</param>
    /// <param name="probabilities">[actions].</param>
    /// <param name="logitGradient">[actions], added to.</param>
    public void AddEntropyGradient(T scale, ReadOnlySpan<T> probabilities, Span<T> logitGradient)
    {
        T mean = T.Zero;
        foreach (T probability in probabilities) mean += EntropySlope(probability);
        for (int j = 0; j < probabilities.Length; j++)
            logitGradient[j] += scale * (EntropySlope(probabilities[j]) - (probabilities[j] * mean));
    }

    /// <summary>p ∂H/∂p, which tends to 0 with p.</summary>
    private T EntropySlope(T probability) =>
        probability == T.Zero ? T.Zero : -probability * (Value(probability) + Slope(probability));
}

/// <summary>−A log p[a] − β H with a <see cref="StabilizedLogarithm{T}"/>, under the gradient checker.</summary>
/// <param name="actions">Number of actions.</param>
/// <param name="action">The action, from 0.</param>
/// <param name="advantage">A, a constant.</param>
/// <param name="entropyWeight">β.</param>
/// <param name="epsilon">ε.</param>
public sealed class StabilizedPolicyLoss(int actions, int action, double advantage, double entropyWeight, double epsilon)
    : LossTerm("stabilized policy loss", actions), ISampledLossTerm
{
    private readonly StabilizedLogarithm<double> _logarithm = new(epsilon, IsMaximum: false);

    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        int actions = 1 + generator.NextInteger(18);
        return new StabilizedPolicyLoss(
            actions, generator.NextInteger(actions), generator.NextNormal(), generator.NextDouble(), generator.NextDouble());
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables)
    {
        Span<double> probabilities = stackalloc double[variables.Length], logarithms = stackalloc double[variables.Length];
        Softmax.Distribution(variables, probabilities, logarithms);
        return (-advantage * _logarithm.Value(probabilities[action])) - (entropyWeight * _logarithm.Entropy(probabilities));
    }

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        Span<double> probabilities = stackalloc double[variables.Length], logarithms = stackalloc double[variables.Length];
        Softmax.Distribution(variables, probabilities, logarithms);
        _logarithm.AddLikelihoodGradient(-advantage, action, probabilities, gradient);
        _logarithm.AddEntropyGradient(-entropyWeight, probabilities, gradient);
    }
}
