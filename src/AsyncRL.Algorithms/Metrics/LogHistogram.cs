using System.Numerics;

namespace AsyncRL.Algorithms.Metrics;

/// <summary>
/// Counts whole numbers from 0 to 2⁴² in buckets: each below 64 has its own, and every power of two above is cut into 32 equal ones, at
/// most 3.2 % wide. One thread adds, without allocating; any thread reads.
/// </summary>
/// <remarks>The buckets of HdrHistogram (Tene, hdrhistogram.org): the leading bit and the five bits after it choose.</remarks>
public sealed class LogHistogram
{
    /// <summary>Numbers below this are counted exactly.</summary>
    public const int Exact = 2 * PerOctave;

    private const int PerOctave = 32;
    private const int FirstOctave = 6;
    private const int Octaves = 42 - FirstOctave;
    private const int Buckets = Exact + (Octaves * PerOctave);

    // 16 longs lie between the counts and any other thread's memory: no shared cache line.
    private const int Padding = 16;

    private readonly long[] _counts = new long[Buckets + (2 * Padding)];
    private long _largest;

    /// <summary>What has been counted so far.</summary>
    /// <returns>A copy.</returns>
    public HistogramCounts Read()
    {
        var counts = new long[Buckets];
        for (int i = 0; i < Buckets; i++) counts[i] = Volatile.Read(ref _counts[Padding + i]);
        return new HistogramCounts(counts, Volatile.Read(ref _largest));
    }

    /// <summary>Counts a number; by the owner's thread.</summary>
    /// <param name="value">The number; one beyond the buckets is counted in the last.</param>
    /// <param name="weight">How often.</param>
    internal void Add(long value, long weight = 1)
    {
        ref long count = ref _counts[Padding + BucketOf(value)];
        Volatile.Write(ref count, count + weight);
        if (value > _largest) Volatile.Write(ref _largest, value);
    }

    /// <summary>The smallest number of a bucket; that of the next one is where the bucket ends.</summary>
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
