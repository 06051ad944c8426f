using System.Globalization;
using System.Linq;
using System.Text;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures;

/// <summary>Writes figures into a file or a directory. What cannot be written is refused before any work.</summary>
internal sealed class FigureFiles
{
    private const string DefaultDirectory = "pictures";

    private static readonly string[] DataEndings = [".csv", ".json"];

    private readonly string? _kind;
    private readonly string _output;
    private readonly bool _isDirectory;
    private readonly bool _writesData;

    /// <summary>Checks the place.</summary>
    /// <param name="kind">The kind of the figures; null for all kinds.</param>
    /// <param name="output">The file or directory; null for a default.</param>
    /// <param name="writesData">Whether the numbers are written, too.</param>
    /// <param name="hasAnimation">Whether the kind can be an animation.</param>
    /// <exception cref="InputException">The place cannot be written.</exception>
    internal FigureFiles(string? kind, string? output, bool writesData, bool hasAnimation = false)
    {
        (_kind, _writesData) = (kind, writesData);
        _output = output ?? (kind is null ? DefaultDirectory : $"{kind}.svg");
        _isDirectory = kind is null || Directory.Exists(_output);
        if (_isDirectory)
        {
            OutputDirectory.Refuse(_output);
            return;
        }

        IsAnimated = HasEnding(".gif");
        if (IsAnimated && !hasAnimation)
        {
            throw new InputException(
                $"The kind {kind} has no animation; expected a name that ends in .svg, or one of the kinds "
                + $"{string.Join(", ", FigureKinds.All.Where(other => other.Animation is not null).Select(other => other.Name))}.");
        }

        if (!IsAnimated && !HasEnding(".svg"))
        {
            string endings = hasAnimation ? ".svg or .gif" : ".svg";
            throw new InputException($"The option --output is \"{_output}\"; expected a name that ends in {endings}, or a directory.");
        }

        foreach (string ending in writesData ? DataEndings : []) FileOfRun.Refuse(Path.ChangeExtension(_output, ending));
        OutputFile.Check("--output", _output);
    }

    /// <summary>Whether the file is an animation.</summary>
    internal bool IsAnimated { get; }

    /// <summary>Makes the directory, if the figures are written into one.</summary>
    /// <exception cref="InputException">It cannot be made or written.</exception>
    internal void Prepare()
    {
        if (!_isDirectory) return;
        OutputDirectory.Make(_output);
        OutputFile.Check("--output", Path.Combine(_output, $"{_kind ?? DefaultDirectory}.svg"));
    }

    /// <summary>Writes figures.</summary>
    /// <param name="figures">The figures.</param>
    /// <returns>The files.</returns>
    internal IReadOnlyList<WrittenFigure> Write(IReadOnlyList<Figure> figures)
    {
        var written = new List<WrittenFigure>();
        foreach (Figure figure in figures)
        {
            string path = PathOf(figure);
            WriteWhole(path, figure.Picture.Span);
            string? data = _writesData
                ? Path.ChangeExtension(path, DataEndings[figure.Data.StartsWith('{') ? 1 : 0]) : null;
            if (data is not null) WriteWhole(data, System.Text.Encoding.UTF8.GetBytes(figure.Data));
            written.Add(new WrittenFigure(figure, path, data));
        }

        return written;
    }

    private bool HasEnding(string ending) => string.Equals(Path.GetExtension(_output), ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first figure of a kind has the name that was asked for; the others have their own names beside it.</summary>
    private string PathOf(Figure figure)
    {
        if (_isDirectory) return Path.Combine(_output, $"{figure.Name}.svg");
        return figure.Name == _kind ? _output : Path.Combine(
            Path.GetDirectoryName(_output) ?? "",
            $"{Path.GetFileNameWithoutExtension(_output)}{figure.Name[_kind!.Length..]}{Path.GetExtension(_output)}");
    }

    /// <summary>A file that was there stays whole until the new one is complete.</summary>
    private static void WriteWhole(string path, ReadOnlySpan<byte> content)
    {
        string unfinished = path + Recording.PictureFile.Unfinished;
        File.WriteAllBytes(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }
}

/// <summary>A figure in a file.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Path">Its file.</param>
/// <param name="DataPath">The file of its numbers; null if it was not written.</param>
internal sealed record WrittenFigure(Figure Figure, string Path, string? DataPath);

/// <summary>The numbers of a figure as CSV: a line of names, then a line for each row.</summary>
/// <param name="names">The names of the columns.</param>
internal sealed class CsvText(params string[] names)
{
    private readonly StringBuilder _text = new StringBuilder().Append(string.Join(',', Array.ConvertAll(names, Quoted))).Append('\n');

    /// <summary>Adds a row.</summary>
    /// <param name="values">Numbers and texts, one for each column.</param>
    internal void Add(params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) _text.Append(',');
            _text.Append(values[i] is string text ? Quoted(text) : string.Create(CultureInfo.InvariantCulture, $"{values[i]}"));
        }

        _text.Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

/// <summary>Pictures as PNG in memory.</summary>
internal static class PngFile
{
    /// <summary>Makes the file of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>Its bytes.</returns>
    internal static byte[] Of(Picture picture)
    {
        using var file = new MemoryStream();
        Png.Write(picture, file);
        return file.ToArray();
    }
}
