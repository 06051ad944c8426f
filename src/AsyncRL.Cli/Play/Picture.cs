using AsyncRL.Environments;

namespace AsyncRL.Cli.Play;

/// <summary>A picture of red, green and blue from 0 to 255, scaled to fit where it is shown.</summary>
internal sealed class Picture
{
    private readonly byte[] _colors;

    private Picture(int width, int height)
    {
        (Width, Height) = (width, height);
        _colors = new byte[width * height * 3];
    }

    /// <summary>Pixels per row.</summary>
    internal int Width { get; }

    /// <summary>Rows of pixels.</summary>
    internal int Height { get; }

    /// <summary>The colour of a pixel.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <returns>Red, green, blue.</returns>
    internal (byte Red, byte Green, byte Blue) this[int x, int y]
    {
        get
        {
            int i = ((y * Width) + x) * 3;
            return (_colors[i], _colors[i + 1], _colors[i + 2]);
        }

        private set
        {
            int i = ((y * Width) + x) * 3;
            (_colors[i], _colors[i + 1], _colors[i + 2]) = value;
        }
    }

    /// <summary>How bright a pixel is (the weights of ITU-R BT.601).</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <returns>From 0 to 1.</returns>
    internal double Brightness(int x, int y)
    {
        (byte red, byte green, byte blue) = this[x, y];
        return ((0.299 * red) + (0.587 * green) + (0.114 * blue)) / 255;
    }

    /// <summary>
    /// What an observation shows: three channels are colours; of any other number, a stack of frames, the newest is shown.
    /// </summary>
    /// <param name="observation">Pixels.</param>
    /// <returns>The picture.</returns>
    internal static Picture Of(Observation observation)
    {
        const int Colors = 3;
        ObservationSpecification shape = observation.Specification;
        var picture = new Picture(shape.Width, shape.Height);
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
            {
                ReadOnlySpan<byte> pixel = observation.Pixels.Slice(((y * shape.Width) + x) * shape.Channels, shape.Channels);
                picture[x, y] = pixel.Length == Colors ? (pixel[0], pixel[1], pixel[2]) : (pixel[^1], pixel[^1], pixel[^1]);
            }
        }

        return picture;
    }

    /// <summary>Scales to a space: up by a whole number, so that pixels stay squares; down by averaging.</summary>
    /// <param name="maxWidth">Columns there are.</param>
    /// <param name="maxHeight">Rows there are.</param>
    /// <returns>The largest picture that fits.</returns>
    internal Picture Fit(int maxWidth, int maxHeight)
    {
        double scale = Math.Min((double)maxWidth / Width, (double)maxHeight / Height);
        if (scale >= 1) scale = Math.Floor(scale);
        var fitted = new Picture(Math.Max(1, (int)(Width * scale)), Math.Max(1, (int)(Height * scale)));
        (double across, double down) = ((double)Width / fitted.Width, (double)Height / fitted.Height);
        for (int y = 0; y < fitted.Height; y++)
        {
            for (int x = 0; x < fitted.Width; x++) fitted[x, y] = Average(x * across, (x + 1) * across, y * down, (y + 1) * down);
        }

        return fitted;
    }

    /// <summary>The mean colour of a rectangle that need not lie on the borders of pixels.</summary>
    private (byte Red, byte Green, byte Blue) Average(double left, double right, double top, double bottom)
    {
        double red = 0, green = 0, blue = 0, area = 0;
        for (int y = (int)top; y < Math.Min(Height, Math.Ceiling(bottom)); y++)
        {
            double height = Math.Min(bottom, y + 1) - Math.Max(top, y);
            for (int x = (int)left; x < Math.Min(Width, Math.Ceiling(right)); x++)
            {
                double part = height * (Math.Min(right, x + 1) - Math.Max(left, x));
                (byte r, byte g, byte b) = this[x, y];
                (red, green, blue, area) = (red + (part * r), green + (part * g), blue + (part * b), area + part);
            }
        }

        return ((byte)Math.Round(red / area), (byte)Math.Round(green / area), (byte)Math.Round(blue / area));
    }
}
