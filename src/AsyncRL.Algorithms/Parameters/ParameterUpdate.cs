using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>One update of θ whose gradient has been measured and is finite.</summary>
public readonly ref struct ParameterUpdate
{
    /// <summary>η at this update.</summary>
    public double LearningRate { get; init; }

    /// <summary>The number of this update by the optimizer's statistics, starting at 1: Adam's t.</summary>
    public long Number { get; init; }

    internal SharedParameters Shared { get; init; }

    internal StatisticSpans Statistics { get; init; }

    /// <summary>The gradient. Its stored numbers are scratch after the update.</summary>
    internal SegmentGradient<float> Gradient { get; init; }

    /// <summary>The factor of the gradient: below 1 if the gradient is clipped.</summary>
    internal float Scale { get; init; }

    /// <summary>The thread's own block, which receives θ′ in the same sweep; empty for no snapshot.</summary>
    internal Span<float> Snapshot { get; init; }

    /// <summary>
    /// The part of θ that this sweep updates, while other threads update the other parts by the same gradient; null for all of θ.
    /// </summary>
    internal (int Start, int Length)? Slice { get; init; }

    /// <summary>Sweeps over θ and the statistics with a rule.</summary>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <param name="rule">The rule.</param>
    public void Apply<TRule>(TRule rule)
        where TRule : struct, IUpdateRule
    {
        if (Slice is not { } slice)
        {
            Shared.Sweep(rule, in this);
            return;
        }

        (int start, int length) = slice;
        Span<float> gradient = Gradient.Stored.Slice(start, length);
        if (Scale != 1) BlockKernels.Scale(gradient, Scale);
        Shared.Sharing.Apply(rule, Shared.Theta.Slice(start, length), Statistics.Slice(start, length), gradient);
    }
}

/// <summary>
/// An update of some rows of a shared matrix of weights by a gradient that is kept as factors, and the copy of the updated θ.
/// </summary>
internal readonly ref struct ProductsSweep
{
    /// <summary>The gradient's factors.</summary>
    public required OuterProducts<float> Products { get; init; }

    /// <summary>Number of outer products to sum.</summary>
    public required int Samples { get; init; }

    /// <summary>The factor of the gradient: below 1 if the gradient is clipped.</summary>
    public required float Scale { get; init; }

    /// <summary>First row of the matrix.</summary>
    public required int FirstRow { get; init; }

    /// <summary>The rows of θ, shared.</summary>
    public required Span<float> Parameters { get; init; }

    /// <summary>The rule's statistics, of the same length, shared or of the thread.</summary>
    public required StatisticSpans Statistics { get; init; }

    /// <summary>Scratch of the thread, of the same length. A sharing mode that needs the gradient as numbers writes it here.</summary>
    public required Span<float> Gradient { get; init; }

    /// <summary>The thread's own block, of the same length. It receives θ.</summary>
    public required Span<float> Copy { get; init; }
}

/// <summary>The statistics of some numbers of θ, shared or of one thread.</summary>
/// <param name="first">The first statistic; empty if the rule has none.</param>
/// <param name="second">The second statistic; empty if the rule has only one.</param>
internal readonly ref struct StatisticSpans(Span<float> first, Span<float> second)
{
    /// <summary>The first statistic.</summary>
    internal Span<float> First { get; } = first;

    /// <summary>The second statistic.</summary>
    internal Span<float> Second { get; } = second;

    /// <summary>The statistics of a part of the numbers.</summary>
    internal StatisticSpans Slice(int start, int length) =>
        new(First.IsEmpty ? First : First.Slice(start, length), Second.IsEmpty ? Second : Second.Slice(start, length));
}

/// <summary>
/// Where sweeps over shared parameters begin. Each begins at another position, so that threads do not follow each other line by line.
/// </summary>
internal static class SweepStart
{
    private const int FloatsPerCacheLine = 16;

    /// <summary>
    /// The position in the block at which a sweep begins: the fractional part of ticket · 0.618…. The starting positions of consecutive
    /// sweeps are at least 0.38 of the block apart. The position is a multiple of the floats per cache line.
    /// </summary>
    internal static int Of(long ticket, int length)
    {
        const double GoldenRatio = 0.6180339887498949;
        double fraction = ticket * GoldenRatio % 1;
        return (int)(fraction * (length / FloatsPerCacheLine)) * FloatsPerCacheLine;
    }
}
