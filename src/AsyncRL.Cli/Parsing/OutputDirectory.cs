using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Parsing;

/// <summary>The directory that a command fills with runs.</summary>
internal static class OutputDirectory
{
    /// <summary>Refuses what cannot become the directory.</summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="InputException">It is a file, or the directory of a run.</exception>
    internal static void Refuse(string path)
    {
        if (File.Exists(path)) throw new InputException($"The output {path} is a file; expected a directory or a new path.");
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
