using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;

namespace AsyncRL.Training.Tests.Profiling;

/// <summary>A machine with round numbers as limits.</summary>
internal static class KnownLimits
{
    /// <summary>100 operations a second, and 10, 5, 1 and 0.5 bytes read, of all threads together.</summary>
    internal static MachineLimits Make(int threads) => new()
    {
        VectorWidth = VectorWidth.Scalar,
        Threads = threads,
        ThreadsPerDomain = threads,
        Flops = 100,
        Caches = new CacheSizes(100, 1000, 10_000),
        Levels =
        [
            new LevelBandwidth(MemoryLevel.L1, 50, 10, 20, 40, 80),
            new LevelBandwidth(MemoryLevel.L2, 500, 5, 5, 5, 5),
            new LevelBandwidth(MemoryLevel.L3, 5000, 1, 1, 1, 1),
            new LevelBandwidth(MemoryLevel.Memory, 50_000, 0.5, 0.5, 0.5, 0.5),
        ],
    };

    /// <summary>The same machine, and 0.25 bytes a second from the caches of other cores.</summary>
    internal static MachineLimits WithOtherCore(int threads)
    {
        MachineLimits limits = Make(threads);
        return limits with { Levels = limits.Levels.Add(new LevelBandwidth(MemoryLevel.OtherCore, 500, 0.25, 0.25, 0.25, 0.25)) };
    }
}
