namespace AsyncRL.Profiling;

/// <summary>Counts the physical cores. Two hardware threads of one core share its arithmetic and its caches.</summary>
public static class PhysicalCores
{
    private const string LinuxDirectory = "/sys/devices/system/cpu";

    /// <summary>
    /// The cores that this process may use. If the system does not report which processors share a core, this is the number of processors.
    /// </summary>
    public static int Count { get; } = Math.Min(
        Environment.ProcessorCount, CountBelow(LinuxDirectory) is > 0 and var cores ? cores : Environment.ProcessorCount);

    /// <summary>Counts cores by their lists of hardware threads.</summary>
    /// <param name="directory">A directory with one subdirectory for each processor: cpu0, cpu1, and so on.</param>
    /// <returns>The number of cores; 0 if there are no lists.</returns>
    internal static int CountBelow(string directory)
    {
        var cores = new HashSet<string>();
        if (!Directory.Exists(directory)) return 0;
        foreach (string processor in Directory.GetDirectories(directory, "cpu*"))
        {
            string siblings = Path.Combine(processor, "topology", "thread_siblings_list");
            if (File.Exists(siblings)) cores.Add(File.ReadAllText(siblings).Trim());
        }

        return cores.Count;
    }
}
