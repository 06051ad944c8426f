using System.Runtime.InteropServices;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Files;

/// <summary>
/// Writes an animated picture (GIF89a, CompuServe 1990) frame by frame. The animation repeats for ever. A frame contains only the smallest
/// rectangle that differs from the frame before. In it, only the different pixels are drawn; the others are transparent. Each frame has its
/// own colors, which are the exact colors of its pixels if they are few enough.
/// </summary>
public sealed class GifWriter
{
    /// <summary>The shortest time of a frame that programs respect, in seconds. Many programs show a shorter frame for 0.1 s.</summary>
    public const double ShortestFrame = 0.02;

    private const int MostColors = 256;
    private const int LargestSize = ushort.MaxValue;

    private readonly Stream _stream;
    private readonly LzwEncoder _encoder = new();
    private Picture? _shown;
    private double _owed;

    /// <summary>Makes a writer, which writes nothing before the first frame.</summary>
    /// <param name="stream">Receives the file, and is not closed.</param>
    public GifWriter(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="picture">The frame's picture, of the first frame's size. It must not be changed afterwards.</param>
    /// <param name="seconds">
    /// The duration. The file stores hundredths of a second. The rounding error of a frame is added to the next one, so that the speed is
    /// kept.
    /// </param>
    /// <exception cref="ArgumentException">The picture's size differs from the first, or is too large for the format.</exception>
    public void Add(Picture picture, double seconds)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (_shown is null) WriteHeader(picture);
        else if ((picture.Width, picture.Height) != (_shown.Width, _shown.Height)) throw Unfit(picture, $"{_shown.Width}×{_shown.Height}");
        Region region = _shown is null ? new Region(0, 0, picture.Width, picture.Height) : Differing(_shown, picture);
        WriteFrame(picture, region, Hundredths(seconds));
        _shown = picture;
    }

    /// <summary>Ends the file.</summary>
    public void Finish() => _stream.WriteByte(0x3B);

    private int Hundredths(double seconds)
    {
        _owed += 100 * seconds;
        int hundredths = (int)Math.Clamp(Math.Round(_owed), 0, LargestSize);
        _owed -= hundredths;
        return hundredths;
    }

    private void WriteHeader(Picture picture)
    {
        if (Math.Max(picture.Width, picture.Height) > LargestSize) throw Unfit(picture, $"at most {LargestSize} each way");
        _stream.Write("GIF89a"u8);
        WriteNumber(picture.Width);
        WriteNumber(picture.Height);

        // No common colors for all frames; background color 0; pixels are squares.
        _stream.Write([0x70, 0, 0]);

        // The extension that contains the number of repetitions; 0 means for ever.
        _stream.Write([0x21, 0xFF, 11]);
        _stream.Write("NETSCAPE2.0"u8);
        _stream.Write([3, 1, 0, 0, 0]);
    }

    private void WriteFrame(Picture picture, Region region, int hundredths)
    {
        bool[] changed = Changed(picture, region);
        int transparent = Array.IndexOf(changed, false) >= 0 ? 1 : 0;
        var palette = Palette.Of(Count(picture, region, changed), MostColors - transparent);
        int bits = 1;
        while (1 << bits < palette.Colors.Count + transparent) bits++;

        // Graphic control: the frame is drawn over the one before.
        _stream.Write([0x21, 0xF9, 4, (byte)(0x04 | transparent)]);
        WriteNumber(hundredths);
        _stream.Write([(byte)palette.Colors.Count, 0]);

        // Image descriptor, with its own colors.
        _stream.WriteByte(0x2C);
        WriteNumber(region.Left);
        WriteNumber(region.Top);
        WriteNumber(region.Width);
        WriteNumber(region.Height);
        _stream.WriteByte((byte)(0x80 | (bits - 1)));
        WriteColors(palette, 1 << bits);
        _encoder.Write(Indices(picture, region, changed, palette), Math.Max(2, bits), _stream);
    }

    private void WriteColors(Palette palette, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Rgb color = i < palette.Colors.Count ? palette.Colors[i] : default;
            _stream.Write([color.Red, color.Green, color.Blue]);
        }
    }

    /// <summary>[region]: whether a pixel differs from what is shown.</summary>
    private bool[] Changed(Picture picture, Region region)
    {
        var changed = new bool[region.Width * region.Height];
        for (int i = 0; i < changed.Length; i++)
        {
            (int x, int y) = region.PixelAt(i);
            changed[i] = _shown is null || picture[x, y] != _shown[x, y];
        }

        return changed;
    }

    private static Dictionary<int, int> Count(Picture picture, Region region, bool[] changed)
    {
        var counts = new Dictionary<int, int>();
        for (int i = 0; i < changed.Length; i++)
        {
            (int x, int y) = region.PixelAt(i);
            if (changed[i]) CollectionsMarshal.GetValueRefOrAddDefault(counts, picture[x, y].Packed, out _)++;
        }

        return counts;
    }

    private static byte[] Indices(Picture picture, Region region, bool[] changed, Palette palette)
    {
        byte transparent = (byte)palette.Colors.Count;
        var indices = new byte[changed.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            (int x, int y) = region.PixelAt(i);
            indices[i] = changed[i] ? palette.IndexOf(picture[x, y].Packed) : transparent;
        }

        return indices;
    }

    /// <summary>The smallest rectangle with all differences. Without differences it is one pixel, as a frame must not be empty.</summary>
    private static Region Differing(Picture before, Picture after)
    {
        (int left, int top, int right, int bottom) = (after.Width, after.Height, 0, 0);
        for (int y = 0; y < after.Height; y++)
        {
            for (int x = 0; x < after.Width; x++)
            {
                if (before[x, y] == after[x, y]) continue;
                (left, top) = (Math.Min(left, x), Math.Min(top, y));
                (right, bottom) = (Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            }
        }

        return right > 0 ? new Region(left, top, right - left, bottom - top) : new Region(0, 0, 1, 1);
    }

    private void WriteNumber(int number) => _stream.Write([(byte)number, (byte)(number >> 8)]);

    private static ArgumentException Unfit(Picture picture, string expected) =>
        new($"The picture is {picture.Width}×{picture.Height}; expected {expected}.", nameof(picture));

    private readonly record struct Region(int Left, int Top, int Width, int Height)
    {
        internal (int X, int Y) PixelAt(int i) => (Left + (i % Width), Top + (i / Width));
    }
}
