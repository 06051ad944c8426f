using System.Globalization;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>Reads the whole rows of one of a run's tables, while the run may still write it.</summary>
internal sealed class RunTableReader : IDisposable
{
    private readonly StreamReader _reader;
    private readonly string _name;
    private string[] _fields = [];
    private string _rest = "";
    private int _read;
    private int _row;

    private RunTableReader(StreamReader reader, string name)
    {
        (_reader, _name) = (reader, name);
        Columns = ReadLine()?.Split(',') ?? [];
    }

    /// <summary>The names of the columns.</summary>
    internal IReadOnlyList<string> Columns { get; }

    /// <summary>Opens a table.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="name">The name of the file.</param>
    /// <returns>The table; null if the run has none, or none whose heading is written.</returns>
    internal static RunTableReader? Open(string directory, string name)
    {
        string path = Path.Combine(directory, name);
        if (!File.Exists(path)) return null;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var table = new RunTableReader(new StreamReader(file), name);
        if (table.Columns.Count > 0) return table;
        table.Dispose();
        return null;
    }

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end, and at a row that is not complete.</returns>
    internal bool TryRead()
    {
        if (ReadLine() is not { } line) return false;
        _row++;
        _fields = line.Split(',');
        return _fields.Length == Columns.Count ? true : throw new InputException(
            $"Row {_row} of {_name} has {_fields.Length} columns; expected {Columns.Count}.");
    }

    /// <summary>A number of the present row; NaN for an empty field, and where the table lacks the column.</summary>
    /// <exception cref="InputException">The field holds something else.</exception>
    internal double Number(string column)
    {
        int index = IndexOf(column);
        if (index < 0 || _fields[index].Length == 0) return double.NaN;
        return double.TryParse(_fields[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
            : throw new InputException($"Row {_row} of {_name} holds \"{_fields[index]}\" in the column {column}; expected a number.");
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private int IndexOf(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column) return i;
        }

        return -1;
    }

    /// <summary>Reads a line that has its end. The beginning of another one is kept until its end is there.</summary>
    private string? ReadLine()
    {
        Span<char> more = stackalloc char[1 << 12];
        int length;
        while ((length = _rest.AsSpan(_read).IndexOf('\n')) < 0)
        {
            int count = _reader.Read(more);
            if (count == 0) return null;
            (_rest, _read) = (string.Concat(_rest.AsSpan(_read), more[..count]), 0);
        }

        string line = _rest.Substring(_read, length);
        _read += length + 1;
        return line;
    }
}
