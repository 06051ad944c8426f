namespace AsyncRL.Visualization.Charts;

/// <summary>
/// Places labels in a picture so that no label covers another label or a point, or leaves the frame. A label covers a line only if it
/// would otherwise lie far from its point.
/// </summary>
/// <param name="frame">The rectangle that contains all labels.</param>
internal sealed class LabelPlacement(Box frame)
{
    private const double LineHeight = 15, Nearest = 10, Near = 34, Farthest = 200, Step = 6;

    private readonly List<Box> _taken = [], _lines = [];

    /// <summary>Reserves a rectangle that labels must not cover.</summary>
    /// <param name="box">The rectangle.</param>
    internal void Reserve(Box box) => _taken.Add(box);

    /// <summary>Adds a part of a line, which labels should not cover.</summary>
    /// <param name="box">The rectangle.</param>
    internal void Avoid(Box box) => _lines.Add(box);

    /// <summary>Places a label in the first free rectangle near a point: right, left, above, below, and then farther away.</summary>
    /// <param name="x">The point.</param>
    /// <param name="y">The point.</param>
    /// <param name="text">The label.</param>
    /// <returns>The label's rectangle; right of the point if no rectangle is free.</returns>
    internal Box Place(double x, double y, string text)
    {
        double width = ChartText.WidthOf(text);
        Box box = Find(x, y, width, Near, [.. _taken, .. _lines]) ?? Find(x, y, width, Farthest, _taken)
            ?? new Box(x + Nearest, y - (LineHeight / 2), width, LineHeight);
        _taken.Add(box);
        return box;
    }

    private Box? Find(double x, double y, double width, double farthest, List<Box> taken)
    {
        for (double distance = Nearest; distance < farthest; distance += Step)
        {
            foreach (Box box in Around(x, y, width, distance))
            {
                if (frame.Contains(box) && !taken.Exists(box.Overlaps)) return box;
            }
        }

        return null;
    }

    private static Box[] Around(double x, double y, double width, double distance) =>
    [
        new(x + distance, y - (LineHeight / 2), width, LineHeight),
        new(x - distance - width, y - (LineHeight / 2), width, LineHeight),
        new(x - (width / 2), y - distance - LineHeight, width, LineHeight),
        new(x - (width / 2), y + distance, width, LineHeight),
        new(x + (distance / 2), y + distance, width, LineHeight),
        new(x - (distance / 2) - width, y + distance, width, LineHeight),
        new(x + (distance / 2), y - distance - LineHeight, width, LineHeight),
        new(x - (distance / 2) - width, y - distance - LineHeight, width, LineHeight),
    ];
}

/// <summary>A rectangle in a picture.</summary>
/// <param name="X">Its left side.</param>
/// <param name="Y">Its upper side.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    /// <summary>A square around a point.</summary>
    internal static Box Around(double x, double y, double radius) => new(x - radius, y - radius, 2 * radius, 2 * radius);

    /// <summary>Whether two rectangles have a point in common.</summary>
    internal bool Overlaps(Box other) =>
        X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;

    /// <summary>Whether this rectangle contains another one.</summary>
    internal bool Contains(Box other) =>
        other.X >= X && other.Y >= Y && other.X + other.Width <= X + Width && other.Y + other.Height <= Y + Height;
}
