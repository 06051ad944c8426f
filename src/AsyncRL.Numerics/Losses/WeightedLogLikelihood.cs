using System.Numerics;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Losses;

/// <summary>
/// The weighted log-likelihood of an action under a softmax policy, w · log p[a]. With the advantage as the weight it is the objective of
/// the policy gradient (paper, Algorithm S3). The gradient with respect to the logits is w · (1[j = a] − pⱼ). It sums to 0 over the
/// actions.
/// </summary>
/// <param name="actions">Number of actions.</param>
/// <param name="action">The action, from 0.</param>
/// <param name="weight">The weight, a constant: no gradient flows through it.</param>
public sealed class WeightedLogLikelihood(int actions, int action, double weight)
    : LossTerm("weighted log-likelihood of a softmax policy", actions), ISampledLossTerm
{
    /// <inheritdoc/>
    public static LossTerm Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        int actions = 1 + generator.NextInteger(18);
        return new WeightedLogLikelihood(actions, generator.NextInteger(actions), generator.NextNormal());
    }

    /// <summary>Adds scale · ∂ log p[action] / ∂z.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="scale">A factor: minus the advantage if the loss contains −A · log p[a].</param>
    /// <param name="action">The action, from 0.</param>
    /// <param name="probabilities">[actions].</param>
    /// <param name="logitGradient">[actions], added to.</param>
    public static void AddGradient<T>(T scale, int action, ReadOnlySpan<T> probabilities, Span<T> logitGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = 0; j < probabilities.Length; j++) logitGradient[j] -= scale * probabilities[j];
        logitGradient[action] += scale;
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> variables)
    {
        Span<double> probabilities = stackalloc double[variables.Length], logarithms = stackalloc double[variables.Length];
        Softmax.Distribution(variables, probabilities, logarithms);
        return weight * logarithms[action];
    }

    /// <inheritdoc/>
    public override void AddGradient(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        Span<double> probabilities = stackalloc double[variables.Length], logarithms = stackalloc double[variables.Length];
        Softmax.Distribution(variables, probabilities, logarithms);
        AddGradient(weight, action, probabilities, gradient);
    }
}
