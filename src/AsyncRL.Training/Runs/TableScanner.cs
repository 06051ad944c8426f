using System.Buffers.Text;

namespace AsyncRL.Training.Runs;

/// <summary>Reads the whole rows of a table's file without allocating a string for each.</summary>
/// <param name="file">The file, read from its beginning.</param>
internal ref struct TableScanner(FileStream file)
{
    private const int FirstSize = 1 << 16;
    private const int LongestRow = 1 << 20;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;

    /// <summary>The end of the last row that was read, in bytes from the beginning of the file.</summary>
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
