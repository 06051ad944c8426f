using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Recording;

/// <summary>
/// The file of a recording. It is written under a temporary name in the same directory and renamed when it is complete, so that an
/// abandoned recording leaves an existing file unchanged.
/// </summary>
internal sealed class PictureFile : IDisposable
{
    /// <summary>The suffix of the temporary name, which messages do not show.</summary>
    internal const string Unfinished = ".unfinished";

    private readonly string _path;
    private readonly string _unfinished;

    private PictureFile(string path)
    {
        (_path, _unfinished) = (path, path + Unfinished);
        Stream = new FileStream(_unfinished, FileMode.Create, FileAccess.Write);
    }

    /// <summary>Receives the file.</summary>
    internal FileStream Stream { get; }

    /// <summary>Whether a name is that of an animation; otherwise it is that of a still picture.</summary>
    /// <param name="path">The name.</param>
    /// <returns>True for .gif, false for .png.</returns>
    /// <exception cref="InputException">The name has another ending.</exception>
    internal static bool IsAnimated(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".GIF" => true,
        ".PNG" => false,
        _ => throw new InputException($"The output file {path} ends neither in .gif nor in .png; expected one of these."),
    };

    /// <summary>Creates the temporary file.</summary>
    /// <param name="path">The path; an existing file is replaced at the end.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InputException">The file cannot be written.</exception>
    internal static PictureFile Create(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"The output file {path} is a directory; expected a file's name.");
        OutputFile.CheckDirectory(path);
        try
        {
            return new PictureFile(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = problem.Message.Split(" (Parameter")[0].Replace(Unfinished, "", StringComparison.Ordinal);
            throw new InputException($"The output file {path} cannot be written: {reason}", problem);
        }
    }

    /// <summary>Renames the complete file to its path.</summary>
    /// <returns>Its length in bytes.</returns>
    internal long Finish()
    {
        long length = Stream.Length;
        Stream.Dispose();
        File.Move(_unfinished, _path, overwrite: true);
        return length;
    }

    /// <summary>Closes the file, and removes it if it is not finished.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(_unfinished);
    }
}
