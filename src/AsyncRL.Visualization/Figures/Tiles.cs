using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Figures;

/// <summary>Draws many small arrays of numbers as one picture: squares of colors in a grid with thin gaps.</summary>
public static class Tiles
{
    private static readonly Rgb Background = new(255, 255, 255);

    /// <summary>Draws the arrays.</summary>
    /// <param name="tiles">The arrays, all of one size, at least one.</param>
    /// <param name="columns">Arrays in a row.</param>
    /// <param name="pixel">The side length of the square of a number.</param>
    /// <param name="color">The color of a number.</param>
    /// <param name="gap">The distance of neighbors.</param>
    /// <returns>The picture.</returns>
    public static Picture Draw(IReadOnlyList<Tile> tiles, int columns, int pixel, Func<float, Rgb> color, int gap = 2)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        ArgumentNullException.ThrowIfNull(color);
        (int width, int height) = (tiles[0].Width * pixel, tiles[0].Height * pixel);
        int across = Math.Min(columns, tiles.Count), down = (tiles.Count + across - 1) / across;
        var picture = new Picture((across * (width + gap)) - gap, (down * (height + gap)) - gap);
        picture.Fill(0, 0, picture.Width, picture.Height, Background);
        for (int i = 0; i < tiles.Count; i++)
        {
            (int left, int top) = (i % across * (width + gap), i / across * (height + gap));
            Tile tile = tiles[i];
            for (int y = 0; y < tile.Height; y++)
            {
                for (int x = 0; x < tile.Width; x++)
                {
                    float number = tile.Numbers[(y * tile.Width) + x];
                    picture.Fill(left + (x * pixel), top + (y * pixel), pixel, pixel, float.IsNaN(number) ? Background : color(number));
                }
            }
        }

        return picture;
    }
}

/// <summary>An array of numbers that is drawn as squares.</summary>
/// <param name="Width">Numbers in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Numbers">[height, width]; nothing is drawn for NaN.</param>
public sealed record Tile(int Width, int Height, float[] Numbers);
