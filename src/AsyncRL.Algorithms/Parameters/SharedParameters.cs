using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// The data that all actor-learners share: θ, target parameters such as θ⁻, averages of θ, and the counters T and updates. No other type
/// accesses θ but the blocks that it hands out. Statistics that optimizers share (g, Adam's m and v) are updated only in its sweeps.
/// </summary>
/// <remarks>
/// <para><b>The concurrency contract.</b> There is no lock. Any number of threads may call <see cref="Snapshot"/>, <see cref="Update"/> and
/// the counters at any time. <see cref="Sections"/> and <see cref="Restore"/> require that all actor-learners are parked.</para>
/// <para><b>What may happen</b> under the Hogwild and Volatile sharing modes: two threads update the same number at once and one addition
/// is lost; a snapshot contains numbers of different ages; a step divides by a g to which another thread's gradient has, or has not, been
/// added. Under Interlocked no addition is lost, but snapshots are still of mixed age.</para>
/// <para><b>Why it is tolerated.</b> A lost addition is a gradient that is not applied. A mixed snapshot is a slightly stale policy.
/// Stochastic gradient descent absorbs both as noise (Niu et al. 2011; the paper, section 4). Locks would make threads wait for each
/// other.</para>
/// <para><b>What may never happen.</b> First, a torn float, half old and half new. Floats are at multiples of 4 bytes in blocks that begin
/// on a cache line, and therefore none straddles two lines. Second, a NaN or an infinity in θ or g. A gradient is refused as a whole before
/// its first number is applied (<see cref="GradientClipper"/>, which <see cref="Update"/> calls first). Third, a counter or flag that is
/// read once and kept in a register permanently. T, the update count and the stop flag are read by <see cref="Volatile"/> and written by
/// <see cref="Interlocked"/> or <see cref="Volatile"/>.</para>
/// <para><b>The basis of each claim.</b> Single floats (Volatile, Interlocked): .NET's memory model makes aligned accesses of up to the
/// size of a pointer atomic. Vector loads and stores (Hogwild): .NET guarantees nothing about them. The processors' manuals guarantee
/// nothing for the vector as a whole, but all x86-64 and Arm64 processors move naturally aligned 32-bit elements of a vector whole. The
/// test suite races writers to show it, and shows that the same test does find torn floats in a block that straddles cache lines.</para>
/// </remarks>
public sealed partial class SharedParameters : IParameters
{
    private const int FloatsPerCacheLine = 16;

    private readonly AlignedBlock<float> _theta;
    private readonly SortedDictionary<string, TargetParameters> _targets = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AverageParameters> _averages = new(StringComparer.Ordinal);
    private PaddedCounter _agentSteps;
    private PaddedCounter _updates;
    private PaddedCounter _sweeps;

    /// <summary>Allocates θ, all zero.</summary>
    /// <param name="layout">The network's layout.</param>
    /// <param name="sharing">Determines how threads load and store.</param>
    public SharedParameters(ParameterLayout layout, SharingMode sharing)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(sharing);
        Sharing = sharing;
        _theta = new AlignedBlock<float>(layout.BlockLength);
    }

    /// <inheritdoc/>
    public int Length => _theta.Length;

    /// <summary>T: agent steps of all threads.</summary>
    public long AgentSteps => _agentSteps.Value;

    /// <inheritdoc/>
    public long Updates => _updates.Value;

    /// <summary>θ.</summary>
    internal Span<float> Theta => _theta.Span;

    /// <summary>How threads load and store.</summary>
    internal SharingMode Sharing { get; }

    /// <summary>Adds a segment's agent steps to T.</summary>
    /// <param name="count">Agent steps.</param>
    /// <returns>T after the addition.</returns>
    public long AddAgentSteps(int count) => _agentSteps.Add(count);

    /// <inheritdoc/>
    public void Snapshot(Span<float> destination)
    {
        CheckLength(destination.Length);
        Sharing.Read(_theta.Span, destination);
    }

    /// <inheritdoc/>
    public double Update(
        SegmentGradient<float> gradient, OptimizerStatistics statistics, double learningRate, Span<float> nextSnapshot = default)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(statistics);
        CheckLength(gradient.Stored.Length);
        if (!nextSnapshot.IsEmpty) CheckLength(nextSnapshot.Length);
        Optimizer optimizer = statistics.Optimizer;
        double norm = GradientClipper.Measure(Sharing.Kernels, gradient, optimizer.LargestNorm, out float scale);
        optimizer.Apply(new ParameterUpdate
        {
            Shared = this,
            Gradient = gradient,
            Statistics = statistics.Spans,
            LearningRate = learningRate,
            Number = statistics.CountUpdate(),
            Scale = scale,
            Snapshot = nextSnapshot,
        });
        return norm;
    }

    /// <summary>Counts an update that several threads have applied together, each to its part of <see cref="Theta"/>.</summary>
    internal void CountUpdate() => _updates.Add(1);

    /// <summary>Sweeps over θ by the gradient of an update, and takes the next snapshot in the same sweep if it is requested.</summary>
    internal void Sweep<TRule>(TRule rule, in ParameterUpdate update)
        where TRule : struct, IUpdateRule
    {
        CheckStatistics<TRule>(update.Statistics);
        if (update.Snapshot.IsEmpty)
        {
            update.Gradient.MultiplyOut();
            if (update.Scale != 1) BlockKernels.Scale(update.Gradient.Stored, update.Scale);
            Sweep(rule, update.Gradient.Stored, update.Statistics);
            return;
        }

        int start = SweepStart.Of(_sweeps.Add(1), Length);
        SweepRegions(rule, in update, start, Length);
        SweepRegions(rule, in update, 0, start);
        _updates.Add(1);
    }

    /// <summary>Sweeps over θ by a gradient of numbers, without clipping and without measuring.</summary>
    /// <remarks>
    /// If all threads swept from the first number, they would fall into step: one thread would meet each line just after another has
    /// written it, would wait for it, and would stay behind permanently. Therefore each sweep begins at another position and wraps around.
    /// </remarks>
    internal void Sweep<TRule>(TRule rule, ReadOnlySpan<float> gradient, StatisticSpans statistics)
        where TRule : struct, IUpdateRule
    {
        CheckLength(gradient.Length);
        CheckStatistics<TRule>(statistics);
        int start = SweepStart.Of(_sweeps.Add(1), Length), rest = Length - start;
        Sharing.Apply(rule, _theta.Span[start..], statistics.Slice(start, rest), gradient[start..]);
        Sharing.Apply(rule, _theta.Span[..start], statistics.Slice(0, start), gradient[..start]);
        _updates.Add(1);
    }

    /// <summary>Runs the part of a sweep between two positions. The first is a multiple of the floats per cache line.</summary>
    private void SweepRegions<TRule>(TRule rule, in ParameterUpdate update, int start, int end)
        where TRule : struct, IUpdateRule
    {
        foreach (GradientRegion<float> region in update.Gradient.Regions)
        {
            // Rows of a matrix are not divided: the row in which the sweep begins is updated at the end of the sweep.
            int row = region.Products?.Columns ?? FloatsPerCacheLine;
            int from = region.Offset + RoundUp(Math.Max(start - region.Offset, 0), row);
            int to = region.Offset + Math.Min(RoundUp(Math.Max(end - region.Offset, 0), row), region.Length);
            if (from >= to) continue;
            Span<float> theta = _theta.Span[from..to], gradient = update.Gradient.Stored[from..to], copy = update.Snapshot[from..to];
            StatisticSpans statistics = update.Statistics.Slice(from, to - from);
            if (region.Products is null)
            {
                if (update.Scale != 1) BlockKernels.Scale(gradient, update.Scale);
                Sharing.Apply(rule, theta, statistics, gradient);
                Sharing.Read(theta, copy);
                continue;
            }

            Sharing.ApplyProducts(rule, new ProductsSweep
            {
                Products = region.Products,
                Samples = update.Gradient.Samples,
                Scale = update.Scale,
                FirstRow = (from - region.Offset) / row,
                Parameters = theta,
                Statistics = statistics,
                Gradient = gradient,
                Copy = copy,
            });
        }
    }

    private static int RoundUp(int length, int granularity) => (length + granularity - 1) / granularity * granularity;

    private void CheckLength(int length)
    {
        if (length != Length)
            throw new ArgumentException($"The block has {length} numbers; expected {Length}, as many as the shared parameters.");
    }

    private void CheckStatistics<TRule>(StatisticSpans statistics)
        where TRule : struct, IUpdateRule
    {
        if (TRule.Statistics > 0) CheckLength(statistics.First.Length);
        if (TRule.Statistics > 1) CheckLength(statistics.Second.Length);
    }
}
