using System.Numerics;

namespace AsyncRL.Algorithms.Metrics;

/// <summary>
/// Counts whole numbers from 0 to 2⁴² in buckets. Each number below 64 has its own bucket. Above, every range from one power of two to the
/// next is divided into 32 equal buckets, each at most 3.2 % wide. One thread adds, without allocating; any thread reads.
/// </summary>
/// <remarks>
/// The buckets are those of HdrHistogram (Tene, hdrhistogram.org): the leading bit and the five bits after it are the index.
/// </remarks>
public sealed class LogHistogram
{
    /// <summary>Numbers below this are counted exactly.</summary>
    public const int Exact = 2 * PerOctave;

    private const int PerOctave = 32;
    private const int FirstOctave = 6;
    private const int Octaves = 42 - FirstOctave;
    private const int Buckets = Exact + (Octaves * PerOctave);

    // 16 longs on either side separate the counts from other threads' memory: no cache line is shared.
    private const int Padding = 16;

    private readonly long[] _counts = new long[Buckets + (2 * Padding)];
    private long _largest;

    /// <summary>Reads the counts.</summary>
    /// <returns>A copy.</returns>
    public HistogramCounts Read()
    {
        var counts = new long[Buckets];
        for (int i = 0; i < Buckets; i++) counts[i] = Volatile.Read(ref _counts[Padding + i]);
        return new HistogramCounts(counts, Volatile.Read(ref _largest));
    }

    /// <summary>Counts a number. Called by the owner's thread.</summary>
    /// <param name="value">The number; a larger number than the last bucket's is counted in the last bucket.</param>
    /// <param name="weight">How many times it is counted.</param>
    internal void Add(long value, long weight = 1)
    {
        ref long count = ref _counts[Padding + BucketOf(value)];
        Volatile.Write(ref count, count + weight);
        if (value > _largest) Volatile.Write(ref _largest, value);
    }

    /// <summary>The smallest number of a bucket. A bucket ends before the smallest number of the next one.</summary>
    internal static long Start(int bucket)
    {
        if (bucket < Exact) return bucket;
        (int octave, int part) = Math.DivRem(bucket - Exact, PerOctave);
        return (long)(PerOctave + part) << (octave + 1);
    }

    private static int BucketOf(long value)
    {
        if ((ulong)value < Exact) return (int)value;
        if (value < 0) return 0;
        int octave = BitOperations.Log2((ulong)value) - FirstOctave;
        int part = (int)(value >> (octave + 1)) - PerOctave;
        return Math.Min(Exact + (octave * PerOctave) + part, Buckets - 1);
    }
}

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
