using System.Diagnostics;

namespace AsyncRL.TestSources;

/// <summary>The processes of the machine, as Linux lists them in /proc.</summary>
internal static class ProcessTree
{
    /// <summary>The processes whose parent is a process, by what Linux tells.</summary>
    internal static List<int> ChildrenOf(int parent)
    {
        var children = new List<int>();
        foreach (string directory in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), out int process)) continue;
            if (ParentOf(process) == parent) children.Add(process);
        }

        return children;
    }

    /// <summary>Waits until a process has ended.</summary>
    /// <returns>Whether it ended within twenty seconds. A process that has ended and waits for its parent counts as ended.</returns>
    internal static bool HasEnded(int process)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(20); Thread.Sleep(20))
        {
            if (ParentOf(process) is null) return true;
        }

        return false;
    }

    /// <summary>The parent of a running process; null if the process has ended.</summary>
    private static int? ParentOf(int process)
    {
        try
        {
            // "17 (python3) S 16 …": the state and the parent follow the name in parentheses.
            string text = File.ReadAllText($"/proc/{process}/stat");
            string[] rest = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return rest[0] == "Z" ? null : int.Parse(rest[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
