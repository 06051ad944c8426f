using System.Runtime.InteropServices;

namespace AsyncRL.Cli.Output;

/// <summary>Checks that the process may open enough files. The runtime opens two for each library that it loads.</summary>
internal static class FileLimit
{
    /// <summary>The required number of files; a training opens 80 to 100.</summary>
    internal const long Needed = 160;

    private const int OpenFilesOnLinux = 7;

    /// <summary>Checks the limit.</summary>
    /// <returns>The message; null if the limit suffices or is unknown.</returns>
    internal static string? Problem()
    {
        if (!OperatingSystem.IsLinux() || GetLimit(OpenFilesOnLinux, out Limit limit) != 0) return null;
        return Problem(limit.Soft);
    }

    /// <summary>Checks a limit.</summary>
    /// <param name="files">Files that may be open at the same time.</param>
    /// <returns>The message; null if the limit suffices.</returns>
    internal static string? Problem(ulong files) => files >= Needed
        ? null
        : $"The process may open {files} files at a time; expected at least {Needed} (ulimit -n {Needed}).";

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out Limit limit);

    private readonly record struct Limit(ulong Soft, ulong Hard);
}
