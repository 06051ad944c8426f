using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AsyncRL.Environments.Drawing;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Arcade;

/// <summary>
/// The picture of an arcade game in the caller's memory, 160 pixels wide and 210 high, with a byte of gray per pixel or with red, green and
/// blue. All drawings consist of rectangles. Parts beyond the edges are cut off.
/// </summary>
public readonly ref struct Screen
{
    /// <summary>The width in pixels.</summary>
    public const int Width = 160;

    /// <summary>The height in pixels.</summary>
    public const int Height = 210;

    /// <summary>The number of columns of a mask: the bytes of the smallest vector that every processor has.</summary>
    internal const int StampWidth = 16;

    private readonly Span<byte> _pixels;
    private readonly bool _isColored;

    /// <summary>Receives the cells that are drawn on; null if they are not asked for.</summary>
    private readonly PictureCells? _drawn;

    /// <summary>Draws into memory.</summary>
    /// <param name="pixels">The bytes [height, width] of a gray picture or [height, width, 3] of a colored one.</param>
    /// <exception cref="ArgumentException">The memory is of another size.</exception>
    public Screen(Span<byte> pixels)
    {
        _isColored = pixels.Length == Width * Height * 3;
        if (!_isColored && pixels.Length != Width * Height)
            throw new ArgumentException($"A screen has {Width * Height} bytes or three times that, not {pixels.Length}.", nameof(pixels));
        _pixels = pixels;
    }

    /// <summary>Draws into memory and tells where.</summary>
    /// <param name="pixels">The bytes [height, width] of a gray picture or [height, width, 3] of a colored one.</param>
    /// <param name="drawn">The cells that are drawn on are added to it.</param>
    internal Screen(Span<byte> pixels, PictureCells drawn)
        : this(pixels) => _drawn = drawn;

    private int BytesPerPixel => _isColored ? 3 : 1;

    /// <summary>Paints everything in one color.</summary>
    /// <param name="color">The color.</param>
    public void Clear(Color color) => Fill(0, 0, Width, Height, color);

    /// <summary>Paints a rectangle.</summary>
    /// <param name="left">Its leftmost column.</param>
    /// <param name="top">Its topmost row.</param>
    /// <param name="width">Columns; none if not positive.</param>
    /// <param name="height">Rows; none if not positive.</param>
    /// <param name="color">The color.</param>
    public void Fill(int left, int top, int width, int height, Color color)
    {
        int right = Math.Min(left + width, Width), bottom = Math.Min(top + height, Height);
        left = Math.Max(left, 0);
        top = Math.Max(top, 0);
        if (right <= left || bottom <= top) return;
        Mark(left, top, right, bottom);
        if (_isColored) FillColored(left, top, right, bottom, color);
        else FillGray(left, top, right, bottom, color.Luminance);
    }

    /// <summary>Paints some cells of a row of equal cells, neighbors at once.</summary>
    /// <param name="cells">One bit for each cell, the lowest for the leftmost.</param>
    /// <param name="left">The leftmost column of the first cell.</param>
    /// <param name="top">The topmost row.</param>
    /// <param name="width">The columns of a cell.</param>
    /// <param name="height">Rows.</param>
    /// <param name="color">The color.</param>
    internal void FillCells(uint cells, int left, int top, int width, int height, Color color)
    {
        for (ulong painted = cells; painted != 0;)
        {
            int first = BitOperations.TrailingZeroCount(painted), end = first + BitOperations.TrailingZeroCount(~(painted >> first));
            Fill(left + (first * width), top, (end - first) * width, height, color);
            painted &= ulong.MaxValue << end;
        }
    }

    /// <summary>Paints a figure of up to 16 columns, one row per vector, if that is possible.</summary>
    /// <param name="mask">[rows, 16]: 255 in the figure, 0 elsewhere; empty for no mask.</param>
    /// <param name="left">The column of the mask's first column.</param>
    /// <param name="top">The row of the mask's first row.</param>
    /// <param name="color">The color.</param>
    /// <returns>
    /// False, with nothing painted, if there is no mask, if the screen has colors, or if a part of the mask is outside the screen.
    /// </returns>
    internal bool TryStamp(ReadOnlySpan<byte> mask, int left, int top, Color color)
    {
        int rows = mask.Length / StampWidth;
        if (rows == 0 || _isColored || left < 0 || left > Width - StampWidth || top < 0 || top > Height - rows) return false;
        Mark(left, top, left + StampWidth, top + rows);
        Vector128<byte> gray = Vector128.Create(color.Luminance);
        ref byte target = ref RowsOf(left, top, rows), painted = ref MemoryMarshal.GetReference(mask);
        for (int row = 0; row < rows; row++)
        {
            ref byte pixels = ref Unsafe.Add(ref target, row * Width);
            var inside = Vector128.LoadUnsafe(ref painted, (nuint)(row * StampWidth));
            Vector128.ConditionalSelect(inside, gray, Vector128.LoadUnsafe(ref pixels)).StoreUnsafe(ref pixels);
        }

        return true;
    }

    /// <summary>Copies a row of pixels over the rows below it. A picture whose rows are equal is then drawn only once.</summary>
    /// <param name="row">The row, within the screen.</param>
    /// <param name="copies">The number of rows below it that receive the copy, within the screen.</param>
    public void RepeatRow(int row, int copies)
    {
        Mark(0, row, Width, row + copies + 1);
        int stride = Width * BytesPerPixel;
        ReadOnlySpan<byte> source = _pixels.Slice(row * stride, stride);
        for (int copy = 1; copy <= copies; copy++) source.CopyTo(_pixels[((row + copy) * stride)..]);
    }

    private void Mark(int left, int top, int right, int bottom) =>
        _drawn?.Add(top, bottom, left * BytesPerPixel, right * BytesPerPixel);

    private void FillGray(int left, int top, int right, int bottom, byte gray)
    {
        if (right - left > StampWidth)
        {
            for (int row = top; row < bottom; row++) _pixels.Slice((row * Width) + left, right - left).Fill(gray);
            return;
        }

        // A narrow rectangle is a vector per row that keeps the pixels beside the rectangle.
        int start = Math.Min(left, Width - StampWidth);
        Vector128<byte> column = Vector128<byte>.Indices;
        Vector128<byte> inside = Vector128.GreaterThanOrEqual(column, Vector128.Create((byte)(left - start)))
            & Vector128.LessThan(column, Vector128.Create((byte)(right - start)));
        Vector128<byte> painted = inside & Vector128.Create(gray);
        ref byte target = ref RowsOf(start, top, bottom - top);
        for (int row = 0; row < bottom - top; row++)
        {
            ref byte pixels = ref Unsafe.Add(ref target, row * Width);
            (painted | Vector128.AndNot(Vector128.LoadUnsafe(ref pixels), inside)).StoreUnsafe(ref pixels);
        }
    }

    /// <summary>The first pixel of a block of gray pixels as wide as a mask, all of which are checked to exist.</summary>
    private ref byte RowsOf(int left, int top, int rows) =>
        ref MemoryMarshal.GetReference(_pixels.Slice((top * Width) + left, ((rows - 1) * Width) + StampWidth));

    private void FillColored(int left, int top, int right, int bottom, Color color)
    {
        for (int row = top; row < bottom; row++)
            MemoryMarshal.Cast<byte, Color>(_pixels.Slice(((row * Width) + left) * 3, (right - left) * 3)).Fill(color);
    }
}
