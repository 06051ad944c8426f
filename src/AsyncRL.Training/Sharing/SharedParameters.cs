using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// The data that all actor-learners share: θ, the optimizer's shared statistics (g, and Adam's mean), θ⁻, and the counters T and updates.
/// No other type accesses this data.
/// </summary>
/// <remarks>
/// <para><b>The concurrency contract.</b> There is no lock. Any number of threads may call <see cref="Snapshot"/>, the two <c>Apply</c>
/// methods and the counters at any time. <see cref="ReadForCheckpoint"/> and <see cref="Restore"/> require that all actor-learners are
/// parked.</para>
/// <para><b>What may happen</b> under the Hogwild and Volatile sharing modes: two threads update the same number at once and one addition
/// is lost; a snapshot contains numbers of different ages; a step divides by a g to which another thread's gradient has, or has not, been
/// added. Under Interlocked no addition is lost, but snapshots are still of mixed age.</para>
/// <para><b>Why it is tolerated.</b> A lost addition is a gradient that is not applied. A mixed snapshot is a slightly stale policy.
/// Stochastic gradient descent absorbs both as noise (Niu et al. 2011; the paper, section 4). Locks would make threads wait for each
/// other.</para>
/// <para><b>What may never happen.</b> First, a torn float, half old and half new. Floats are at multiples of 4 bytes in blocks that begin
/// on a cache line, and therefore none straddles two lines. Second, a NaN or an infinity in θ or g. A gradient is refused as a whole before
/// its first number is applied (<see cref="Optimizers.GradientClipper"/>). Third, a counter or flag that is read once and kept in a
/// register permanently. T, the update count and the stop flag are read by <see cref="Volatile"/> and written by <see cref="Interlocked"/>
/// or <see cref="Volatile"/>.</para>
/// <para><b>The basis of each claim.</b> Single floats (Volatile, Interlocked): .NET's memory model makes aligned accesses of up to the
/// size of a pointer atomic. Vector loads and stores (Hogwild): .NET guarantees nothing about them. The processors' manuals guarantee
/// nothing for the vector as a whole, but all x86-64 and Arm64 processors move naturally aligned 32-bit elements of a vector whole. The
/// test suite races writers to show it, and shows that the same test does find torn floats in a block that straddles cache lines.</para>
/// </remarks>
public sealed class SharedParameters
{
    private const int FloatsPerCacheLine = 16;

    private readonly AlignedBlock<float> _theta;
    private readonly AlignedBlock<float> _statistic;
    private readonly AlignedBlock<float> _mean;
    private readonly SharingMode _sharing;
    private PaddedCounter _agentSteps;
    private PaddedCounter _updates;
    private PaddedCounter _sweeps;
    private PaddedCounter _momentUpdates;

    /// <summary>Allocates θ and g, all zero.</summary>
    /// <param name="layout">The network's layout.</param>
    /// <param name="sharing">Determines how threads load and store.</param>
    public SharedParameters(ParameterLayout layout, SharingMode sharing)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(sharing);
        _sharing = sharing;
        _theta = new AlignedBlock<float>(layout.BlockLength);
        _statistic = new AlignedBlock<float>(layout.BlockLength);
        _mean = new AlignedBlock<float>(layout.BlockLength);
        Target = new TargetParameters(layout.BlockLength, sharing);
    }

    /// <summary>Length of θ, padding included.</summary>
    public int Length => _theta.Length;

    /// <summary>T: agent steps of all threads.</summary>
    public long AgentSteps => _agentSteps.Value;

    /// <summary>
    /// Number of updates applied by all threads. The updates of other threads between a snapshot and its apply are the snapshot's
    /// staleness.
    /// </summary>
    public long Updates => _updates.Value;

    /// <summary>θ⁻.</summary>
    internal TargetParameters Target { get; }

    /// <summary>Adds a segment's agent steps to T.</summary>
    /// <param name="count">Agent steps.</param>
    /// <returns>T after the addition.</returns>
    public long AddAgentSteps(int count) => _agentSteps.Add(count);

    /// <summary>θ′ ← θ (paper, Algorithm S3).</summary>
    /// <param name="destination">The thread's own block, of length <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">The block has another length.</exception>
    public void Snapshot(Span<float> destination)
    {
        CheckLength(destination.Length);
        _sharing.Read(_theta.Span, destination);
    }

    /// <summary>Updates θ and the shared statistics by one gradient.</summary>
    /// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="gradient">The thread's own gradient, finite, of length <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">The gradient has another length.</exception>
    public void Apply<TRule>(TRule rule, ReadOnlySpan<float> gradient)
        where TRule : struct, IUpdateRule
    {
        CheckLength(gradient.Length);
        Sweep(rule, _statistic.Span, gradient);
    }

    /// <summary>Updates θ by one gradient, with the thread's own statistics.</summary>
    /// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="gradient">The thread's own gradient, finite, of length <see cref="Length"/>.</param>
    /// <param name="ownStatistic">The thread's own statistics, of length <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">A block has another length.</exception>
    public void Apply<TRule>(TRule rule, ReadOnlySpan<float> gradient, Span<float> ownStatistic)
        where TRule : struct, IUpdateRule
    {
        CheckLength(gradient.Length);
        CheckLength(ownStatistic.Length);
        Sweep(rule, ownStatistic, gradient);
    }

    /// <summary>Updates θ by one gradient. The statistics are a mean and a mean square of the gradients, both shared (Adam).</summary>
    /// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="gradient">The thread's own gradient, finite, of length <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">The gradient has another length.</exception>
    public void ApplyMoments<TRule>(TRule rule, ReadOnlySpan<float> gradient)
        where TRule : struct, IMomentsRule
    {
        CheckLength(gradient.Length);
        SweepMoments(rule, _mean.Span, _statistic.Span, gradient);
    }

    /// <summary>Updates θ by one gradient, with a mean and a mean square of the thread.</summary>
    /// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="gradient">The thread's own gradient, finite, of length <see cref="Length"/>.</param>
    /// <param name="ownMean">The thread's own mean, of length <see cref="Length"/>.</param>
    /// <param name="ownSquare">The thread's own mean square, of length <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">A block has another length.</exception>
    public void ApplyMoments<TRule>(TRule rule, ReadOnlySpan<float> gradient, Span<float> ownMean, Span<float> ownSquare)
        where TRule : struct, IMomentsRule
    {
        CheckLength(gradient.Length);
        CheckLength(ownMean.Length);
        CheckLength(ownSquare.Length);
        SweepMoments(rule, ownMean, ownSquare, gradient);
    }

    /// <summary>
    /// Updates θ and the shared statistics by a segment's gradient and writes the next snapshot in the same sweep: every number of θ is
    /// copied directly after its update.
    /// </summary>
    /// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="update">The gradient, finite, and the destination of the snapshot.</param>
    public void ApplyAndSnapshot<TRule>(TRule rule, in SegmentUpdate update)
        where TRule : struct, IUpdateRule => ApplyAndSnapshot(rule, in update, _statistic.Span);

    /// <summary>Does the same, with the thread's own statistics.</summary>
    /// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="update">The gradient, finite, and the destination of the snapshot.</param>
    /// <param name="ownStatistic">The thread's own statistics, of length <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">A block has another length.</exception>
    public void ApplyAndSnapshot<TRule>(TRule rule, in SegmentUpdate update, Span<float> ownStatistic)
        where TRule : struct, IUpdateRule
    {
        CheckLength(update.Gradient.Stored.Length);
        CheckLength(update.Snapshot.Length);
        CheckLength(ownStatistic.Length);
        int start = StartOfSweep(_sweeps.Add(1), Length);
        SweepRegions(rule, in update, ownStatistic, start, Length);
        SweepRegions(rule, in update, ownStatistic, 0, start);
        _updates.Add(1);
    }

    /// <summary>
    /// Does the same for a rule with two statistics, shared or of the thread. Gradients that are kept as factors are multiplied out.
    /// </summary>
    /// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="update">The gradient, finite, and the destination of the snapshot.</param>
    /// <param name="ownMean">The thread's own mean; empty for the shared one.</param>
    /// <param name="ownSquare">The thread's own mean square; empty for the shared one.</param>
    /// <exception cref="ArgumentException">A block has another length.</exception>
    public void ApplyMomentsAndSnapshot<TRule>(
        TRule rule, in SegmentUpdate update, Span<float> ownMean = default, Span<float> ownSquare = default)
        where TRule : struct, IMomentsRule
    {
        update.MultiplyOut(_sharing.Kernels);
        if (ownMean.IsEmpty) ApplyMoments(rule, update.Gradient.Stored);
        else ApplyMoments(rule, update.Gradient.Stored, ownMean, ownSquare);
        Snapshot(update.Snapshot);
    }

    /// <summary>Counts an update of the shared moments, as one indivisible step. The count is Adam's t, the same for all threads.</summary>
    /// <returns>t of this update, starting at 1.</returns>
    public long CountMomentUpdate() => _momentUpdates.Add(1);

    /// <summary>θ⁻ ← θ.</summary>
    public void UpdateTarget() => Target.Install(_theta.Span);

    /// <summary>Copies the shared mean of Adam, and θ⁻, while all actor-learners are parked.</summary>
    /// <param name="mean">Receives the mean; empty to skip it.</param>
    /// <param name="target">Receives θ⁻; empty to skip it.</param>
    public void ReadMeanAndTarget(Span<float> mean, Span<float> target)
    {
        if (!mean.IsEmpty) _mean.Span.CopyTo(mean);
        if (!target.IsEmpty) Target.ReadForCheckpoint(target);
    }

    /// <summary>Copies θ and g while all actor-learners are parked.</summary>
    /// <param name="theta">Receives θ.</param>
    /// <param name="statistic">Receives g.</param>
    public void ReadForCheckpoint(Span<float> theta, Span<float> statistic)
    {
        _theta.Span.CopyTo(theta);
        _statistic.Span.CopyTo(statistic);
    }

    /// <summary>Sets everything while no actor-learner runs: at the start of a run or when one is resumed.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="statistic">g.</param>
    /// <param name="agentSteps">T.</param>
    /// <param name="updates">The update count.</param>
    /// <exception cref="ArgumentException">A block has another length.</exception>
    public void Restore(ReadOnlySpan<float> theta, ReadOnlySpan<float> statistic, long agentSteps, long updates)
    {
        CheckLength(theta.Length);
        CheckLength(statistic.Length);
        theta.CopyTo(_theta.Span);
        statistic.CopyTo(_statistic.Span);
        _agentSteps.Value = agentSteps;
        _updates.Value = updates;
        _momentUpdates.Value = updates;
        UpdateTarget();
    }

    /// <summary>Sets the shared mean of Adam, and θ⁻, after <see cref="Restore"/>.</summary>
    /// <param name="mean">The mean; empty to leave it 0.</param>
    /// <param name="target">θ⁻; empty to leave it equal to θ.</param>
    /// <exception cref="ArgumentException">A block has another length.</exception>
    public void RestoreMeanAndTarget(ReadOnlySpan<float> mean, ReadOnlySpan<float> target)
    {
        if (!mean.IsEmpty)
        {
            CheckLength(mean.Length);
            mean.CopyTo(_mean.Span);
        }

        if (target.IsEmpty) return;
        CheckLength(target.Length);
        Target.Install(target);
    }

    /// <summary>
    /// The position in the block at which a sweep begins: the fractional part of ticket · 0.618…. The starting positions of consecutive
    /// sweeps are at least 0.38 of the block apart.
    /// </summary>
    /// <param name="ticket">The number of the sweep.</param>
    /// <param name="length">Length of the block, a multiple of the floats per cache line.</param>
    /// <returns>A multiple of the floats per cache line, below the length.</returns>
    internal static int StartOfSweep(long ticket, int length)
    {
        const double GoldenRatio = 0.6180339887498949;
        double fraction = ticket * GoldenRatio % 1;
        return (int)(fraction * (length / FloatsPerCacheLine)) * FloatsPerCacheLine;
    }

    /// <summary>
    /// If all threads swept from the first number, they would fall into step: one thread would meet each line just after another has
    /// written it, would wait for it, and would stay behind permanently. Therefore each sweep begins at another position and wraps around.
    /// </summary>
    private void Sweep<TRule>(TRule rule, Span<float> statistic, ReadOnlySpan<float> gradient)
        where TRule : struct, IUpdateRule
    {
        int start = StartOfSweep(_sweeps.Add(1), Length);
        _sharing.Apply(rule, _theta.Span[start..], statistic[start..], gradient[start..]);
        _sharing.Apply(rule, _theta.Span[..start], statistic[..start], gradient[..start]);
        _updates.Add(1);
    }

    /// <summary>Runs the part of a sweep between two positions. The first is a multiple of the floats per cache line.</summary>
    private void SweepRegions<TRule>(TRule rule, in SegmentUpdate update, Span<float> statistic, int start, int end)
        where TRule : struct, IUpdateRule
    {
        foreach (GradientRegion<float> region in update.Gradient.Regions)
        {
            // Rows of a matrix are not divided: the row in which the sweep begins is updated at the end of the sweep.
            int row = region.Products?.Columns ?? FloatsPerCacheLine;
            int from = region.Offset + RoundUp(Math.Max(start - region.Offset, 0), row);
            int to = region.Offset + Math.Min(RoundUp(Math.Max(end - region.Offset, 0), row), region.Length);
            if (from >= to) continue;
            Span<float> theta = _theta.Span[from..to], statistics = statistic[from..to];
            Span<float> gradient = update.Gradient.Stored[from..to], copy = update.Snapshot[from..to];
            if (region.Products is null)
            {
                if (update.Scale != 1) BlockKernels.Scale(gradient, update.Scale);
                _sharing.Apply(rule, theta, statistics, gradient);
                _sharing.Read(theta, copy);
                continue;
            }

            _sharing.ApplyProducts(rule, new ProductsSweep
            {
                Products = region.Products,
                Samples = update.Gradient.Samples,
                Scale = update.Scale,
                FirstRow = (from - region.Offset) / row,
                Parameters = theta,
                Statistic = statistics,
                Gradient = gradient,
                Copy = copy,
            });
        }
    }

    private static int RoundUp(int length, int granularity) => (length + granularity - 1) / granularity * granularity;

    /// <inheritdoc cref="Sweep"/>
    private void SweepMoments<TRule>(TRule rule, Span<float> mean, Span<float> square, ReadOnlySpan<float> gradient)
        where TRule : struct, IMomentsRule
    {
        int start = StartOfSweep(_sweeps.Add(1), Length);
        _sharing.ApplyMoments(rule, _theta.Span[start..], mean[start..], square[start..], gradient[start..]);
        _sharing.ApplyMoments(rule, _theta.Span[..start], mean[..start], square[..start], gradient[..start]);
        _updates.Add(1);
    }

    private void CheckLength(int length)
    {
        if (length != Length)
            throw new ArgumentException($"The block has {length} numbers; expected {Length}, as many as the shared parameters.");
    }
}
