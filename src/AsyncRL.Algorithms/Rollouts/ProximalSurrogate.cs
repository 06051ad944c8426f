using AsyncRL.Algorithms.Parts;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>
/// The loss of proximal policy optimization for a policy: the surrogate, the penalty and the entropy. Its gradient is that of actor-critic
/// if the advantage is replaced by the weight w of <see cref="ClippedSurrogate"/>, a constant.
/// </summary>
/// <param name="policy">The policy.</param>
internal sealed class ProximalSurrogate(RecordedPolicy policy)
{
    private ProximalTerms _terms;

    /// <summary>The sums since <see cref="Begin"/>.</summary>
    internal ProximalSums Sums { get; } = new();

    /// <summary>Begins the sums of rows that pass through the network together.</summary>
    /// <param name="terms">The constants of the loss.</param>
    internal void Begin(in ProximalTerms terms)
    {
        _terms = terms;
        policy.Loss.Begin(terms.EntropyWeight);
        Sums.Clear();
    }

    /// <summary>Adds a row of the minibatch to the sums and writes its gradient by the outputs of the policy's heads.</summary>
    /// <param name="batch">The outputs of the new policy.</param>
    /// <param name="row">The row in the batch.</param>
    /// <param name="stored">The row in the rollout.</param>
    /// <param name="advantage">A, a constant.</param>
    internal void AddGradient(Activations<float> batch, int row, int stored, float advantage)
    {
        (float logRatio, float divergence) = policy.Compare(batch, row, stored);
        float ratio = MathF.Exp(logRatio);
        float surrogate = ClippedSurrogate.Value(ratio, advantage, _terms.Clip, out float weight);
        Sums.Add(logRatio, ratio, surrogate, divergence, _terms.Clip);
        policy.WriteGradient(batch, row, stored, weight);
        if (_terms.Penalty != 0) policy.AddPenalty(batch, row, stored, _terms.Penalty);
    }
}
