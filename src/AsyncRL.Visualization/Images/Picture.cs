using AsyncRL.Environments;

namespace AsyncRL.Visualization.Images;

/// <summary>A color.</summary>
/// <param name="Red">From 0 to 255.</param>
/// <param name="Green">From 0 to 255.</param>
/// <param name="Blue">From 0 to 255.</param>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>The brightness, from 0 to 1, with the weights of ITU-R BT.601.</summary>
    public double Brightness => ((0.299 * Red) + (0.587 * Green) + (0.114 * Blue)) / 255;

    /// <summary>The three bytes as one number, with red in the highest byte.</summary>
    public int Packed => (Red << 16) | (Green << 8) | Blue;

    /// <summary>Makes a gray.</summary>
    /// <param name="level">From 0 (black) to 255 (white).</param>
    /// <returns>The color.</returns>
    public static Rgb Gray(byte level) => new(level, level, level);

    /// <summary>Makes the color from a number of <see cref="Packed"/>.</summary>
    /// <param name="packed">The number.</param>
    /// <returns>The color.</returns>
    public static Rgb Unpack(int packed) => new((byte)(packed >> 16), (byte)(packed >> 8), (byte)packed);
}

/// <summary>A picture of red, green and blue from 0 to 255. It can be drawn on, enlarged and reduced.</summary>
public sealed class Picture
{
    /// <summary>The number of bytes of a pixel.</summary>
    public const int Channels = 3;

    private readonly byte[] _bytes;

    /// <summary>Makes a black picture.</summary>
    /// <param name="width">Pixels per row, at least 1.</param>
    /// <param name="height">Rows of pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Picture(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height) = (width, height);
        _bytes = new byte[width * height * Channels];
    }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>[height, width, 3]: red, green and blue of every pixel, row by row from the top.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Gets or sets the color of a pixel.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <returns>The color.</returns>
    public Rgb this[int x, int y]
    {
        get
        {
            int i = ((y * Width) + x) * Channels;
            return new Rgb(_bytes[i], _bytes[i + 1], _bytes[i + 2]);
        }

        set
        {
            int i = ((y * Width) + x) * Channels;
            (_bytes[i], _bytes[i + 1], _bytes[i + 2]) = (value.Red, value.Green, value.Blue);
        }
    }

    /// <summary>
    /// Makes a picture of an observation. Of a stack of frames it shows the newest. Three channels are colors; otherwise the last channel
    /// is shown.
    /// </summary>
    /// <param name="observation">Pixels.</param>
    /// <returns>The picture.</returns>
    public static Picture Of(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var picture = new Picture(observation.Specification.Width, observation.Specification.Height);
        picture.Show(observation);
        return picture;
    }

    /// <summary>Replaces the picture by that of an observation, as <see cref="Of"/> makes it.</summary>
    /// <param name="observation">Pixels, as many as the picture has.</param>
    public void Show(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ObservationSpecification shape = observation.Specification;
        if (shape.Channels == Channels && shape.FrameChannels == Channels)
        {
            observation.Pixels.CopyTo(_bytes);
            return;
        }

        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
            {
                int end = ((y * shape.Width) + x + 1) * shape.Channels;
                ReadOnlySpan<byte> pixel = observation.Pixels[(end - shape.FrameChannels)..end];
                this[x, y] = pixel.Length == Channels ? new Rgb(pixel[0], pixel[1], pixel[2]) : Rgb.Gray(pixel[^1]);
            }
        }
    }

    /// <summary>Paints a rectangle; the part outside the picture is left out.</summary>
    /// <param name="left">The first column.</param>
    /// <param name="top">The first row.</param>
    /// <param name="width">The number of columns; nothing is painted if it is 0 or less.</param>
    /// <param name="height">The number of rows; nothing is painted if it is 0 or less.</param>
    /// <param name="color">The color.</param>
    public void Fill(int left, int top, int width, int height, Rgb color)
    {
        for (int y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(Width, left + width); x++) this[x, y] = color;
        }
    }

    /// <summary>Paints another picture onto this one; the part outside is left out.</summary>
    /// <param name="other">The other picture.</param>
    /// <param name="left">The column of its upper left corner.</param>
    /// <param name="top">The row of its upper left corner.</param>
    public void Paint(Picture other, int left, int top)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int y = Math.Max(0, -top); y < Math.Min(other.Height, Height - top); y++)
        {
            for (int x = Math.Max(0, -left); x < Math.Min(other.Width, Width - left); x++) this[left + x, top + y] = other[x, y];
        }
    }

    /// <summary>Enlarges the picture: every pixel becomes a square.</summary>
    /// <param name="factor">Length of the square's sides, at least 1.</param>
    /// <returns>The enlarged picture.</returns>
    public Picture Enlarge(int factor)
    {
        var enlarged = new Picture(Width * factor, Height * factor);
        for (int y = 0; y < enlarged.Height; y++)
        {
            for (int x = 0; x < enlarged.Width; x++) enlarged[x, y] = this[x / factor, y / factor];
        }

        return enlarged;
    }

    /// <summary>Scales the picture to a space: enlarges by a whole number, so that pixels stay square, or reduces by averaging.</summary>
    /// <param name="maxWidth">The number of columns of the space.</param>
    /// <param name="maxHeight">The number of rows of the space.</param>
    /// <returns>The largest picture that fits.</returns>
    public Picture Fit(int maxWidth, int maxHeight)
    {
        double scale = Math.Min((double)maxWidth / Width, (double)maxHeight / Height);
        if (scale >= 1) return Enlarge((int)scale);
        var fitted = new Picture(Math.Max(1, (int)(Width * scale)), Math.Max(1, (int)(Height * scale)));
        (double across, double down) = ((double)Width / fitted.Width, (double)Height / fitted.Height);
        for (int y = 0; y < fitted.Height; y++)
        {
            for (int x = 0; x < fitted.Width; x++) fitted[x, y] = Average(x * across, (x + 1) * across, y * down, (y + 1) * down);
        }

        return fitted;
    }

    /// <summary>The mean color of a rectangle whose edges may be inside pixels.</summary>
    private Rgb Average(double left, double right, double top, double bottom)
    {
        double red = 0, green = 0, blue = 0, area = 0;
        for (int y = (int)top; y < Math.Min(Height, Math.Ceiling(bottom)); y++)
        {
            double height = Math.Min(bottom, y + 1) - Math.Max(top, y);
            for (int x = (int)left; x < Math.Min(Width, Math.Ceiling(right)); x++)
            {
                double part = height * (Math.Min(right, x + 1) - Math.Max(left, x));
                Rgb color = this[x, y];
                red += part * color.Red;
                green += part * color.Green;
                blue += part * color.Blue;
                area += part;
            }
        }

        return new Rgb((byte)Math.Round(red / area), (byte)Math.Round(green / area), (byte)Math.Round(blue / area));
    }
}
