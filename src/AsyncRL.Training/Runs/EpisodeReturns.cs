namespace AsyncRL.Training.Runs;

/// <summary>
/// The returns of the episodes of an evaluation, the smallest first. Of more than 1,000 episodes it holds 1,000 quantiles, evenly spaced
/// from the smallest to the largest return.
/// </summary>
public sealed class EpisodeReturns : IEquatable<EpisodeReturns>
{
    /// <summary>The largest number of returns.</summary>
    public const int Most = 1000;

    private readonly double[] _values;

    private EpisodeReturns(double[] sorted) => _values = sorted;

    /// <summary>No returns: those of an evaluation by an earlier version, which kept only their mean, deviation and extremes.</summary>
    public static EpisodeReturns None { get; } = new([]);

    /// <summary>The returns, the smallest first.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Sorts returns, and takes quantiles if there are too many.</summary>
    /// <param name="returns">The returns in any order.</param>
    /// <returns>The returns or their quantiles.</returns>
    public static EpisodeReturns Of(IEnumerable<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        double[] sorted = [.. returns];
        Array.Sort(sorted);
        if (sorted.Length <= Most) return new EpisodeReturns(sorted);
        var quantiles = new double[Most];
        for (int i = 0; i < Most; i++) quantiles[i] = sorted[(int)((long)i * (sorted.Length - 1) / (Most - 1))];
        return new EpisodeReturns(quantiles);
    }

    /// <inheritdoc/>
    public bool Equals(EpisodeReturns? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EpisodeReturns);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Length == 0 ? 0 : HashCode.Combine(_values.Length, _values[0], _values[^1]);
}
