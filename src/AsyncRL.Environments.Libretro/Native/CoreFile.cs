using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Libretro.Native;

/// <summary>Finds the library of a core.</summary>
internal static class CoreFile
{
    /// <summary>The variable that names a further directory of cores.</summary>
    internal const string Variable = "ASYNCRL_LIBRETRO_CORES";

    private const string Ending = "_libretro.so";

    /// <summary>The directories in which systems keep cores, in order.</summary>
    private static IEnumerable<string> Directories
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own) yield return own;
            yield return $"/usr/lib/{Machine}-linux-gnu/libretro";
            yield return "/usr/lib/libretro";
            yield return "/usr/local/lib/libretro";
            yield return Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config", "retroarch", "cores");
        }
    }

    private static string Machine =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64
            ? "aarch64" : "x86_64";

    /// <summary>Finds a core.</summary>
    /// <param name="core">A path, or the name of a file in one of the usual directories.</param>
    /// <returns>The path.</returns>
    /// <exception cref="InputException">There is none.</exception>
    internal static string Find(string core)
    {
        if (File.Exists(core) && core.Contains('/', StringComparison.Ordinal)) return core;
        foreach (string directory in Directories)
        {
            string path = Path.Combine(directory, core);
            if (File.Exists(path)) return path;
        }

        string package = Path.GetFileName(core).Replace(Ending, "", StringComparison.Ordinal);
        throw new InputException(
            $"There is no libretro core {core}; expected its path, or its name in {string.Join(", ", Directories)} "
            + $"(sudo apt-get install libretro-{package}).");
    }

    /// <summary>The names of all cores in the usual directories, sorted.</summary>
    internal static List<string> All()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string directory in Directories)
        {
            if (!Directory.Exists(directory)) continue;
            foreach (string file in Directory.EnumerateFiles(directory, "*" + Ending)) names.Add(Path.GetFileName(file));
        }

        return [.. names];
    }
}
