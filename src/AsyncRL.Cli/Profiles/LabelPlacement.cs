namespace AsyncRL.Cli.Profiles;

/// <summary>Finds room for labels in a picture: none may lie on another, on a point, or beyond the frame.</summary>
/// <param name="frame">Where labels may lie.</param>
internal sealed class LabelPlacement(Box frame)
{
    private const double PixelsPerLetter = 7.6;
    private const double LineHeight = 15;

    private readonly List<Box> _taken = [];

    /// <summary>Takes room that labels must leave free.</summary>
    /// <param name="box">The room.</param>
    internal void Reserve(Box box) => _taken.Add(box);

    /// <summary>Takes the first free room around a point: right of it, left, above and below, then farther and farther away.</summary>
    /// <param name="x">The point.</param>
    /// <param name="y">The point.</param>
    /// <param name="text">The label.</param>
    /// <returns>Where the label lies; right of the point if there is no room at all.</returns>
    internal Box Place(double x, double y, string text)
    {
        double width = text.Length * PixelsPerLetter;
        for (double distance = 10; distance < 200; distance += 6)
        {
            foreach (Box box in Around(x, y, width, distance))
            {
                if (!frame.Contains(box) || _taken.Exists(box.Overlaps)) continue;
                _taken.Add(box);
                return box;
            }
        }

        return new Box(x + 10, y - (LineHeight / 2), width, LineHeight);
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

    /// <summary>Whether another rectangle lies wholly within this one.</summary>
    internal bool Contains(Box other) =>
        other.X >= X && other.Y >= Y && other.X + other.Width <= X + Width && other.Y + other.Height <= Y + Height;
}
