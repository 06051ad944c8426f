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

    /// <summary>Sweeps over θ and the statistics with a rule.</summary>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <param name="rule">The rule.</param>
    public void Apply<TRule>(TRule rule)
        where TRule : struct, IUpdateRule => Shared.Sweep(rule, in this);
}
