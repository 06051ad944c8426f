using System.Globalization;

namespace AsyncRL.Profiling;

/// <summary>The sizes of the machine's data caches.</summary>
/// <param name="L1">Size of a core's first level, in bytes.</param>
/// <param name="L2">Size of a core's second level, in bytes.</param>
/// <param name="L3">Size of the third level, which cores share, in bytes.</param>
public sealed record CacheSizes(long L1, long L2, long L3)
{
    private const string LinuxDirectory = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>
    /// The sizes that are assumed if the system does not report them: 32 KiB, 512 KiB, 32 MiB. Many virtual machines do not report them.
    /// </summary>
    public static CacheSizes Default { get; } = new(32 << 10, 512 << 10, 32 << 20);

    /// <summary>The sizes of this machine's caches, as far as the system reports them.</summary>
    public static CacheSizes OfThisMachine { get; } = Read(LinuxDirectory);

    /// <summary>The size of a level in bytes. Unlimited for <see cref="MemoryLevel.Memory"/>.</summary>
    /// <param name="level">The level. For <see cref="MemoryLevel.OtherCore"/> it is another core's second level.</param>
    /// <returns>Bytes.</returns>
    public long Of(MemoryLevel level) => level switch
    {
        MemoryLevel.L1 => L1,
        MemoryLevel.L2 or MemoryLevel.OtherCore => L2,
        MemoryLevel.L3 => L3,
        _ => long.MaxValue,
    };

    /// <summary>The fastest level that holds the data which each thread uses repeatedly.</summary>
    /// <param name="bytesPerThread">The amount of data that a thread accesses in each repetition.</param>
    /// <param name="threads">Number of threads that share the third level, each on a core of its own.</param>
    /// <returns>The level.</returns>
    public MemoryLevel LevelOf(double bytesPerThread, int threads)
    {
        if (bytesPerThread <= L1) return MemoryLevel.L1;
        if (bytesPerThread <= L2) return MemoryLevel.L2;
        return bytesPerThread * threads <= L3 ? MemoryLevel.L3 : MemoryLevel.Memory;
    }

    /// <summary>Reads what Linux reports about a processor's caches.</summary>
    /// <param name="directory">A directory with one subdirectory for each cache: index0, index1, and so on.</param>
    /// <returns>The sizes, with the defaults for levels that are missing.</returns>
    internal static CacheSizes Read(string directory)
    {
        CacheSizes sizes = Default;
        if (!Directory.Exists(directory)) return sizes;
        foreach (string cache in Directory.GetDirectories(directory, "index*"))
        {
            if (TextOf(cache, "type") == "Instruction" || ParseSize(TextOf(cache, "size")) is not { } size) continue;
            sizes = TextOf(cache, "level") switch
            {
                "1" => sizes with { L1 = size },
                "2" => sizes with { L2 = size },
                "3" => sizes with { L3 = size },
                _ => sizes,
            };
        }

        return sizes;
    }

    private static string TextOf(string directory, string file)
    {
        string path = Path.Combine(directory, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }

    /// <summary>Converts "48K" or "32M" to bytes.</summary>
    private static long? ParseSize(string text)
    {
        if (text.Length == 0) return null;
        int shift = text[^1] switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        string digits = shift == 0 ? text : text[..^1];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0
            ? number << shift
            : null;
    }
}

/// <summary>The level of memory in which a processor finds its data.</summary>
public enum MemoryLevel
{
    /// <summary>The first-level data cache of a core.</summary>
    L1,

    /// <summary>The second-level cache of a core.</summary>
    L2,

    /// <summary>The third-level cache, which cores share.</summary>
    L3,

    /// <summary>Main memory.</summary>
    Memory,

    /// <summary>The caches of another core, which wrote the data last.</summary>
    OtherCore,
}
