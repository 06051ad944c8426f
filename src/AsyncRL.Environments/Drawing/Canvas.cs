using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Drawing;

/// <summary>
/// Draws lines, discs and polygons into the memory of a colored picture. It allocates nothing. Parts beyond the edges are cut off.
/// </summary>
/// <remarks>
/// Coordinates are in pixels from the upper left corner: the pixel in column c and row r covers the square from (c, r) to (c + 1, r + 1).
/// A pixel gets the color of a shape in proportion to the number of its 16 sample points, 4 × 4, that lie in the shape. So a pixel inside
/// a shape has exactly the color of the shape, an edge is smooth, and the same shapes give the same bytes on every machine.
/// </remarks>
internal readonly ref struct Canvas
{
    private const int SamplesPerSide = 4;
    private const int Samples = SamplesPerSide * SamplesPerSide;

    private readonly Span<Color> _pixels;
    private readonly int _width;
    private readonly int _height;

    /// <summary>Draws into an image.</summary>
    /// <param name="image">Pixels of red, green and blue.</param>
    public Canvas(Observation image)
    {
        _pixels = MemoryMarshal.Cast<byte, Color>(image.Pixels);
        (_width, _height) = (image.Specification.Width, image.Specification.Height);
    }

    /// <summary>Paints everything in one color.</summary>
    /// <param name="color">The color.</param>
    public void Clear(Color color) => _pixels.Fill(color);

    /// <summary>Draws a line with round ends.</summary>
    /// <param name="from">The middle of its first end.</param>
    /// <param name="to">The middle of its other end.</param>
    /// <param name="thickness">The thickness in pixels.</param>
    /// <param name="color">The color.</param>
    public void Line(Point from, Point to, double thickness, Color color)
    {
        double radius = thickness / 2;
        Paint(
            new Segment(from, to, radius * radius), color, Math.Min(from.X, to.X) - radius, Math.Min(from.Y, to.Y) - radius,
            Math.Max(from.X, to.X) + radius, Math.Max(from.Y, to.Y) + radius);
    }

    /// <summary>Draws a disc.</summary>
    /// <param name="middle">The middle.</param>
    /// <param name="radius">The radius in pixels.</param>
    /// <param name="color">The color.</param>
    public void Disc(Point middle, double radius, Color color) => Line(middle, middle, 2 * radius, color);

    /// <summary>Draws a polygon.</summary>
    /// <param name="corners">The corners in order; edges may cross, and the inside is that of the even-odd rule.</param>
    /// <param name="color">The color.</param>
    public void Polygon(ReadOnlySpan<Point> corners, Color color)
    {
        (double left, double top, double right, double bottom) = (_width, _height, 0, 0);
        foreach (Point corner in corners)
        {
            (left, right) = (Math.Min(left, corner.X), Math.Max(right, corner.X));
            (top, bottom) = (Math.Min(top, corner.Y), Math.Max(bottom, corner.Y));
        }

        Paint(new Region(corners), color, left, top, right, bottom);
    }

    /// <summary>Paints the part of a column below a height.</summary>
    /// <param name="column">The column.</param>
    /// <param name="top">The height where the color begins.</param>
    /// <param name="color">The color.</param>
    public void FillBelow(int column, double top, Color color)
    {
        int firstWhole = (int)Math.Clamp(Math.Ceiling(top), 0, _height);
        Polygon([new(column, top), new(column + 1, top), new(column + 1, firstWhole), new(column, firstWhole)], color);
        for (int row = firstWhole; row < _height; row++) _pixels[(row * _width) + column] = color;
    }

    private void Paint<TShape>(TShape shape, Color color, double left, double top, double right, double bottom)
        where TShape : IShape, allows ref struct
    {
        int lastRow = (int)Math.Min(_height - 1, Math.Floor(bottom)), lastColumn = (int)Math.Min(_width - 1, Math.Floor(right));
        for (int row = (int)Math.Max(0, Math.Floor(top)); row <= lastRow; row++)
        {
            for (int column = (int)Math.Max(0, Math.Floor(left)); column <= lastColumn; column++)
            {
                int covered = CountCovered(shape, column, row);
                if (covered > 0) _pixels[(row * _width) + column] = Mixed(_pixels[(row * _width) + column], color, covered);
            }
        }
    }

    private static int CountCovered<TShape>(TShape shape, int column, int row)
        where TShape : IShape, allows ref struct
    {
        int covered = 0;
        for (int i = 0; i < Samples; i++)
        {
            double x = column + (((i % SamplesPerSide) + 0.5) / SamplesPerSide), y = row + (((i / SamplesPerSide) + 0.5) / SamplesPerSide);
            if (shape.Contains(x, y)) covered++;
        }

        return covered;
    }

    private static Color Mixed(Color below, Color above, int covered) => new(
        Mixed(below.Red, above.Red, covered), Mixed(below.Green, above.Green, covered), Mixed(below.Blue, above.Blue, covered));

    private static byte Mixed(byte below, byte above, int covered) =>
        (byte)(((below * (Samples - covered)) + (above * covered) + (Samples / 2)) / Samples);

    /// <summary>A set of points.</summary>
    private interface IShape
    {
        /// <summary>Whether a point lies in the shape.</summary>
        bool Contains(double x, double y);
    }

    /// <summary>All points near a segment.</summary>
    private readonly struct Segment(Point from, Point to, double squaredRadius) : IShape
    {
        public bool Contains(double x, double y)
        {
            (double alongX, double alongY) = (to.X - from.X, to.Y - from.Y);
            double squaredLength = (alongX * alongX) + (alongY * alongY);
            double share = squaredLength == 0 ? 0 : (((x - from.X) * alongX) + ((y - from.Y) * alongY)) / squaredLength;
            share = Math.Clamp(share, 0, 1);
            (double besideX, double besideY) = (x - from.X - (share * alongX), y - from.Y - (share * alongY));
            return (besideX * besideX) + (besideY * besideY) <= squaredRadius;
        }
    }

    /// <summary>The inside of a polygon: a ray from a point of the inside crosses an odd number of edges.</summary>
    private readonly ref struct Region(ReadOnlySpan<Point> corners) : IShape
    {
        private readonly ReadOnlySpan<Point> _corners = corners;

        public bool Contains(double x, double y)
        {
            bool isInside = false;
            Point previous = _corners[^1];
            foreach (Point corner in _corners)
            {
                if ((corner.Y > y) != (previous.Y > y))
                    isInside ^= x < corner.X + ((previous.X - corner.X) * (y - corner.Y) / (previous.Y - corner.Y));
                previous = corner;
            }

            return isInside;
        }
    }
}

/// <summary>A place in a picture.</summary>
/// <param name="X">Pixels from the left edge.</param>
/// <param name="Y">Pixels from the upper edge.</param>
internal readonly record struct Point(double X, double Y)
{
    /// <summary>The point at a distance in a direction.</summary>
    /// <param name="distance">Pixels.</param>
    /// <param name="direction">In radians; 0 is to the right, and π/2 is up.</param>
    /// <returns>The point.</returns>
    public Point Toward(double distance, double direction) =>
        new(X + (distance * Math.Cos(direction)), Y - (distance * Math.Sin(direction)));
}
