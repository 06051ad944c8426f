using System.Text.RegularExpressions;

namespace AsyncRL.Distributed.Mpi;

/// <summary>Short forms of the texts by which MPI libraries name themselves.</summary>
internal static partial class LibraryVersion
{
    /// <summary>
    /// "Open MPI 4.1.4" of "Open MPI v4.1.4, package: …", "MPICH 4.0.2" of "MPICH Version:      4.0.2", else the first line.
    /// </summary>
    /// <param name="text">The whole text.</param>
    internal static string Shorten(string text)
    {
        string line = text.Trim('\0', ' ', '\n', '\r').Split('\n', 2)[0].Trim();
        if (OpenMpi().Match(line) is { Success: true } open) return $"Open MPI {open.Groups[1].Value}";
        if (Mpich().Match(line) is { Success: true } mpich) return $"{mpich.Groups[1].Value} {mpich.Groups[2].Value}";
        return line.Length > 0 ? line : "an MPI library without a name";
    }

    [GeneratedRegex(@"^Open MPI v([^\s,]+)")]
    private static partial Regex OpenMpi();

    [GeneratedRegex(@"^(\S+) Version\s*:\s*(\S+)$")]
    private static partial Regex Mpich();
}
