using System.Collections.Immutable;
using System.Globalization;

namespace AsyncRL.Training.Machine;

/// <summary>Counts the physical cores. Two hardware threads of one core share its arithmetic and its caches.</summary>
public static class PhysicalCores
{
    /// <summary>Where Linux tells about its processors.</summary>
    internal const string LinuxDirectory = "/sys/devices/system/cpu";

    /// <summary>
    /// The cores that this process may use. If the system does not report which processors share a core, this is the number of processors.
    /// </summary>
    public static int Count { get; } = Math.Min(
        Environment.ProcessorCount, CountBelow(LinuxDirectory) is > 0 and var cores ? cores : Environment.ProcessorCount);

    /// <summary>Chooses one processor of each physical core.</summary>
    /// <param name="processors">Numbers of processors.</param>
    /// <param name="directory">A directory with one subdirectory for each processor: cpu0, cpu1, and so on.</param>
    /// <returns>
    /// The first processor of each core, in the order of the list. A processor whose core the system does not report counts as a core.
    /// </returns>
    internal static ImmutableArray<int> OneProcessorEach(IReadOnlyList<int> processors, string directory = LinuxDirectory) =>
        [.. ProcessorsOfEach(processors, directory).ConvertAll(core => core[0])];

    /// <summary>Groups processors by their physical cores.</summary>
    /// <param name="processors">Numbers of processors.</param>
    /// <param name="directory">A directory with one subdirectory for each processor: cpu0, cpu1, and so on.</param>
    /// <returns>The processors of each core, in the order of the list.</returns>
    internal static List<ImmutableArray<int>> ProcessorsOfEach(IReadOnlyList<int> processors, string directory = LinuxDirectory)
    {
        var cores = new List<ImmutableArray<int>>();
        var indices = new Dictionary<string, int>();
        foreach (int processor in processors)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"cpu{processor}");
            string core = SiblingsOf(Path.Combine(directory, name)) ?? name;
            if (indices.TryAdd(core, cores.Count)) cores.Add([]);
            cores[indices[core]] = cores[indices[core]].Add(processor);
        }

        return cores;
    }

    /// <summary>Counts cores by their lists of hardware threads.</summary>
    /// <param name="directory">A directory with one subdirectory for each processor: cpu0, cpu1, and so on.</param>
    /// <returns>The number of cores; 0 if there are no lists.</returns>
    internal static int CountBelow(string directory)
    {
        var cores = new HashSet<string>();
        if (!Directory.Exists(directory)) return 0;
        foreach (string processor in Directory.GetDirectories(directory, "cpu*"))
        {
            if (SiblingsOf(processor) is { } siblings) cores.Add(siblings);
        }

        return cores.Count;
    }

    /// <summary>The list of the hardware threads of a processor's core; null if the system does not report it.</summary>
    private static string? SiblingsOf(string processor)
    {
        string siblings = Path.Combine(processor, "topology", "thread_siblings_list");
        return File.Exists(siblings) ? File.ReadAllText(siblings).Trim() : null;
    }
}
