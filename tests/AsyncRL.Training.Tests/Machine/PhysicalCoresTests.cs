using AsyncRL.TestSources;
using AsyncRL.Training.Machine;

namespace AsyncRL.Training.Tests.Machine;

public class PhysicalCoresTests
{
    /// <summary>Two hardware threads of core 0 and one of core 1, and directories that are not processors.</summary>
    [Fact]
    public void Hardware_threads_of_one_core_are_counted_once()
    {
        using TemporaryDirectory directory = TwoCores();
        Directory.CreateDirectory(directory.At("cpufreq"));
        Assert.Equal(2, PhysicalCores.CountBelow(directory.FullPath));
        Assert.Equal(0, PhysicalCores.CountBelow(directory.At("nowhere")));
        Assert.InRange(PhysicalCores.Count, 1, Environment.ProcessorCount);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, new[] { 0, 1 })]
    [InlineData(new[] { 2, 1, 0 }, new[] { 2, 1 })]
    [InlineData(new[] { 0, 2 }, new[] { 0 })]
    [InlineData(new[] { 0, 7, 8 }, new[] { 0, 7, 8 })]
    public void One_processor_of_each_core_is_chosen(int[] allowed, int[] expected)
    {
        using TemporaryDirectory directory = TwoCores();
        Assert.Equal(expected, PhysicalCores.OneProcessorEach(allowed, directory.FullPath));
    }

    internal static TemporaryDirectory TwoCores()
    {
        var directory = new TemporaryDirectory();
        foreach ((string processor, string siblings) in new[] { ("cpu0", "0,2\n"), ("cpu1", "1\n"), ("cpu2", "0,2\n") })
        {
            string topology = directory.At(Path.Combine(processor, "topology"));
            Directory.CreateDirectory(topology);
            File.WriteAllText(Path.Combine(topology, "thread_siblings_list"), siblings);
        }

        return directory;
    }
}
