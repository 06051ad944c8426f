using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The policy of proximal policy optimization. It keeps the actions of a rollout with the old distribution, from which they were drawn, and
/// compares it with the new distribution in each minibatch. All members of a run keep their actions in the same arrays.
/// </summary>
internal abstract class ProximalPolicy : IActingPolicy
{
    private ProximalTerms _terms;

    /// <inheritdoc/>
    public abstract int ValueHead { get; }

    /// <summary>
    /// The row of the rollout that receives the next action of sequence 0. The row of sequence i is i · <see cref="Stride"/> rows later.
    /// </summary>
    internal int FirstRow { get; set; }

    /// <summary>Number of rows of an environment in the rollout.</summary>
    internal required int Stride { get; init; }

    /// <summary>
    /// The loss of actor-critic. Its gradient is that of the surrogate if the advantage is replaced by the weight w, a constant.
    /// </summary>
    internal abstract ActorCriticLoss<float> Loss { get; }

    /// <summary>The sums since <see cref="Begin"/>.</summary>
    internal ProximalSums Sums { get; } = new();

    /// <inheritdoc/>
    public virtual void BeginEpisode(int sequence, RandomGenerator generator)
    {
    }

    /// <inheritdoc/>
    public AgentAction Act(Activations<float> batch, int row, RandomGenerator generator) =>
        Draw(batch, row, FirstRow + (row % batch.Sequences * Stride), generator);

    /// <summary>Begins the sums of rows that pass through the network together.</summary>
    /// <param name="terms">The constants of the loss.</param>
    internal void Begin(in ProximalTerms terms)
    {
        _terms = terms;
        Loss.Begin(terms.EntropyWeight);
        Sums.Clear();
    }

    /// <summary>Adds a row of the minibatch to the sums and writes its gradient by the outputs of the policy's heads.</summary>
    /// <param name="batch">The outputs of the new policy.</param>
    /// <param name="row">The row in the batch.</param>
    /// <param name="stored">The row in the rollout.</param>
    /// <param name="advantage">A, a constant.</param>
    internal void AddGradient(Activations<float> batch, int row, int stored, float advantage)
    {
        (float logRatio, float divergence) = Compare(batch, row, stored);
        float ratio = MathF.Exp(logRatio);
        float surrogate = ClippedSurrogate.Value(ratio, advantage, _terms.Clip, out float weight);
        Sums.Add(logRatio, ratio, surrogate, divergence, _terms.Clip);
        WriteGradient(batch, row, stored, weight);
        if (_terms.Penalty != 0) AddPenalty(batch, row, stored, _terms.Penalty);
    }

    /// <inheritdoc/>
    public virtual void SaveState(BinaryWriter writer)
    {
    }

    /// <inheritdoc/>
    public virtual void RestoreState(BinaryReader reader)
    {
    }

    /// <summary>Draws an action, and keeps it with the distribution in a row of the rollout.</summary>
    protected abstract AgentAction Draw(Activations<float> batch, int row, int stored, RandomGenerator generator);

    /// <summary>Compares the new distribution with that of a row of the rollout.</summary>
    /// <returns>log π(a) − log π_old(a), and KL(old‖new).</returns>
    protected abstract (float LogRatio, float Divergence) Compare(Activations<float> batch, int row, int stored);

    /// <summary>Writes the gradient −w ∂ log π(a) − β ∂H, after <see cref="Compare"/>.</summary>
    protected abstract void WriteGradient(Activations<float> batch, int row, int stored, float weight);

    /// <summary>Adds the gradient b ∂KL(old‖new), after <see cref="Compare"/>.</summary>
    protected abstract void AddPenalty(Activations<float> batch, int row, int stored, float penalty);
}

/// <summary>The constants of the loss of a minibatch.</summary>
/// <param name="Clip">ε of the ratio; infinite for no clip.</param>
/// <param name="EntropyWeight">β.</param>
/// <param name="Penalty">b, the factor of KL(old‖new); 0 for no penalty.</param>
internal readonly record struct ProximalTerms(float Clip, float EntropyWeight, float Penalty);

/// <summary>The sums over rows that are reported as means.</summary>
internal sealed class ProximalSums
{
    internal double Rows { get; private set; }

    internal double Surrogate { get; private set; }

    /// <summary>Σ KL(old‖new).</summary>
    internal double Divergence { get; private set; }

    /// <summary>Σ (r − 1 − log r), an estimate of the divergence that is never negative.</summary>
    internal double EstimatedDivergence { get; private set; }

    /// <summary>Number of rows whose ratio is outside of [1 − ε, 1 + ε].</summary>
    internal double Clipped { get; private set; }

    internal void Clear() => (Rows, Surrogate, Divergence, EstimatedDivergence, Clipped) = (0, 0, 0, 0, 0);

    internal void Add(float logRatio, float ratio, float surrogate, float divergence, float clip)
    {
        Rows++;
        Surrogate += surrogate;
        Divergence += divergence;
        EstimatedDivergence += ratio - 1.0 - logRatio;
        if (Math.Abs(ratio - 1) > clip) Clipped++;
    }
}
