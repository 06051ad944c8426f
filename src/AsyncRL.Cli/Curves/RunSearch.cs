using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Curves;

/// <summary>Finds the runs in and below directories: those of several seeds, of a comparison or of a study.</summary>
internal static class RunSearch
{
    /// <summary>
    /// A link below a directory is not followed, because it could lead back. A directory that the user names may be a link.
    /// </summary>
    private static readonly EnumerationOptions Below = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <summary>Finds the runs. A directory with run.json is a run, and nothing below it is looked at.</summary>
    /// <param name="paths">The directories that the user named.</param>
    /// <param name="command">The command that reads the runs.</param>
    /// <returns>The directories of the runs: in the order of the paths, and below a path in the order of their names.</returns>
    /// <exception cref="InputException">A path is no directory, holds no run, or a run is found twice.</exception>
    internal static List<string> Find(IReadOnlyList<string> paths, string command)
    {
        var runs = new List<string>();
        var known = new HashSet<string>();
        foreach (string path in paths)
        {
            if (!Directory.Exists(path)) RunPath.Check(path, command);
            int before = runs.Count;
            try
            {
                Add(path, runs);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new InputException(
                    $"The directory {path} cannot be searched for runs ({problem.Message.TrimEnd('.')}); expected one that can be read.",
                    problem);
            }

            if (runs.Count == before)
            {
                throw new InputException(
                    $"The directory {path} holds no run, and none is below it; expected a directory that train or compare wrote.");
            }

            foreach (string run in runs[before..]) RunPath.AddOnce(known, run);
        }

        return runs;
    }

    private static void Add(string directory, List<string> runs)
    {
        if (File.Exists(Path.Combine(directory, RunPath.Manifest)))
        {
            runs.Add(directory);
            return;
        }

        string[] entries = Directory.GetDirectories(directory, "*", Below);
        Array.Sort(entries, StringComparer.Ordinal);
        foreach (string entry in entries) Add(entry, runs);
    }
}
