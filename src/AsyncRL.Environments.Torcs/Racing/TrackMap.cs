using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Torcs.Racing;

/// <summary>A map of a track from above, on which cars are drawn as discs.</summary>
internal sealed class TrackMap
{
    private const int Width = 480, Height = 360;
    private const double Margin = 12, CarRadius = 4, ThinnestTrack = 5, LineThickness = 2;

    private readonly byte[] _empty;
    private readonly double _scale;
    private readonly double _left;
    private readonly double _top;

    /// <summary>Draws the track.</summary>
    /// <param name="outline">Its edges.</param>
    internal TrackMap(TrackOutline outline)
    {
        (double left, double right, double bottom, double top) = BoundsOf(outline);
        _scale = Math.Min((Width - (2 * Margin)) / (right - left), (Height - (2 * Margin)) / (top - bottom));
        _left = left - (((Width / _scale) - (right - left)) / 2);
        _top = top + (((Height / _scale) - (top - bottom)) / 2);
        var image = new Observation(Shape);
        Canvas canvas = TaskPicture.Begin(image, Shape);
        int pieces = outline.Left.Length;
        for (int i = 0; i < pieces; i++)
        {
            int next = (i + 1) % pieces;
            canvas.Line(Middle(outline, i), Middle(outline, next), Math.Max(ThinnestTrack, WidthOf(outline, i)), TaskColors.Ground);
        }

        canvas.Line(At(outline.Left[0]), At(outline.Right[0]), LineThickness, TaskColors.Ink);
        _empty = image.Pixels.ToArray();
    }

    /// <summary>The shape of the picture.</summary>
    internal static ObservationSpecification Shape { get; } = TaskPicture.Size(Width, Height);

    /// <summary>Begins a picture with the track alone.</summary>
    /// <param name="image">The memory of the picture.</param>
    internal void Begin(Observation image) => _empty.CopyTo(image.Pixels);

    /// <summary>Draws a car.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="place">Where the car is in the world.</param>
    /// <param name="isAgent">Whether it is the car of the agent.</param>
    internal void DrawCar(Observation image, (float X, float Y) place, bool isAgent) =>
        new Canvas(image).Disc(At(place), CarRadius, isAgent ? TaskColors.Body : TaskColors.Action);

    private Point Middle(TrackOutline outline, int piece) => At((
        (outline.Left[piece].X + outline.Right[piece].X) / 2, (outline.Left[piece].Y + outline.Right[piece].Y) / 2));

    private double WidthOf(TrackOutline outline, int piece) => _scale * Math.Sqrt(
        Math.Pow(outline.Left[piece].X - outline.Right[piece].X, 2) + Math.Pow(outline.Left[piece].Y - outline.Right[piece].Y, 2));

    private Point At((float X, float Y) place) => new((place.X - _left) * _scale, (_top - place.Y) * _scale);

    private static (double Left, double Right, double Bottom, double Top) BoundsOf(TrackOutline outline)
    {
        (double left, double right, double bottom, double top) =
            (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        foreach ((float x, float y) in (IEnumerable<(float, float)>)[.. outline.Left, .. outline.Right])
        {
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (bottom, top) = (Math.Min(bottom, y), Math.Max(top, y));
        }

        return (left, right, bottom, top);
    }
}
