using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// θ as an algorithm sees it: to copy, and to update by a gradient. Behind it are the shared block that threads update without locks
/// (<see cref="SharedParameters"/>), or parameters that several machines exchange.
/// </summary>
public interface IParameters
{
    /// <summary>Length of θ, padding included.</summary>
    int Length { get; }

    /// <summary>
    /// Number of updates applied by all threads. The updates of other threads between a snapshot and its own update are the snapshot's
    /// staleness.
    /// </summary>
    long Updates { get; }

    /// <summary>θ′ ← θ (paper, Algorithm S3).</summary>
    /// <param name="destination">The thread's own block, of length <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">The block has another length.</exception>
    void Snapshot(Span<float> destination);

    /// <summary>
    /// Updates θ by one gradient: measures the gradient, refuses one that is not finite, shortens one that is too long, and applies the
    /// optimizer's rule.
    /// </summary>
    /// <param name="gradient">The thread's own gradient of the loss: the update descends. Its numbers are scratch afterwards.</param>
    /// <param name="statistics">The optimizer's statistics, shared or of the thread.</param>
    /// <param name="learningRate">η at this update.</param>
    /// <param name="nextSnapshot">Receives θ′ in the same sweep, right after each number's update; empty for no snapshot.</param>
    /// <returns>The gradient's global L2 norm before it was shortened.</returns>
    /// <exception cref="NonFiniteGradientException">A number is NaN or infinite, or its square is; θ is untouched.</exception>
    /// <exception cref="ArgumentException">A block has another length.</exception>
    double Update(
        SegmentGradient<float> gradient, OptimizerStatistics statistics, double learningRate, Span<float> nextSnapshot = default);

    /// <summary>A second block of parameters, which is replaced as a whole: θ⁻ of the value methods.</summary>
    /// <param name="name">Its name. Equal names give the same block. The first call makes it, before the threads start.</param>
    /// <returns>The block.</returns>
    TargetParameters Target(string name);
}
