using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Tests.Drawing;

/// <summary>Lines, discs and polygons, pixel by pixel.</summary>
public class CanvasTests
{
    private const int Width = 20, Height = 12;
    private static readonly Color Red = new(200, 40, 0), Paper = new(0, 0, 255);

    private readonly Observation _image = new(ObservationSpecification.Pixels(Height, Width, 3));

    private Canvas Canvas
    {
        get
        {
            var canvas = new Canvas(_image);
            canvas.Clear(Paper);
            return canvas;
        }
    }

    [Fact]
    public void A_rectangle_on_pixel_edges_has_only_its_color()
    {
        Canvas.Polygon([new(3, 2), new(8, 2), new(8, 6), new(3, 6)], Red);
        AssertColors((x, y) => x is >= 3 and < 8 && y is >= 2 and < 6 ? Red : Paper);
    }

    /// <summary>The left edge covers a quarter of a pixel, the lower edge a half.</summary>
    [Fact]
    public void An_edge_within_a_pixel_mixes_the_colors_by_the_covered_part()
    {
        Canvas.Polygon([new(3.75, 2), new(8, 2), new(8, 5.5), new(3.75, 5.5)], Red);
        Assert.Equal(new Color(50, 10, 191), At(3, 3));
        Assert.Equal(new Color(100, 20, 128), At(5, 5));
        Assert.Equal(new Color(25, 5, 223), At(3, 5));
    }

    [Fact]
    public void A_disc_contains_the_pixels_that_are_near_enough()
    {
        Canvas.Disc(new(10, 6), 4, Red);
        AssertByDistance((x, y) => Math.Sqrt(((x - 10) * (x - 10)) + ((y - 6) * (y - 6))), 4);
    }

    [Fact]
    public void A_line_has_its_thickness_and_round_ends()
    {
        Canvas.Line(new(5, 9), new(14, 4), 3, Red);
        AssertByDistance((x, y) => DistanceToSegment(x, y, 5, 9, 14, 4), 1.5);
    }

    [Fact]
    public void A_polygon_with_a_dent_is_empty_in_the_dent()
    {
        Canvas.Polygon([new(2, 1), new(18, 1), new(18, 11), new(10, 3), new(2, 11)], Red);
        Assert.Equal((Red, Paper, Red), (At(3, 8), At(9, 9), At(16, 8)));
    }

    [Fact]
    public void What_is_beyond_the_edges_is_cut_off()
    {
        Canvas canvas = Canvas;
        canvas.Disc(new(-3, -3), 6, Red);
        canvas.Line(new(15, 20), new(40, -5), 4, Red);
        canvas.Disc(new(1e9, 1e9), 3, Red);
        canvas.Polygon([new(-50, 8), new(2, 8), new(2, 90), new(-50, 90)], Red);
        canvas.FillBelow(5, -3, Red);
        Assert.Equal((Red, Red, Red, Red, Paper), (At(0, 0), At(1, 11), At(5, 0), At(5, 11), At(3, 5)));
    }

    [Fact]
    public void A_column_is_painted_from_its_top_to_the_lower_edge()
    {
        Canvas.FillBelow(4, 6.5, Red);
        AssertColors((x, y) => x != 4 || y < 6 ? Paper : y == 6 ? new Color(100, 20, 128) : Red);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(Math.PI / 2, 0, -1)]
    [InlineData(Math.PI, -1, 0)]
    [InlineData(-Math.PI / 2, 0, 1)]
    public void Directions_are_counted_counterclockwise_from_the_right(double direction, int right, int down)
    {
        Point point = new Point(3, 4).Toward(2, direction);
        Assert.Equal((3.0 + (2 * right), 4.0 + (2 * down)), (Math.Round(point.X, 9), Math.Round(point.Y, 9)));
    }

    private static double DistanceToSegment(double x, double y, double x1, double y1, double x2, double y2)
    {
        double nearest = double.PositiveInfinity;
        for (double t = 0; t <= 1; t += 1e-4)
            nearest = Math.Min(nearest, Math.Sqrt(Math.Pow(x - x1 - (t * (x2 - x1)), 2) + Math.Pow(y - y1 - (t * (y2 - y1)), 2)));
        return nearest;
    }

    /// <summary>A pixel reaches at most 0.71 pixels from its middle.</summary>
    private void AssertByDistance(Func<double, double, double> distance, double radius)
    {
        const double Reach = 0.71;
        AssertColors((x, y) => distance(x + 0.5, y + 0.5) switch
        {
            double d when d < radius - Reach => Red,
            double d when d > radius + Reach => Paper,
            _ => null,
        });
    }

    private void AssertColors(Func<int, int, Color?> expected)
    {
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                Color? color = expected(x, y);
                Assert.True(color is null || color == At(x, y), $"The pixel {x}, {y} is {At(x, y)}; expected {color}.");
            }
        }
    }

    private Color At(int x, int y)
    {
        Span<byte> pixel = _image.Pixels.Slice(((y * Width) + x) * 3, 3);
        return new Color(pixel[0], pixel[1], pixel[2]);
    }
}
