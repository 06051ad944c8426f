using AsyncRL.Algorithms.Parts;
namespace AsyncRL.Algorithms.Workers;

/// <summary>
/// What one actor-learner does in a turn, in two halves. Threads, execution modes and fused updates need the seam between them: between
/// the snapshot at the start of <see cref="Compute"/> and <see cref="Apply"/> the learner touches nothing shared but T and θ⁻.
/// </summary>
public interface ILearner
{
    /// <summary>The learner's θ′ and dθ. Their state is saved, and given up, with the actor-learner.</summary>
    LocalModel Model { get; }

    /// <summary>The body of the paper's <c>repeat</c> up to the update: snapshot, act, bootstrap, accumulate gradients.</summary>
    /// <returns>Agent steps done, at least 1.</returns>
    int Compute();

    /// <summary>The update of θ by the segment's gradient.</summary>
    /// <exception cref="Parameters.NonFiniteGradientException">The gradient is not finite; θ is untouched.</exception>
    void Apply();

    /// <summary>Gives up the segment, after one of the halves has failed. The model's state is given up by the actor-learner.</summary>
    void Abandon()
    {
    }

    /// <summary>Writes what the learner's future depends on besides the states of the actor, the optimizer and the model.</summary>
    /// <param name="writer">Receives the state.</param>
    void SaveState(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    /// <param name="reader">Its position is at the start of the state.</param>
    /// <exception cref="InvalidDataException">A number is none that a state can have.</exception>
    void RestoreState(BinaryReader reader)
    {
    }
}
