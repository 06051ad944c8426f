using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Recording;

/// <summary>
/// The file that a recording becomes. It is written under another name beside its place, to which it is moved when it is whole: a
/// recording that is given up leaves what was there before.
/// </summary>
internal sealed class PictureFile : IDisposable
{
    /// <summary>What the name of a file ends in until it is whole; people are told of the file's own name only.</summary>
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

    /// <summary>Whether a name is that of an animated picture rather than of a still one.</summary>
    /// <param name="path">The name.</param>
    /// <returns>True for .gif, false for .png.</returns>
    /// <exception cref="InputException">It is neither.</exception>
    internal static bool IsAnimated(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".GIF" => true,
        ".PNG" => false,
        _ => throw new InputException($"The output file {path} ends neither in .gif nor in .png; expected one of these."),
    };

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where; a file that is there is replaced in the end.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InputException">No file can be written there.</exception>
    internal static PictureFile Create(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"The output file {path} is a directory; expected a file's name.");
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

    /// <summary>Moves the whole file to its place.</summary>
    /// <returns>Its length in bytes.</returns>
    internal long Finish()
    {
        long length = Stream.Length;
        Stream.Dispose();
        File.Move(_unfinished, _path, overwrite: true);
        return length;
    }

    /// <summary>Closes the file; what is not finished is removed.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(_unfinished);
    }
}
