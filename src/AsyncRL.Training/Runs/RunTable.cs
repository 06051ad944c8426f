using System.Globalization;
using System.Text;

namespace AsyncRL.Training.Runs;

/// <summary>
/// A table of comma-separated numbers that grows entry by entry, an entry being a report or an episode and having one row or several. The
/// last column is the entry's number, from 1.
/// </summary>
/// <remarks>
/// <b>It is bounded.</b> When there would be more entries than it may hold, every other one is dropped, and from then on only every second
/// one is written; and so on by powers of two. The entries that it holds are always the multiples of a step, and the step is the number of
/// its first entry. So its content follows from the number of entries alone, whatever was interrupted and resumed in between.
/// </remarks>
internal sealed class RunTable : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly string _path;
    private readonly string _columns;
    private readonly long _most;
    private FileStream _file;
    private StreamWriter _writer;
    private long _step = 1;

    /// <summary>Opens a table, cut back to what a checkpoint had counted.</summary>
    /// <param name="path">The file; made if it is not there.</param>
    /// <param name="columns">The heading, without the last column.</param>
    /// <param name="entryName">What the last column is called.</param>
    /// <param name="most">Entries that it may hold.</param>
    /// <param name="entries">Entries that the checkpoint had counted; 0 for a new run.</param>
    internal RunTable(string path, string columns, string entryName, long most, long entries)
    {
        (_path, _columns, _most, Entries) = (path, $"{columns},{entryName}", most, entries);
        _file = Open(FileMode.OpenOrCreate);
        _file.SetLength(FindLength());
        _file.Seek(0, SeekOrigin.End);
        _writer = MakeWriter(_file);
        if (_file.Length == 0) _writer.Write(_columns + "\n");
    }

    /// <summary>Entries counted, those included that the table does not hold.</summary>
    internal long Entries { get; private set; }

    /// <summary>Rows that were there when the table was opened and had been counted.</summary>
    internal long RowsFound { get; private set; }

    /// <summary>Entries that should have been there.</summary>
    internal long EntriesExpected { get; private set; }

    private bool Holds => Entries % _step == 0;

    /// <summary>Begins an entry.</summary>
    internal void Begin()
    {
        Entries++;
        if (Entries / _step <= _most) return;
        while (Entries / _step > _most) _step *= 2;
        Thin();
    }

    /// <summary>Adds a row to the entry; NaN becomes an empty field.</summary>
    internal void Write(params ReadOnlySpan<double> values)
    {
        if (!Holds) return;
        foreach (double value in values)
        {
            if (!double.IsNaN(value)) _writer.Write(value.ToString("R", CultureInfo.InvariantCulture));
            _writer.Write(',');
        }

        _writer.Write(Entries.ToString(CultureInfo.InvariantCulture));
        _writer.Write('\n');
    }

    /// <summary>
    /// Puts all rows onto the disk, so that a checkpoint can count them. A table that was removed meanwhile is written again, from the file
    /// that the system keeps as long as it is open.
    /// </summary>
    internal void Flush()
    {
        _writer.Flush();
        if (!File.Exists(_path)) WriteAgain(1);
        _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static StreamWriter MakeWriter(FileStream file) => new(file, new UTF8Encoding(false), BufferSize);

    private FileStream Open(FileMode mode) => new(_path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    private void Thin()
    {
        _writer.Flush();
        WriteAgain(_step);
    }

    /// <summary>Writes the entries that are multiples of a step into a new file under the same name.</summary>
    private void WriteAgain(long step)
    {
        DurableFile.Replace(_path, target => CopyTo(target, step));
        _writer.Dispose();
        _file = Open(FileMode.Open);
        _file.Seek(0, SeekOrigin.End);
        _writer = MakeWriter(_file);
    }

    private void CopyTo(FileStream target, long step)
    {
        _file.Seek(0, SeekOrigin.Begin);
        var scanner = new TableScanner(_file);
        if (scanner.TryRead(out ReadOnlySpan<byte> heading)) target.Write(heading);
        while (scanner.TryRead(out ReadOnlySpan<byte> row))
        {
            if (TableScanner.TryReadIndex(row, out long index) && index % step == 0) target.Write(row);
        }
    }

    /// <summary>Where the rows end that a checkpoint had counted and that are whole.</summary>
    private long FindLength()
    {
        var scanner = new TableScanner(_file);
        if (!scanner.TryRead(out ReadOnlySpan<byte> heading) || !heading[..^1].SequenceEqual(Encoding.UTF8.GetBytes(_columns)))
        {
            EntriesExpected = Entries;
            return 0;
        }

        long length = scanner.Position, last = 0;
        while (scanner.TryRead(out ReadOnlySpan<byte> row))
        {
            if (!TableScanner.TryReadIndex(row, out long index) || index < last || index > Entries) break;
            if (last == 0) _step = (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)index);
            (last, length) = (index, scanner.Position);
            RowsFound++;
        }

        EntriesExpected = Entries / _step;
        return length;
    }
}
