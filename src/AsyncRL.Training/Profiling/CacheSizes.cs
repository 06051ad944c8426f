using System.Globalization;

namespace AsyncRL.Training.Profiling;

/// <summary>How much the machine's data caches hold.</summary>
/// <param name="L1">Bytes of a core's first level.</param>
/// <param name="L2">Bytes of a core's second level.</param>
/// <param name="L3">Bytes of the third level, which cores share.</param>
public sealed record CacheSizes(long L1, long L2, long L3)
{
    private const string LinuxDirectory = "/sys/devices/system/cpu/cpu0/cache";

    /// <summary>What is assumed of a level that the system does not tell about: 32 KiB, 512 KiB, 8 MiB.</summary>
    public static CacheSizes Default { get; } = new(32 << 10, 512 << 10, 8 << 20);

    /// <summary>The sizes of this machine's caches, as far as the system tells.</summary>
    public static CacheSizes OfThisMachine { get; } = Read(LinuxDirectory);

    /// <summary>Bytes that a level holds; all there are for <see cref="MemoryLevel.Memory"/>.</summary>
    /// <param name="level">The level.</param>
    /// <returns>Bytes.</returns>
    public long Of(MemoryLevel level) => level switch
    {
        MemoryLevel.L1 => L1,
        MemoryLevel.L2 => L2,
        MemoryLevel.L3 => L3,
        _ => long.MaxValue,
    };

    /// <summary>The first level in which threads find what each of them works on again and again.</summary>
    /// <param name="bytesPerThread">What a thread goes through in turn.</param>
    /// <param name="threads">Threads, each on a core of its own; they share the third level.</param>
    /// <returns>The level.</returns>
    public MemoryLevel LevelOf(double bytesPerThread, int threads)
    {
        if (bytesPerThread <= L1) return MemoryLevel.L1;
        if (bytesPerThread <= L2) return MemoryLevel.L2;
        return bytesPerThread * threads <= L3 ? MemoryLevel.L3 : MemoryLevel.Memory;
    }

    /// <summary>Reads what Linux tells of a processor's caches.</summary>
    /// <param name="directory">A directory that holds one for each cache, index0 and so on.</param>
    /// <returns>The sizes, with the defaults for levels that are not there.</returns>
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

    /// <summary>"48K" or "32M" in bytes.</summary>
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

/// <summary>Where a processor finds what it works on.</summary>
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
}
