using AsyncRL.Core.Randomness;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Tests;

/// <summary>Pictures for tests of encoders.</summary>
internal static class Drawings
{
    /// <summary>A picture in which every pixel has one of several colors, drawn at random.</summary>
    internal static Picture Noise(int width, int height, int colors, ulong seed)
    {
        var generator = new RandomGenerator(seed);
        var palette = new Rgb[colors];
        for (int i = 0; i < colors; i++) palette[i] = Rgb.Unpack(generator.NextInteger(1 << 24));
        var picture = new Picture(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++) picture[x, y] = palette[generator.NextInteger(colors)];
        }

        return picture;
    }

    /// <summary>A picture of all grays and many colors, each next to similar ones.</summary>
    internal static Picture Gradient(int width, int height)
    {
        var picture = new Picture(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++) picture[x, y] = new Rgb((byte)(x * 255 / width), (byte)(y * 255 / height), 128);
        }

        return picture;
    }

    internal static Picture Copy(Picture picture)
    {
        var copy = new Picture(picture.Width, picture.Height);
        copy.Paint(picture, 0, 0);
        return copy;
    }
}
