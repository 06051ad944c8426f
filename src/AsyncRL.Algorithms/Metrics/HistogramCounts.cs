namespace AsyncRL.Algorithms.Metrics;

/// <summary>The counts of a <see cref="LogHistogram"/> at one instant, the difference of two instants, or the sum of several.</summary>
public sealed class HistogramCounts
{
    private readonly long[] _counts;
    private readonly long _largest;

    internal HistogramCounts(long[] counts, long largest)
    {
        (_counts, _largest) = (counts, largest);
        foreach (long count in counts) Total += count;
    }

    /// <summary>The number of counted values.</summary>
    public long Total { get; }

    /// <summary>
    /// The largest value: exact, or the end of the last nonempty bucket if the histogram had counted a larger value earlier.
    /// </summary>
    public double Largest => Quantile(1);

    /// <summary>The mean of the buckets' middles; NaN if nothing was counted.</summary>
    public double Mean
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _counts.Length; i++) sum += _counts[i] * Middle(i);
            return sum / Total;
        }
    }

    /// <summary>A quantile: exact below 64, otherwise the middle of its bucket; NaN if nothing was counted.</summary>
    /// <param name="share">From 0 to 1; 0.5 for the median.</param>
    /// <returns>The quantile.</returns>
    public double Quantile(double share)
    {
        if (Total == 0) return double.NaN;
        double wanted = share * Total;
        long below = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            below += _counts[i];
            if (_counts[i] > 0 && below >= wanted) return share == 1 && below == Total ? LargestOf(i) : Middle(i);
        }

        return _largest;
    }

    /// <summary>The nonempty buckets, in order.</summary>
    /// <returns>The first number of a bucket, the first number after it, and the bucket's count.</returns>
    public IEnumerable<(long From, long To, long Count)> NonEmptyBuckets()
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0) yield return (LogHistogram.Start(i), LogHistogram.Start(i + 1), _counts[i]);
        }
    }

    /// <summary>Subtracts earlier counts.</summary>
    /// <param name="earlier">The counts of the same histogram at an earlier instant.</param>
    /// <returns>The difference.</returns>
    public HistogramCounts Since(HistogramCounts earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var counts = new long[_counts.Length];
        for (int i = 0; i < counts.Length; i++) counts[i] = _counts[i] - earlier._counts[i];
        return new HistogramCounts(counts, _largest);
    }

    /// <summary>Adds the counts of another histogram.</summary>
    /// <param name="other">The other counts.</param>
    /// <returns>The sum.</returns>
    public HistogramCounts Plus(HistogramCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var counts = new long[_counts.Length];
        for (int i = 0; i < counts.Length; i++) counts[i] = _counts[i] + other._counts[i];
        return new HistogramCounts(counts, Math.Max(_largest, other._largest));
    }

    private static double Middle(int bucket) => (LogHistogram.Start(bucket) + LogHistogram.Start(bucket + 1) - 1) / 2.0;

    private double LargestOf(int lastBucket)
    {
        long end = LogHistogram.Start(lastBucket + 1) - 1;
        bool isLast = lastBucket == _counts.Length - 1;
        return isLast ? _largest : Math.Min(_largest, end);
    }
}
