using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncRL.TestSources;

/// <summary>
/// The system's own Python with stand-ins for Gymnasium and numpy, of the standard library alone, so that the tests need nothing else. The
/// stand-ins come first, so that an installed Gymnasium changes no test.
/// </summary>
internal static class StandInPython
{
    private const string Variable = "PYTHONPATH", Programs = "PATH", SystemPrograms = "/usr/bin";

    /// <summary>The directory of the stand-ins.</summary>
    internal static string Directory { get; } = Repository.PathOf("tests/Shared/Python");

    /// <summary>Every Python that the tests start is the system's, if there is one, and finds the stand-ins.</summary>
    [ModuleInitializer]
    internal static void SetUp()
    {
        Environment.SetEnvironmentVariable(Variable, Directory);
        if (File.Exists(Path.Combine(SystemPrograms, "python3")))
            Environment.SetEnvironmentVariable(Programs, $"{SystemPrograms}:{Environment.GetEnvironmentVariable(Programs)}");
        Environment.SetEnvironmentVariable("PYTHONDONTWRITEBYTECODE", "1");
    }

    /// <summary>Writes a program that can be given as the Python.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="script">The shell script; "$@" are the arguments of the Python.</param>
    /// <returns>Its path.</returns>
    internal static string Write(TemporaryDirectory directory, string script)
    {
        string path = directory.At($"python-{Guid.NewGuid():N}");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        const UnixFileMode runs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, runs);
        return path;
    }

    /// <summary>The processes whose parent is a process, by what Linux tells.</summary>
    internal static List<int> ChildrenOf(int parent)
    {
        var children = new List<int>();
        foreach (string directory in System.IO.Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), out int process)) continue;
            if (ParentOf(process) == parent) children.Add(process);
        }

        return children;
    }

    /// <summary>Waits until a process has ended.</summary>
    /// <returns>Whether it ended within ten seconds. A process that has ended and waits for its parent counts as ended.</returns>
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
