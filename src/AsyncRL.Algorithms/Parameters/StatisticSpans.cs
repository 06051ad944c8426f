namespace AsyncRL.Algorithms.Parameters;

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
