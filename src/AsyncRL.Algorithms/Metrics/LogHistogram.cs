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
