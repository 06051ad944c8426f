namespace AsyncRL.Training.Profiling;

/// <summary>How many cores there are: two hardware threads of one core share its arithmetic and its caches.</summary>
public static class PhysicalCores
{
    private const string LinuxDirectory = "/sys/devices/system/cpu";

    /// <summary>
    /// Cores that this process may use; as many as processors where the system does not tell which of them share a core.
    /// </summary>
    public static int Count { get; } = Math.Min(
        Environment.ProcessorCount, CountBelow(LinuxDirectory) is > 0 and var cores ? cores : Environment.ProcessorCount);

    /// <summary>Counts cores by their lists of hardware threads.</summary>
    /// <param name="directory">A directory that holds one for each processor, cpu0 and so on.</param>
    /// <returns>The cores; 0 if there are no lists.</returns>
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
