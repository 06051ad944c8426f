using AsyncRL.Profiling;
using AsyncRL.TestSources;

namespace AsyncRL.Training.Tests.Profiling;

public class CacheSizesTests
{
    private static readonly CacheSizes Sizes = new(100, 1000, 10_000);

    [Fact]
    public void Data_caches_are_read_from_the_system_s_directory()
    {
        using var directory = new TemporaryDirectory();
        Write(directory, "index0", "1", "Data", "48K\n");
        Write(directory, "index1", "1", "Instruction", "64K\n");
        Write(directory, "index2", "2", "Unified", "2M\n");
        Write(directory, "index3", "3", "Unified", "1G\n");
        Assert.Equal(new CacheSizes(48 << 10, 2 << 20, 1 << 30), CacheSizes.Read(directory.FullPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("0K")]
    [InlineData("K")]
    public void What_the_system_does_not_tell_has_a_default(string size)
    {
        using var directory = new TemporaryDirectory();
        Write(directory, "index2", "2", "Unified", size);
        Assert.Equal(CacheSizes.Default, CacheSizes.Read(directory.FullPath));
        Assert.Equal(CacheSizes.Default, CacheSizes.Read(directory.At("nowhere")));
    }

    [Fact]
    public void This_machine_s_caches_grow_from_level_to_level()
    {
        CacheSizes sizes = CacheSizes.OfThisMachine;
        Assert.True(0 < sizes.L1 && sizes.L1 < sizes.L2 && sizes.L2 < sizes.L3, $"{sizes}");
    }

    [Theory]
    [InlineData(100, 1, MemoryLevel.L1)]
    [InlineData(101, 1, MemoryLevel.L2)]
    [InlineData(1000, 64, MemoryLevel.L2)]
    [InlineData(1001, 1, MemoryLevel.L3)]
    [InlineData(5000, 2, MemoryLevel.L3)]
    [InlineData(5001, 2, MemoryLevel.Memory)]
    public void Threads_share_only_the_third_level(double bytes, int threads, MemoryLevel expected) =>
        Assert.Equal(expected, Sizes.LevelOf(bytes, threads));

    /// <summary>Two hardware threads of core 0 and one of core 1, and directories that are not processors.</summary>
    [Fact]
    public void Hardware_threads_of_one_core_are_counted_once()
    {
        using var directory = new TemporaryDirectory();
        foreach ((string processor, string siblings) in new[] { ("cpu0", "0,2\n"), ("cpu1", "1\n"), ("cpu2", "0,2\n") })
        {
            string topology = directory.At(Path.Combine(processor, "topology"));
            Directory.CreateDirectory(topology);
            File.WriteAllText(Path.Combine(topology, "thread_siblings_list"), siblings);
        }

        Directory.CreateDirectory(directory.At("cpufreq"));
        Assert.Equal(2, PhysicalCores.CountBelow(directory.FullPath));
        Assert.Equal(0, PhysicalCores.CountBelow(directory.At("nowhere")));
        Assert.InRange(PhysicalCores.Count, 1, Environment.ProcessorCount);
    }

    private static void Write(TemporaryDirectory directory, string index, string level, string type, string size)
    {
        string cache = directory.At(index);
        Directory.CreateDirectory(cache);
        File.WriteAllText(Path.Combine(cache, "level"), level + "\n");
        File.WriteAllText(Path.Combine(cache, "type"), type + "\n");
        File.WriteAllText(Path.Combine(cache, "size"), size);
    }
}
