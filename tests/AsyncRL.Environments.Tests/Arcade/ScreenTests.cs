using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Drawing;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>Rectangles and digits on the screen of the arcade.</summary>
public class ScreenTests
{
    private static readonly Color Ochre = new(200, 120, 40);

    [Theory]
    [InlineData(10, 20, 3, 5, 15)]
    [InlineData(-2, -3, 4, 5, 4)]
    [InlineData(158, 207, 4, 5, 6)]
    [InlineData(160, 0, 4, 5, 0)]
    [InlineData(-4, 0, 4, 5, 0)]
    [InlineData(5, 210, 4, 5, 0)]
    [InlineData(5, -5, 4, 5, 0)]
    [InlineData(5, 5, -1, 5, 0)]
    [InlineData(5, 5, 5, -1, 0)]
    public void A_rectangle_is_cut_off_at_the_edges(int left, int top, int width, int height, int expected)
    {
        var gray = new byte[Screen.Height * Screen.Width];
        new Screen(gray).Fill(left, top, width, height, Ochre);
        int painted = 0;
        for (int row = 0; row < Screen.Height; row++)
        {
            for (int column = 0; column < Screen.Width; column++)
            {
                bool inside = row >= top && row < top + height && column >= left && column < left + width;
                Assert.Equal(inside ? Ochre.Luminance : 0, gray[(row * Screen.Width) + column]);
                if (inside) painted++;
            }
        }

        Assert.Equal(expected, painted);
    }

    [Fact]
    public void Colors_are_red_green_and_blue_in_this_order()
    {
        var pixels = new byte[Screen.Height * Screen.Width * 3];
        new Screen(pixels).Fill(1, 0, 1, 1, Ochre);
        Assert.Equal([0, 0, 0, 200, 120, 40, 0, 0, 0], pixels[..9]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_repeated_row_is_copied_below_itself_and_no_further(int channels)
    {
        var pixels = new byte[Screen.Height * Screen.Width * channels];
        var screen = new Screen(pixels);
        screen.Fill(7, 100, 5, 1, Ochre);
        screen.RepeatRow(100, copies: 2);
        var expected = new byte[pixels.Length];
        new Screen(expected).Fill(7, 100, 5, 3, Ochre);
        Assert.Equal(expected, pixels);
    }

    [Fact]
    public void Cells_are_painted_where_their_bits_are_set()
    {
        foreach (uint cells in (uint[])[0, 1, 0b1011_0111, 0x8000_0000, uint.MaxValue, 0x5555_5555])
        {
            byte[] pixels = new byte[Screen.Height * Screen.Width], expected = new byte[pixels.Length];
            new Screen(pixels).FillCells(cells, -4, 9, 5, 3, Ochre);
            for (int cell = 0; cell < 32; cell++)
            {
                if ((cells & (1u << cell)) != 0) new Screen(expected).Fill(-4 + (5 * cell), 9, 5, 3, Ochre);
            }

            Assert.Equal(expected, pixels);
        }
    }

    /// <summary>Rectangles, figures and repeated rows at random places, also beyond the edges.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Where_something_is_drawn_is_told(int channels)
    {
        var generator = new RandomGenerator(1);
        var sprite = new Sprite("#.#", "###", ".#.");
        var picture = ObservationSpecification.Pixels(Screen.Height, Screen.Width, channels);
        int stride = Screen.Width * channels, mostTold = 0;
        for (int round = 0; round < 1000; round++)
        {
            var pixels = new byte[picture.Size];
            var drawn = new PictureCells(picture);
            var screen = new Screen(pixels, drawn);
            int left = generator.NextInteger(200) - 20, top = generator.NextInteger(250) - 20, size = generator.NextInteger(20);
            if (round % 3 == 0) sprite.Draw(screen, left, top, Ochre);
            else screen.Fill(left, top, size, size, Ochre);
            if (round % 3 == 2) screen.RepeatRow(Math.Clamp(top, 0, Screen.Height - 1 - size), size);
            int told = 0;
            foreach (PictureCells.Block block in drawn)
            {
                for (int row = block.Top; row < block.Bottom; row++)
                {
                    pixels.AsSpan((row * stride) + block.First, block.End - block.First).Clear();
                    told++;
                }
            }

            Assert.False(pixels.AsSpan().ContainsAnyExcept((byte)0), $"Round {round}: not all that was drawn was told.");
            if (round % 3 != 2) mostTold = Math.Max(mostTold, told);
        }

        Assert.InRange(mostTold, 20, 60);
    }

    [Fact]
    public void Memory_of_another_size_is_refused() => Assert.Throws<ArgumentException>(() => new Screen(new byte[160 * 210 * 2]));

    [Fact]
    public void The_ten_digits_differ_in_many_pixels()
    {
        var pictures = new List<byte[]>();
        for (int digit = 0; digit < 10; digit++) pictures.Add(Number(digit));
        for (int a = 0; a < 10; a++)
        {
            for (int b = 0; b < a; b++) Assert.True(Difference(pictures[a], pictures[b]) >= 6, $"{a} and {b} look alike.");
        }
    }

    [Fact]
    public void A_number_ends_at_the_column_it_is_told_and_grows_to_the_left()
    {
        byte[] expected = Number(8, right: 50);
        new Screen(expected).Fill(0, 0, 50 - ScoreDisplay.Advance, Screen.Height, Color.Black);
        ScoreDisplay.Draw(new Screen(expected), 3, 50 - ScoreDisplay.Advance, 4, Ochre);
        Assert.Equal(expected, Number(38, right: 50));
        int lit = 0;
        for (int row = 0; row < Screen.Height; row++) lit += expected[(row * Screen.Width) + 49];
        Assert.True(lit > 0);
    }

    private static byte[] Number(int number, int right = 30)
    {
        var pixels = new byte[Screen.Height * Screen.Width];
        ScoreDisplay.Draw(new Screen(pixels), number, right, 4, Ochre);
        return pixels;
    }

    private static int Difference(byte[] a, byte[] b)
    {
        int different = 0;
        for (int i = 0; i < a.Length; i++) different += a[i] == b[i] ? 0 : 1;
        return different;
    }
}
