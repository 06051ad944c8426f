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

    private static void Write(TemporaryDirectory directory, string index, string level, string type, string size)
    {
        string cache = directory.At(index);
        Directory.CreateDirectory(cache);
        File.WriteAllText(Path.Combine(cache, "level"), level + "\n");
        File.WriteAllText(Path.Combine(cache, "type"), type + "\n");
        File.WriteAllText(Path.Combine(cache, "size"), size);
    }
}
