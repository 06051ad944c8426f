namespace AsyncRL.Training.Algorithms;

/// <summary>
/// One actor-learner's algorithm. The seam between its two halves is what threads, schedules and fused updates need: between the snapshot
/// at the start of <see cref="ComputeSegment"/> and <see cref="Apply"/> it touches nothing shared but T.
/// </summary>
public interface ISegmentAlgorithm
{
    /// <summary>The body of the paper's <c>repeat</c> up to the update: snapshot, act, bootstrap, accumulate gradients.</summary>
    /// <returns>Agent steps done, from 1 to t_max.</returns>
    int ComputeSegment();

    /// <summary>The update of θ by the segment's gradient.</summary>
    /// <exception cref="Optimizers.NonFiniteGradientException">The gradient is not finite; θ is untouched.</exception>
    void Apply();
}
