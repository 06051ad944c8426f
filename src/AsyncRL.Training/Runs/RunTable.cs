using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AsyncRL.Training.Runs;

/// <summary>
/// A table of comma-separated numbers that grows by entries. An entry is a report, an episode or an evaluation, and has one or more rows.
/// The last column is the entry's number, from 1.
/// </summary>
/// <remarks>
/// <b>The table is bounded.</b> When it is full, every other entry is dropped, and from then on only every second entry is written; and so
/// on by powers of two. The entries in the table are always the multiples of a step, and the step is the number of its first entry.
/// Therefore the content depends only on the number of entries, not on interruptions of the run.
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

    /// <summary>Opens a table and removes the entries after those that a checkpoint counted.</summary>
    /// <param name="path">The file; created if it does not exist.</param>
    /// <param name="columns">The heading, without the last column.</param>
    /// <param name="entryName">The name of the last column.</param>
    /// <param name="most">Largest number of entries in the table.</param>
    /// <param name="entries">Number of entries that the checkpoint counted; 0 for a new run.</param>
    internal RunTable(string path, string columns, string entryName, long most, long entries)
    {
        (_path, _columns, _most, Entries) = (path, $"{columns},{entryName}", most, entries);
        _file = Open(FileMode.OpenOrCreate);
        _file.SetLength(FindLength());
        _file.Seek(0, SeekOrigin.End);
        _writer = MakeWriter(_file);
        if (_file.Length == 0) _writer.Write(_columns + "\n");
    }

    /// <summary>Number of counted entries, including those that were dropped.</summary>
    internal long Entries { get; private set; }

    /// <summary>Number of rows that the table contained when it was opened and that the checkpoint counted.</summary>
    internal long RowsFound { get; private set; }

    /// <summary>Number of entries that the table should have contained when it was opened.</summary>
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

    /// <summary>Hands all rows to the system, so that other programs can read them. They need not be on the disk yet.</summary>
    internal void Publish() => _writer.Flush();

    /// <summary>
    /// Flushes all rows to the disk, so that a checkpoint can count them. If the file was removed meanwhile, it is written again from the
    /// open file, which the system keeps until it is closed.
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

    /// <summary>The end of the whole rows that the checkpoint counted, in bytes.</summary>
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

/// <summary>Reads the whole rows of a table's file without allocating a string for each.</summary>
/// <param name="file">The file, read from its present position.</param>
internal sealed class TableScanner(FileStream file)
{
    private const int FirstSize = 1 << 16;
    private const int LongestRow = 1 << 20;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;

    /// <summary>The end of the last row that was read, in bytes from where the reading began.</summary>
    internal long Position { get; private set; }

    /// <summary>Reads the next row, including its line end.</summary>
    /// <returns>False at the end of the file, and for a last row without a line end.</returns>
    internal bool TryRead(out ReadOnlySpan<byte> row)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan((_start + searched).._end).IndexOf((byte)'\n') + 1;
            if (length > 0)
            {
                row = _buffer.AsSpan(_start, searched + length);
                _start += row.Length;
                Position += row.Length;
                return true;
            }

            searched = _end - _start;
            if (!TryFill())
            {
                row = default;
                return false;
            }
        }
    }

    /// <summary>The number in a row's last column.</summary>
    internal static bool TryReadIndex(ReadOnlySpan<byte> row, out long index)
    {
        ReadOnlySpan<byte> field = row[(row.LastIndexOf((byte)',') + 1)..^1];
        return Utf8Parser.TryParse(field, out index, out int read) && read == field.Length && index > 0;
    }

    private bool TryFill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_end >= LongestRow) return false;
            Array.Resize(ref _buffer, 2 * _end);
        }

        int read = file.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
