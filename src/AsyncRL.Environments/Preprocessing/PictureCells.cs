using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// A set of cells of a picture. A cell is a band of some rows within a part of the columns: four rows of 32 bytes in a gray screen of the
/// arcade. A picture has at most 64 bands and 8 parts.
/// </summary>
internal sealed class PictureCells
{
    private const int MostBands = 64;

    private readonly int _height, _rowLength, _rowsShift;
    private readonly RowParts _parts;

    /// <summary>For each part, one bit for each band that is in the set, the lowest for the topmost.</summary>
    private readonly ulong[] _bands;

    /// <summary>Makes an empty set.</summary>
    /// <param name="picture">The shape of the picture.</param>
    internal PictureCells(ObservationSpecification picture)
    {
        (_height, _rowLength) = (picture.Height, picture.Width * picture.Channels);
        while ((MostBands << _rowsShift) < _height) _rowsShift++;
        _parts = new RowParts(_rowLength);
        _bands = new ulong[_parts.Count];
    }

    /// <summary>Removes all cells.</summary>
    internal void Clear() => _bands.AsSpan().Clear();

    /// <summary>Adds all cells.</summary>
    internal void AddAll() => _bands.AsSpan().Fill(ulong.MaxValue);

    /// <summary>Adds the cells of another set of the same shape.</summary>
    internal void Add(PictureCells others)
    {
        for (int part = 0; part < _bands.Length; part++) _bands[part] |= others._bands[part];
    }

    /// <summary>Adds all cells that share a byte with a rectangle, which must be within the picture and not empty.</summary>
    /// <param name="top">Its topmost row.</param>
    /// <param name="bottom">The row below it.</param>
    /// <param name="first">Its first byte within a row.</param>
    /// <param name="end">The byte after its last.</param>
    internal void Add(int top, int bottom, int first, int end)
    {
        int topmost = top >> _rowsShift, lowest = (bottom - 1) >> _rowsShift;
        ulong bands = (ulong.MaxValue << topmost) & (ulong.MaxValue >> (MostBands - 1 - lowest));
        for (int part = _parts.Of(first); part <= _parts.Of(end - 1); part++) _bands[part] |= bands;
    }

    /// <summary>Copies the bytes of the cells from one picture to another.</summary>
    /// <param name="source">A picture.</param>
    /// <param name="target">Another picture.</param>
    internal void Copy(ReadOnlySpan<byte> source, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(source.Length, _height * _rowLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, source.Length);
        if (_rowLength < Vector256<byte>.Count)
        {
            source.CopyTo(target);
            return;
        }

        // The last vector of a row may overlap the one before it, so that no vector reads or writes past the row.
        int lastVector = _rowLength - Vector256<byte>.Count;
        ref byte from = ref MemoryMarshal.GetReference(source), to = ref MemoryMarshal.GetReference(target);
        foreach (Block block in this)
        {
            for (int x = block.First; x < block.End; x += Vector256<byte>.Count)
            {
                int column = Math.Min(x, lastVector);
                for (int row = block.Top; row < block.Bottom; row++)
                {
                    nuint at = (nuint)((row * _rowLength) + column);
                    Vector256.LoadUnsafe(ref from, at).StoreUnsafe(ref to, at);
                }
            }
        }
    }

    /// <summary>Lists the cells in blocks of bands that follow each other within a part.</summary>
    /// <returns>What lists them.</returns>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>A block of cells.</summary>
    /// <param name="Part">The part of the columns.</param>
    /// <param name="First">Its first byte within a row.</param>
    /// <param name="End">The byte after its last.</param>
    /// <param name="Top">The topmost row.</param>
    /// <param name="Bottom">The row below the block.</param>
    internal readonly record struct Block(int Part, int First, int End, int Top, int Bottom);

    /// <summary>Lists blocks.</summary>
    internal ref struct Enumerator(PictureCells cells)
    {
        private int _part = -1;
        private ulong _left;

        public Block Current { get; private set; }

        public bool MoveNext()
        {
            while (_left == 0)
            {
                if (++_part == cells._bands.Length) return false;
                _left = cells._bands[_part];
            }

            int first = BitOperations.TrailingZeroCount(_left), end = first + BitOperations.TrailingZeroCount(~(_left >> first));
            _left = end >= MostBands ? 0 : _left & (ulong.MaxValue << end);
            int start = _part * cells._parts.Length, rows = cells._rowsShift;
            Current = new Block(
                _part, start, Math.Min(start + cells._parts.Length, cells._rowLength), first << rows, Math.Min(end << rows, cells._height));
            return true;
        }
    }
}

/// <summary>
/// The division of the rows of a picture into at most eight equal parts of some whole vectors; the last part may be shorter.
/// </summary>
internal readonly record struct RowParts
{
    private const int Most = 8, ShortestShift = 5;

    private readonly int _lengthShift;

    /// <summary>Divides rows.</summary>
    /// <param name="rowLength">The number of bytes in a row, at least 1.</param>
    internal RowParts(int rowLength)
    {
        _lengthShift = ShortestShift;
        while ((Most << _lengthShift) < rowLength) _lengthShift++;
        Count = Of(rowLength - 1) + 1;
    }

    /// <summary>The number of bytes in a part, a multiple of 32.</summary>
    internal int Length => 1 << _lengthShift;

    /// <summary>The number of parts.</summary>
    internal int Count { get; }

    /// <summary>The set of all parts: one bit for each, the lowest for the leftmost.</summary>
    internal uint All => (1u << Count) - 1;

    /// <summary>The part that a byte of a row belongs to.</summary>
    internal int Of(int at) => at >> _lengthShift;
}
