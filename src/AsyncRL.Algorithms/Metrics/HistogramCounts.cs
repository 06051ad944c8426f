namespace AsyncRL.Algorithms.Metrics;

/// <summary>What a <see cref="LogHistogram"/> had counted at some time, or between two times, or what several had together.</summary>
public sealed class HistogramCounts
{
    private readonly long[] _counts;
    private readonly long _largest;

    internal HistogramCounts(long[] counts, long largest)
    {
        (_counts, _largest) = (counts, largest);
        foreach (long count in counts) Total += count;
    }

    /// <summary>How many numbers.</summary>
    public long Total { get; }

    /// <summary>The largest number: exact, or the end of the last bucket in use where a larger one was counted earlier.</summary>
    public double Largest => Quantile(1);

    /// <summary>The mean, as far as buckets tell; NaN of nothing.</summary>
    public double Mean
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _counts.Length; i++) sum += _counts[i] * Middle(i);
            return sum / Total;
        }
    }

    /// <summary>The number that a share of all does not exceed: exact below 64, else the middle of its bucket; NaN of nothing.</summary>
    /// <param name="share">From 0 to 1; 0.5 for the median.</param>
    /// <returns>The number.</returns>
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

    /// <summary>The buckets that hold anything, in order.</summary>
    /// <returns>From a number, up to but without another, and how many lie there.</returns>
    public IEnumerable<(long From, long To, long Count)> NonEmptyBuckets()
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0) yield return (LogHistogram.Start(i), LogHistogram.Start(i + 1), _counts[i]);
        }
    }

    /// <summary>What was counted since.</summary>
    /// <param name="earlier">What the same histogram had counted earlier.</param>
    /// <returns>The difference.</returns>
    public HistogramCounts Since(HistogramCounts earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var counts = new long[_counts.Length];
        for (int i = 0; i < counts.Length; i++) counts[i] = _counts[i] - earlier._counts[i];
        return new HistogramCounts(counts, _largest);
    }

    /// <summary>What two have counted together.</summary>
    /// <param name="other">The other.</param>
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
