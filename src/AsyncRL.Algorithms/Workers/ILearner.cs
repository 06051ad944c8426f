using AsyncRL.Algorithms.Parts;
namespace AsyncRL.Algorithms.Workers;

/// <summary>
/// The turn of one actor-learner, in two halves: <see cref="Compute"/> and <see cref="Apply"/>. From the snapshot at the start of <see
/// cref="Compute"/> until <see cref="Apply"/> the learner uses no shared data but T and θ⁻. The simulated execution and the fused updates
/// depend on this.
/// </summary>
public interface ILearner
{
    /// <summary>The learner's θ′ and dθ. The actor-learner saves and abandons their state.</summary>
    LocalModel Model { get; }

    /// <summary>Runs the body of the paper's <c>repeat</c> up to the update: snapshot, act, bootstrap, accumulate gradients.</summary>
    /// <returns>Agent steps done, at least 1.</returns>
    int Compute();

    /// <summary>Updates θ by the segment's gradient.</summary>
    /// <exception cref="Parameters.NonFiniteGradientException">The gradient is not finite; θ is untouched.</exception>
    void Apply();

    /// <summary>Abandons the segment after one of the halves has failed. The actor-learner abandons the model's state.</summary>
    void Abandon()
    {
    }

    /// <summary>Writes the learner's state, except for the states of the actor, the optimizer and the model.</summary>
    /// <param name="writer">Receives the state.</param>
    void SaveState(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    /// <param name="reader">Its position is at the start of the state.</param>
    /// <exception cref="InvalidDataException">A number is out of the range that a state can have.</exception>
    void RestoreState(BinaryReader reader)
    {
    }
}
