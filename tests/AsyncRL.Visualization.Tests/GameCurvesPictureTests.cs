using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Visualization.Tests;

/// <summary>The curves that grow beside a game.</summary>
public class GameCurvesPictureTests
{
    private static readonly Rgb Line = new(1, 2, 3), Plot = new(44, 48, 60);

    /// <summary>At each step the curve ends at the same share of the width, and what follows is not drawn.</summary>
    [Fact]
    public void A_curve_grows_with_the_game()
    {
        GameCurvesPicture drawing = Of([0, 1, 2, 3, 4]);
        int before = -1;
        for (int step = 0; step < 5; step++)
        {
            Picture picture = drawing.Draw(null, step, "step");
            (int left, int right, _, _) = Extent(picture);
            (int first, int last) = ColumnsOf(picture);
            Assert.Equal(left, first);
            Assert.True(last > before, $"{last} after {before}");
            Assert.InRange((double)(last - left) / (right - left), (0.25 * step) - 0.01, (0.25 * step) + 0.01);
            before = last;
        }
    }

    [Fact]
    public void A_larger_number_is_higher_and_nothing_is_outside_the_plot()
    {
        Picture picture = Of([-5, 5, 0]).Draw(null, 2, "step");
        (int left, int right, int top, int bottom) = Extent(picture);
        int low = RowAt(picture, left), high = RowAt(picture, (left + right) / 2), middle = RowAt(picture, right - 1);
        Assert.True(top < high && high < middle && middle < low && low < bottom, $"{top} {high} {middle} {low} {bottom}");
        Assert.Equal((low + high) / 2.0, middle, 2.0);
    }

    [Fact]
    public void There_is_a_gap_where_an_episode_begins_and_where_a_number_does_not_exist()
    {
        foreach (GameCurvesPicture drawing in (GameCurvesPicture[])
            [
                new GameCurvesPicture("game", [new GameCurve("", [0, 0, 10, 10]) { Color = Line }]) { Begins = [2] },
                Of([0, 0, double.NaN, 10]),
            ])
        {
            Assert.False(IsInTheMiddle(drawing.Draw(null, 3, "step")));
        }

        Assert.True(IsInTheMiddle(Of([0, 0, 10, 10]).Draw(null, 3, "step")));

        static bool IsInTheMiddle(Picture picture)
        {
            (_, _, int top, int bottom) = Extent(picture);
            bool isThere = false;
            for (int x = 0; x < picture.Width; x++) isThere |= picture[x, (top + bottom) / 2] == Line;
            return isThere;
        }
    }

    [Fact]
    public void The_game_is_on_the_left_and_all_pictures_have_one_size()
    {
        var screen = new Picture(40, 300);
        screen.Fill(0, 0, 40, 300, new Rgb(9, 8, 7));
        GameCurvesPicture drawing = Of([0, 1]);
        Picture one = drawing.Draw(screen, 0, "a"), other = drawing.Draw(screen, 1, "another caption");
        Assert.Equal((one.Width, one.Height), (other.Width, other.Height));
        Assert.Equal(324, one.Height);
        Assert.Equal((new Rgb(9, 8, 7), new Rgb(9, 8, 7)), (one[12, 12], one[51, 311]));
        Assert.NotEqual(new Rgb(9, 8, 7), one[52, 12]);
    }

    /// <summary>The name of the curve is empty, because it would be written in the same color.</summary>
    private static GameCurvesPicture Of(double[] values) => new("game", [new GameCurve("", values) { Color = Line }]);

    private static (int Left, int Right, int Top, int Bottom) Extent(Picture picture)
    {
        (int left, int right, int top, int bottom) = (int.MaxValue, 0, int.MaxValue, 0);
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                if (picture[x, y] != Plot && picture[x, y] != Line) continue;
                (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
            }
        }

        return (left, right, top, bottom);
    }

    private static (int First, int Last) ColumnsOf(Picture picture)
    {
        (int first, int last) = (int.MaxValue, -1);
        for (int x = 0; x < picture.Width; x++)
        {
            if (RowAt(picture, x) >= 0) (first, last) = (Math.Min(first, x), x);
        }

        return (first, last);
    }

    /// <summary>The first row of the curve in a column; −1 if it is not there.</summary>
    private static int RowAt(Picture picture, int x)
    {
        for (int y = 0; y < picture.Height; y++)
        {
            if (picture[x, y] == Line) return y;
        }

        return -1;
    }
}
