using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Parsing;

/// <summary>Files that a command will write at its end, checked at its beginning.</summary>
internal static class OutputFile
{
    /// <summary>Makes sure that a file can be written, and leaves it as it is.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The file; nothing is checked if it is null.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    internal static void Check(string option, string? path)
    {
        if (path is null) return;
        CheckDirectory(path);
        try
        {
            bool isNew = !File.Exists(path);
            using (new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write))
            {
            }

            if (isNew) File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = problem.Message.TrimEnd('.').Replace(System.Environment.NewLine, " ", StringComparison.Ordinal);
            throw new InputException($"The file of {option}, \"{path}\", cannot be written ({reason}); expected a path that can.", problem);
        }
    }

    /// <summary>Makes sure that the directory of a file exists.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">There is no such directory.</exception>
    internal static void CheckDirectory(string path)
    {
        string? directory = Path.GetDirectoryName(path);
        if (string.IsNullOrEmpty(directory) || Path.Exists(directory)) return;
        throw new InputException($"There is no directory {directory}; expected an existing one.");
    }
}

/// <summary>The directory that a command fills with runs.</summary>
internal static class OutputDirectory
{
    /// <summary>Refuses what cannot become the directory.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="InputException">It is a file, the directory of a run, or one in which a run keeps its files.</exception>
    internal static void Refuse(string path)
    {
        if (File.Exists(path)) throw new InputException($"The output {path} is a file; expected a directory or a new path.");
        FileOfRun.Refuse(path);
        if (!File.Exists(Path.Combine(path, RunPath.Manifest))) return;
        throw new InputException($"The output {path} is the directory of a run; expected another directory or a new path.");
    }

    /// <summary>Makes the directory if it is not there.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="InputException">It cannot be made.</exception>
    internal static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = problem.Message.Split(" (Parameter")[0].TrimEnd('.');
            throw new InputException($"The output directory {path} cannot be made ({reason}); expected a path that can.", problem);
        }
    }
}
