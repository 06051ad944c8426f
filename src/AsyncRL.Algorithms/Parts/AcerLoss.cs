using System.Numerics;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The loss of ACER, summed over a segment: L = Σᵢ −Σ_b u_b log π(b|sᵢ) + s KL(average‖π) − β H(π) + ½ c_q (Q_ret − Q(sᵢ, aᵢ))². The
/// weights u, the factors s, the average policy and the targets are constants. See <see cref="AcerStep{T}"/>.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="valueGradientScale">c_q: dL/dQ = c_q (Q − Q_ret).</param>
internal sealed class AcerLoss<T>(T valueGradientScale) : ActorCriticLoss<T>(valueGradientScale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds one agent step's policy terms and overwrites their derivative by the logits.</summary>
    /// <param name="step">The policy, the weights and the factor.</param>
    /// <param name="logitGradient">[actions], overwritten: −(uⱼ − pⱼ Σu) + s (pⱼ − averageⱼ) + β pⱼ (log pⱼ + H).</param>
    internal void AddPolicyStep(AcerStep<T> step, Span<T> logitGradient)
    {
        ReadOnlySpan<T> p = step.Probabilities, log = step.LogProbabilities, average = step.Average;
        double sum = 0, loss = 0;
        foreach (double weight in step.Weights) sum += weight;
        for (int j = 0; j < p.Length; j++)
        {
            double probability = double.CreateTruncating(p[j]), mean = double.CreateTruncating(average[j]);
            double pull = step.Pull * (probability - mean);
            logitGradient[j] = T.CreateTruncating((probability * sum) - step.Weights[j] + pull);
            double logarithm = double.CreateTruncating(log[j]);
            loss += (step.Pull * mean * (double.CreateTruncating(step.LogAverage[j]) - logarithm)) - (step.Weights[j] * logarithm);
        }

        T entropy = PolicyEntropy.Value(p, log);
        PolicyEntropy.AddGradient(-EntropyWeight, entropy, p, log, logitGradient);
        PolicyLoss += T.CreateTruncating(loss);
        Entropy += entropy;
    }

    /// <summary>Adds one agent step's value term and overwrites its derivative by the action values, 0 for actions not taken.</summary>
    /// <param name="actionValues">Q(s, ·).</param>
    /// <param name="action">a.</param>
    /// <param name="target">Q_ret.</param>
    /// <param name="valueGradient">[actions], overwritten.</param>
    internal void AddActionValueStep(ReadOnlySpan<T> actionValues, int action, T target, Span<T> valueGradient)
    {
        valueGradient.Clear();
        AddValueStep(actionValues[action], target, valueGradient[action..]);
    }
}
