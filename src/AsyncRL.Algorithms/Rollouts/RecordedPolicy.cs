using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>
/// A policy that keeps its actions in a rollout, with the distributions from which they were drawn. Later it compares these old
/// distributions with the present ones. All threads of a run keep their actions in the same arrays.
/// </summary>
internal abstract class RecordedPolicy : IActingPolicy
{
    /// <inheritdoc/>
    public abstract int ValueHead { get; }

    /// <summary>The slot of the rollout that receives the actions of each sequence.</summary>
    internal int[] Slots { get; set; } = [0];

    /// <summary>The time step in the slots that receives the next actions.</summary>
    internal int Step { get; set; }

    /// <summary>Number of rows of a slot of the rollout.</summary>
    internal required int Stride { get; init; }

    /// <summary>The sums of the loss of actor-critic, to which <see cref="WriteGradient"/> adds.</summary>
    internal abstract ActorCriticLoss<float> Loss { get; }

    /// <inheritdoc/>
    public virtual void BeginEpisode(int sequence, RandomGenerator generator)
    {
    }

    /// <inheritdoc/>
    public AgentAction Act(Activations<float> batch, int row, RandomGenerator generator) =>
        Draw(batch, row, (Slots[row % batch.Sequences] * Stride) + Step, generator);

    /// <inheritdoc/>
    public virtual void Transfer(StateTransfer state)
    {
    }

    /// <summary>Compares the present distribution with that of a row of the rollout.</summary>
    /// <param name="batch">The outputs of the present policy.</param>
    /// <param name="row">The row in the batch.</param>
    /// <param name="stored">The row in the rollout.</param>
    /// <returns>log π(a) − log π_old(a), and KL(old‖new).</returns>
    internal abstract (float LogRatio, float Divergence) Compare(Activations<float> batch, int row, int stored);

    /// <summary>
    /// Adds −w log π(a) − β H to the loss, with w a constant, and writes its gradient by the heads' outputs, after <see cref="Compare"/>.
    /// </summary>
    internal abstract void WriteGradient(Activations<float> batch, int row, int stored, float weight);

    /// <summary>Adds the gradient b ∂KL(old‖new), after <see cref="Compare"/>.</summary>
    internal abstract void AddPenalty(Activations<float> batch, int row, int stored, float penalty);

    /// <summary>Keeps the present distribution in a row of the rollout, from which another thread draws the action.</summary>
    internal abstract void Record(Activations<float> batch, int row, int stored);

    /// <summary>Draws an action from the distribution that a row of the rollout has, and keeps it there.</summary>
    internal abstract AgentAction DrawRecorded(int stored, RandomGenerator generator);

    /// <summary>Draws an action, and keeps it with the distribution in a row of the rollout.</summary>
    protected abstract AgentAction Draw(Activations<float> batch, int row, int stored, RandomGenerator generator);
}
