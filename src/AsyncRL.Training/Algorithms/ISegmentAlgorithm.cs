using System.Collections.Immutable;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// One actor-learner's algorithm. The seam between its two halves is what threads, execution modes and fused updates need: between the
/// snapshot at the start of <see cref="ComputeSegment"/> and <see cref="Apply"/> it touches nothing shared but T and θ⁻.
/// </summary>
public interface ISegmentAlgorithm
{
    /// <summary>The body of the paper's <c>repeat</c> up to the update: snapshot, act, bootstrap, accumulate gradients.</summary>
    /// <returns>Agent steps done, from 1 to t_max.</returns>
    int ComputeSegment();

    /// <summary>The update of θ by the segment's gradient.</summary>
    /// <exception cref="Optimizers.NonFiniteGradientException">The gradient is not finite; θ is untouched.</exception>
    void Apply();

    /// <summary>Looks at how much of each layer's inputs was not 0 in the last segment; between segments.</summary>
    /// <returns>A density for each layer of the network; empty if nobody knows.</returns>
    ImmutableArray<InputDensity> MeasureDensities() => [];

    /// <summary>Whether it stands between its halves with a gradient that <see cref="Apply"/> will refuse.</summary>
    bool HoldsRefusableGradient => false;

    /// <summary>Gives up the segment, after one of the halves has failed: nothing of it is saved or applied.</summary>
    void Abandon()
    {
    }

    /// <summary>
    /// Writes what its future depends on besides the actor's and the optimizer's state; between its two halves or after both.
    /// </summary>
    /// <param name="writer">Receives the state.</param>
    void SaveState(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    /// <param name="reader">Stands where the state begins.</param>
    /// <exception cref="InvalidDataException">A number is none that a state can have.</exception>
    void RestoreState(BinaryReader reader);
}
