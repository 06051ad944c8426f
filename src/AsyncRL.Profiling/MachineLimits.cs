using System.Collections.Immutable;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Machine;

namespace AsyncRL.Profiling;

/// <summary>The measured limits of this machine: multiply-adds per second, and bytes per second to and from each level of memory.</summary>
public sealed record MachineLimits
{
    private const int FloatBytes = sizeof(float);

    /// <summary>
    /// The number of elements that a piece of work moves between two readings of the clock: large compared with a reading, small compared
    /// with a round.
    /// </summary>
    private const int TurnLength = (256 << 10) / FloatBytes;

    /// <summary>
    /// The distance between the two halves of a copy, so that loads and stores of one iteration differ in their last 12 bits of address.
    /// </summary>
    private const int CopyGap = 8 * MemorySweep.Granularity + (MemorySweep.Granularity / 2);

    private const long LargestMemoryFootprint = 1L << 30;

    /// <summary>The vector that was measured.</summary>
    public required VectorWidth VectorWidth { get; init; }

    /// <summary>Number of threads that were measured at once.</summary>
    public required int Threads { get; init; }

    /// <summary>Floating-point operations per second of all threads; a multiply-add is two.</summary>
    public required double Flops { get; init; }

    /// <summary>
    /// The levels of memory, the fastest first. With several threads on known cores, <see cref="MemoryLevel.OtherCore"/> is the last.
    /// </summary>
    public required ImmutableArray<LevelBandwidth> Levels { get; init; }

    /// <summary>The cache sizes that distinguish the levels.</summary>
    public required CacheSizes Caches { get; init; }

    /// <summary>The largest number of the threads whose cores are in one cache domain and share its third level.</summary>
    public required int ThreadsPerDomain { get; init; }

    /// <summary>Whether the cores of the threads are in different cache domains.</summary>
    public bool SpansDomains => ThreadsPerDomain < Threads;

    /// <summary>Measures the limits for about half a second.</summary>
    /// <param name="width">The vector that computes and moves data.</param>
    /// <param name="threads">Number of threads. If there are fewer processors, only that many threads are measured.</param>
    /// <param name="caches">The sizes of the caches.</param>
    /// <param name="seconds">Approximate total time in seconds.</param>
    /// <param name="latencies">The cores, of which the first ones run the threads; null if they are unknown.</param>
    /// <returns>The limits.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1, or the time is not above 0.</exception>
    public static MachineLimits Measure(
        VectorWidth width, int threads, CacheSizes caches, double seconds = 0.5, CoreLatencies? latencies = null)
    {
        ArgumentNullException.ThrowIfNull(caches);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        const double SecondsPerRound = 0.001;
        const int Sweeps = 4;
        int atOnce = Math.Min(threads, Environment.ProcessorCount);
        ImmutableArray<long> footprints = Footprints(caches, atOnce);
        int pieces = 1 + (Sweeps * footprints.Length);
        int rounds = (int)(seconds / pieces / SecondsPerRound);
        double[] best = BestRates.Measure(
            atOnce, pieces, () => MakeWork(width, footprints), rounds, TimeSpan.FromSeconds(SecondsPerRound));
        var levels = ImmutableArray.CreateBuilder<LevelBandwidth>();
        for (int i = 0; i < footprints.Length; i++)
        {
            int at = 1 + (Sweeps * i);
            levels.Add(new LevelBandwidth((MemoryLevel)i, footprints[i], best[at], best[at + 1], best[at + 2], best[at + 3]));
        }

        ImmutableArray<int> cores = latencies is null ? [] : latencies.Processors[..Math.Min(atOnce, latencies.Processors.Length)];
        if (OtherCoreBandwidth.Measure(width, cores, footprints[(int)MemoryLevel.L2], seconds / 4) is { } other) levels.Add(other);
        return new MachineLimits
        {
            VectorWidth = width,
            Threads = atOnce,
            Flops = best[0],
            Levels = levels.ToImmutable(),
            Caches = caches,
            ThreadsPerDomain = CountInOneDomain(latencies, atOnce),
        };
    }

    /// <summary>The better of two measurements of the same limits, because other programs can only make a result worse.</summary>
    /// <param name="other">The other measurement, with the same number of threads.</param>
    /// <returns>The better value of each limit.</returns>
    public MachineLimits BestWith(MachineLimits other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var levels = ImmutableArray.CreateBuilder<LevelBandwidth>(Levels.Length);
        for (int i = 0; i < Levels.Length; i++) levels.Add(i < other.Levels.Length ? Levels[i].BestWith(other.Levels[i]) : Levels[i]);
        return this with { Flops = Math.Max(Flops, other.Flops), Levels = levels.MoveToImmutable() };
    }

    /// <summary>
    /// The seconds that one of the threads needs to move bytes while the other threads do the same. Bytes read and an equal number of bytes
    /// written elsewhere are moved at the bandwidth of a copy. The remaining bytes are moved at the bandwidth of reading or of writing.
    /// Bytes changed in place are moved at the bandwidth of an update.
    /// </summary>
    /// <param name="level">The level that contains the bytes.</param>
    /// <param name="read">Bytes loaded only.</param>
    /// <param name="written">Bytes stored only.</param>
    /// <param name="updated">Bytes loaded and stored in place, summed.</param>
    /// <returns>Seconds.</returns>
    public double SecondsToMove(MemoryLevel level, double read, double written, double updated)
    {
        LevelBandwidth bandwidth = Levels[(int)level];
        double copied = Math.Min(read, written);
        double rest = read > written ? (read - copied) / bandwidth.Read : (written - copied) / bandwidth.Write;
        return Threads * ((2 * copied / bandwidth.Copy) + rest + (updated / bandwidth.Update));
    }

    /// <summary>
    /// The largest number of threads in one domain, if threads run on the first cores in turn. All threads, if the domains are unknown.
    /// </summary>
    internal static int CountInOneDomain(CoreLatencies? latencies, int threads)
    {
        if (latencies is null) return threads;
        var counts = new int[latencies.DomainCount];
        int largest = 0;
        for (int i = 0; i < threads; i++)
            largest = Math.Max(largest, ++counts[latencies.Domains[i % latencies.Domains.Length]]);
        return largest;
    }

    /// <summary>
    /// Whether bytes that another thread wrote last are in the caches of its core. A first or second level belongs to a core. A third level
    /// belongs to a domain. What does not fit into the caches has left them for memory.
    /// </summary>
    /// <param name="level">The level that holds what a thread uses again.</param>
    /// <returns>False also if the bandwidth of another core's caches was not measured.</returns>
    internal bool AreInOtherCore(MemoryLevel level) =>
        Levels.Length > (int)MemoryLevel.OtherCore && (level < MemoryLevel.L3 || (level == MemoryLevel.L3 && SpansDomains));

    /// <summary>
    /// The number of bytes that each thread sweeps to measure a level: half of its own caches; for the third level two to four times the
    /// second, and if possible at most half of a thread's share; for memory four times the third level, all threads together, up to a
    /// limit.
    /// </summary>
    internal static ImmutableArray<long> Footprints(CacheSizes caches, int threads)
    {
        long share = Math.Min(4 * caches.L2, caches.L3 / (2 * threads));
        long memory = Math.Min(4 * caches.L3, LargestMemoryFootprint) / threads;
        return [caches.L1 / 2, caches.L2 / 2, Math.Max(2 * caches.L2, share), Math.Max(4 * caches.L2, memory)];
    }

    /// <summary>Makes the work: multiply-adds, then reading, writing, copying and updating at each footprint.</summary>
    private static Func<long>[] MakeWork(VectorWidth width, ImmutableArray<long> footprints)
    {
        var sweep = MemorySweep.For(width);
        var peak = MultiplyAddPeak.For(width);
        var memory = new AlignedBlock<float>(LengthOf(footprints[^1]) + CopyGap);

        // Writes to every page first. A page that was never written has no memory: reading it reads one shared page of zeros, and the first
        // store waits for the system.
        memory.Span.Fill(1);
        var work = new List<Func<long>>
        {
            () =>
            {
                peak.Run();
                return 2 * MultiplyAddPeak.MultiplyAdds;
            },
        };
        foreach (long footprint in footprints)
        {
            int length = LengthOf(footprint), half = length / 2 / MemorySweep.Granularity * MemorySweep.Granularity;
            work.Add(Rounds(length, (start, count) => sweep.Read(memory.Span.Slice(start, count))));
            work.Add(Rounds(length, (start, count) => sweep.Write(memory.Span.Slice(start, count))));
            Func<long> copies = Rounds(
                half, (start, count) => sweep.Copy(memory.Span.Slice(start, count), memory.Span.Slice(half + CopyGap + start, count)));
            work.Add(() => 2 * copies());
            Func<long> updates = Rounds(length, (start, count) => sweep.Update(memory.Span.Slice(start, count)));
            work.Add(() => 2 * updates());
        }

        return [.. work];
    }

    /// <summary>Sweeps a block repeatedly, about <see cref="TurnLength"/> elements per call.</summary>
    /// <returns>A function that sweeps a part and returns its number of bytes.</returns>
    private static Func<long> Rounds(int length, Action<int, int> sweep)
    {
        if (length >= 2 * TurnLength)
        {
            int next = 0;
            return () =>
            {
                sweep(next, TurnLength);
                next = next + (2 * TurnLength) <= length ? next + TurnLength : 0;
                return (long)TurnLength * FloatBytes;
            };
        }

        int times = Math.Max(1, TurnLength / length);
        return () =>
        {
            for (int i = 0; i < times; i++) sweep(0, length);
            return (long)times * length * FloatBytes;
        };
    }

    private static int LengthOf(long bytes) => (int)(bytes / FloatBytes / MemorySweep.Granularity * MemorySweep.Granularity);
}

/// <summary>The bandwidths of a level of memory, in bytes per second of all threads.</summary>
/// <param name="Level">The level.</param>
/// <param name="Footprint">Bytes that each thread swept to measure it.</param>
/// <param name="Read">Bytes loaded per second.</param>
/// <param name="Write">Bytes stored per second.</param>
/// <param name="Copy">Bytes loaded and bytes stored elsewhere per second, summed.</param>
/// <param name="Update">
/// Bytes loaded and bytes stored in place per second, summed. Updating is faster than a copy. A store must first fetch its cache line, and
/// in place that is the line that was just loaded.
/// </param>
public sealed record LevelBandwidth(MemoryLevel Level, long Footprint, double Read, double Write, double Copy, double Update)
{
    /// <summary>The better of two measurements of the same level.</summary>
    /// <param name="other">The other measurement.</param>
    /// <returns>The better value of each bandwidth.</returns>
    internal LevelBandwidth BestWith(LevelBandwidth other) => this with
    {
        Read = Math.Max(Read, other.Read),
        Write = Math.Max(Write, other.Write),
        Copy = Math.Max(Copy, other.Copy),
        Update = Math.Max(Update, other.Update),
    };
}
