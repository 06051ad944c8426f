namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>
/// The margin around a cloud of points in which thumbnails lie. The points that get a thumbnail are far from each other, and each thumbnail
/// lies in the direction of its point, so that lines to the points hardly cross.
/// </summary>
internal sealed class ThumbnailFrame
{
    private const int PerSide = 4, Count = (4 * PerSide) - 4;
    private const double Margin = 0.22, InsetOfPixel = 0.06 / 56;

    private readonly (double X, double Y)[] _points;
    private readonly (double X, double Y) _middle;
    private readonly double _inset;
    private readonly double _width;
    private readonly double _height;

    /// <summary>Lays the frame around points.</summary>
    /// <param name="points">The points, at least one.</param>
    /// <param name="thumbnailWidth">The width of a thumbnail in pixels.</param>
    internal ThumbnailFrame((double X, double Y)[] points, double thumbnailWidth)
    {
        _inset = InsetOfPixel * thumbnailWidth;
        _points = points;
        (double left, double right, double bottom, double top) = (points[0].X, points[0].X, points[0].Y, points[0].Y);
        foreach ((double x, double y) in points)
        {
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (bottom, top) = (Math.Min(bottom, y), Math.Max(top, y));
        }

        _middle = ((left + right) / 2, (bottom + top) / 2);
        (_width, _height) = (Math.Max(right - left, 1e-6) * (1 + (2 * Margin)), Math.Max(top - bottom, 1e-6) * (1 + (2 * Margin)));
    }

    /// <summary>The left end of the horizontal axis.</summary>
    internal double Left => _middle.X - (_width / 2);

    /// <summary>The right end of the horizontal axis.</summary>
    internal double Right => _middle.X + (_width / 2);

    /// <summary>The lower end of the vertical axis.</summary>
    internal double Bottom => _middle.Y - (_height / 2);

    /// <summary>The upper end of the vertical axis.</summary>
    internal double Top => _middle.Y + (_height / 2);

    /// <summary>Chooses points and places for their thumbnails.</summary>
    /// <param name="hasThumbnail">Whether a point has a thumbnail.</param>
    /// <returns>The points, each with the middle of its thumbnail.</returns>
    internal IReadOnlyList<(int Point, (double X, double Y) Place)> Choose(Predicate<int> hasThumbnail)
    {
        List<int> chosen = FarthestFirst(hasThumbnail);
        List<(double X, double Y)> places = Places();
        chosen.Sort((a, b) => AngleOf(_points[a]).CompareTo(AngleOf(_points[b])));
        places.Sort((a, b) => AngleOf(a).CompareTo(AngleOf(b)));
        (int best, double shortest) = (0, double.PositiveInfinity);
        for (int turn = 0; turn < places.Count; turn++)
        {
            double length = 0;
            for (int i = 0; i < chosen.Count; i++) length += SquaredDistance(_points[chosen[i]], PlaceOf(i, turn));
            if (length < shortest) (best, shortest) = (turn, length);
        }

        var result = new List<(int, (double, double))>();
        for (int i = 0; i < chosen.Count; i++) result.Add((chosen[i], PlaceOf(i, best)));
        return result;

        // Fewer points than places are spread over all places.
        (double X, double Y) PlaceOf(int index, int turn) =>
            places[((index * places.Count / Math.Max(1, chosen.Count)) + turn) % places.Count];
    }

    /// <summary>Begins with the point nearest to the left end, and then takes the point that is farthest from all that are taken.</summary>
    private List<int> FarthestFirst(Predicate<int> hasThumbnail)
    {
        var chosen = new List<int>();
        var distances = new double[_points.Length];
        for (int i = 0; i < distances.Length; i++) distances[i] = hasThumbnail(i) ? Right - _points[i].X : double.NegativeInfinity;
        while (chosen.Count < Count)
        {
            int farthest = 0;
            for (int i = 1; i < distances.Length; i++) farthest = distances[i] > distances[farthest] ? i : farthest;
            if (distances[farthest] <= 0) break;
            bool isFirst = chosen.Count == 0;
            chosen.Add(farthest);
            for (int i = 0; i < distances.Length; i++)
            {
                double distance = SquaredDistance(_points[i], _points[farthest]);
                if (!double.IsNegativeInfinity(distances[i])) distances[i] = isFirst ? distance : Math.Min(distances[i], distance);
            }
        }

        return chosen;
    }

    /// <summary>The middles of thumbnails along the four sides, without a corner twice.</summary>
    private List<(double X, double Y)> Places()
    {
        const double InsetUp = 0.08;
        var places = new List<(double, double)>();
        for (int i = 0; i < PerSide; i++)
        {
            double along = _inset + ((1 - (2 * _inset)) * i / (PerSide - 1)), x = Left + (along * _width);
            places.Add((x, Bottom + (InsetUp * _height)));
            places.Add((x, Top - (InsetUp * _height)));
            if (i is 0 or PerSide - 1) continue;
            double y = Bottom + (along * _height);
            places.Add((Left + (_inset * _width), y));
            places.Add((Right - (_inset * _width), y));
        }

        return places;
    }

    private double AngleOf((double X, double Y) point) => Math.Atan2((point.Y - _middle.Y) / _height, (point.X - _middle.X) / _width);

    private static double SquaredDistance((double X, double Y) a, (double X, double Y) b)
    {
        (double x, double y) = (a.X - b.X, a.Y - b.Y);
        return (x * x) + (y * y);
    }
}
