using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>Figures. Gray screens paint them in whole rows, colored screens run by run.</summary>
public class SpriteTests
{
    private const byte Behind = 9;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(17)]
    public void A_gray_figure_is_painted_where_its_picture_has_it_and_nowhere_else(int width)
    {
        var color = new Color(200, 100, 50);
        var generator = new RandomGenerator((ulong)width);
        string[] picture = Picture(generator, width, height: 5);
        var sprite = new Sprite(picture);
        var pixels = new byte[Screen.Width * Screen.Height];
        foreach (bool isMirrored in (bool[])[false, true])
        {
            for (int left = -width - 1; left <= Screen.Width + 1; left++)
            {
                foreach (int top in (int[])[-6, -2, 0, 100, Screen.Height - 5, Screen.Height - 4, Screen.Height])
                {
                    pixels.AsSpan().Fill(Behind);
                    sprite.Draw(new Screen(pixels), left, top, color, isMirrored);
                    Assert.Equal(Expected(picture, left, top, color.Luminance, isMirrored), pixels);
                }
            }
        }
    }

    private static string[] Picture(RandomGenerator generator, int width, int height)
    {
        var rows = new string[height];
        var cells = new char[width];
        for (int row = 0; row < height; row++)
        {
            foreach (ref char cell in cells.AsSpan()) cell = generator.NextInteger(3) > 0 ? '#' : ' ';
            rows[row] = new string(cells);
        }

        return rows;
    }

    private static byte[] Expected(string[] picture, int left, int top, byte gray, bool isMirrored)
    {
        var pixels = new byte[Screen.Width * Screen.Height];
        pixels.AsSpan().Fill(Behind);
        for (int row = 0; row < picture.Length; row++)
        {
            for (int column = 0; column < picture[row].Length; column++)
            {
                int x = left + column, y = top + row;
                char cell = picture[row][isMirrored ? picture[row].Length - 1 - column : column];
                if (cell == '#' && x is >= 0 and < Screen.Width && y is >= 0 and < Screen.Height) pixels[(y * Screen.Width) + x] = gray;
            }
        }

        return pixels;
    }
}
