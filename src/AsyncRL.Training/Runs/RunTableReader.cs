using System.Globalization;
using System.Text;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Reads the whole rows of one of a run's tables, while the run may still write it. One reading goes on until <see cref="TryRead"/> returns
/// false; the next call begins the next reading, of the rows that were added.
/// </summary>
/// <remarks>
/// A run that is resumed cuts its tables, and a run whose table is full replaces the file by a shorter one. Therefore each reading opens
/// the file again, and looks whether the last row that was read is still where it was. If it is not, the rows are read from the first one
/// on. The length alone would not tell, because the file may have grown again.
/// </remarks>
/// <param name="directory">The run's directory.</param>
/// <param name="name">The name of the file, which need not exist yet.</param>
internal sealed class RunTableReader(string directory, string name) : IDisposable
{
    private readonly string _path = Path.Combine(directory, name);
    private FileStream? _file;
    private TableScanner? _scanner;

    // The last line that was read, with its line end, and where it ends in the file.
    private byte[] _line = [];
    private long _end;
    private long _row;
    private double[] _numbers = [];

    // The last entry that TryReadUnread has read; its rows that were read ever, and since the last reading of the first row.
    private double _entry;
    private int _rowsOfEntry;
    private int _rowsOfEntryAgain;

    /// <summary>The names of the columns; none before the heading is written.</summary>
    internal IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>Whether the present or last reading began with the table's first row.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>
    /// Number of rows that <see cref="TryReadUnread"/> has left out since the last reading of the first row, because they have another
    /// number of fields than the heading, a field that is no number, or none where one is needed.
    /// </summary>
    internal long UnreadableRows { get; private set; }

    /// <summary>The number of the first of these rows, from 1.</summary>
    internal long FirstUnreadableRow { get; private set; }

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end, and at a row that is not complete.</returns>
    /// <exception cref="InputException">A row has other columns than the heading, or holds something else than numbers.</exception>
    internal bool TryRead() => Advance(skipsUnreadable: false, []);

    /// <summary>
    /// Reads the next row that was not read before, and leaves out rows that cannot be read. A file that was replaced or cut has earlier
    /// entries again, whose number is in the last column; they are left out.
    /// </summary>
    /// <param name="needed">The columns that must have a finite number in each row, as far as the table has them.</param>
    /// <returns>False at the end, and at a row that is not complete.</returns>
    internal bool TryReadUnread(IReadOnlyCollection<string> needed)
    {
        while (Advance(skipsUnreadable: true, needed))
        {
            double entry = HasEntries ? _numbers[^1] : _row;
            if (entry < _entry) continue;
            if (entry > _entry) (_entry, _rowsOfEntry, _rowsOfEntryAgain) = (entry, 0, 0);
            if (++_rowsOfEntryAgain <= _rowsOfEntry) continue;
            _rowsOfEntry = _rowsOfEntryAgain;
            return true;
        }

        return false;
    }

    /// <summary>A number of the present row; NaN for an empty field, and where the table lacks the column.</summary>
    internal double Number(string column)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column) return _numbers[i];
        }

        return double.NaN;
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    /// <summary>Whether the last column numbers the entries. Without such a column each row is an entry.</summary>
    private bool HasEntries => Columns.Count > 0 && Columns[^1] is "report" or "episode" or "evaluation";

    private bool Advance(bool skipsUnreadable, IReadOnlyCollection<string> needed)
    {
        try
        {
            if (_scanner is null && !TryBegin()) return false;
            while (_scanner!.TryRead(out ReadOnlySpan<byte> line))
            {
                string[] fields = Encoding.UTF8.GetString(line[..^1]).Split(',');
                bool isHeading = Columns.Count == 0;
                string? problem = isHeading ? null : Parse(fields, needed);
                if (problem is not null && !skipsUnreadable) throw new InputException(problem);
                if (isHeading) Columns = fields;
                else _row++;
                (_line, _end) = (line.ToArray(), _end + line.Length);
                if (problem is not null) CountUnreadable();
                else if (!isHeading) return true;
            }

            End();
            return false;
        }
        catch
        {
            // The row is read again by the next reading. It may have been cut while it was read.
            End();
            throw;
        }
    }

    private void CountUnreadable()
    {
        if (UnreadableRows++ == 0) FirstUnreadableRow = _row;
    }

    private bool TryBegin()
    {
        IsWhole = false;
        if (!File.Exists(_path)) return false;
        _file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!HasLastLine())
        {
            (_line, _end, _row, _rowsOfEntryAgain) = ([], 0, 0, 0);
            Columns = [];
            UnreadableRows = 0;
        }

        IsWhole = _row == 0;
        if (_file.Length == _end)
        {
            End();
            return false;
        }

        _file.Seek(_end, SeekOrigin.Begin);
        _scanner = new TableScanner(_file);
        return true;
    }

    private bool HasLastLine()
    {
        if (_file!.Length < _end) return false;
        var found = new byte[_line.Length];
        _file.Seek(_end - found.Length, SeekOrigin.Begin);
        return _file.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) == found.Length && found.AsSpan().SequenceEqual(_line);
    }

    /// <summary>Reads the numbers of the next row.</summary>
    /// <returns>Null; or a sentence on why it cannot be read.</returns>
    private string? Parse(string[] fields, IReadOnlyCollection<string> needed)
    {
        if (fields.Length != Columns.Count) return $"{Row()} has {fields.Length} columns; expected {Columns.Count}.";
        _numbers = new double[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i].Length == 0) _numbers[i] = double.NaN;
            else if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out _numbers[i]))
                return $"{Row()} holds \"{fields[i]}\" in the column {Columns[i]}; expected a number.";
        }

        foreach (string column in needed)
        {
            for (int i = 0; i < fields.Length; i++)
            {
                if (Columns[i] == column && !double.IsFinite(_numbers[i])) return $"{Row()} has no number in the column {column}.";
            }
        }

        return null;

        string Row() => $"Row {_row + 1} of {name}";
    }

    private void End()
    {
        _file?.Dispose();
        (_file, _scanner) = (null, null);
    }
}
