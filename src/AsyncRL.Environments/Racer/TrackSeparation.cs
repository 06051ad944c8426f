namespace AsyncRL.Environments.Racer;

/// <summary>Checks that a track keeps a distance from itself: parts that are far apart along it are also far apart on the land.</summary>
internal static class TrackSeparation
{
    /// <summary>The smallest allowed distance of such parts in meters: two half roads with the grass beside them.</summary>
    internal const double Distance = 42;

    /// <summary>
    /// The distance along the track, in meters, from which parts count as far apart. An arc of 35 m radius with ends that far apart is
    /// shorter.
    /// </summary>
    internal const double FarAlong = 80;

    private const double Spacing = 10;
    private const int MaximumPoints = 512;

    /// <summary>Compares points some meters apart, each with each.</summary>
    /// <param name="pieces">The track.</param>
    /// <param name="length">Its length in meters, at most 5 000.</param>
    internal static bool IsKept(ReadOnlySpan<TrackPiece> pieces, double length)
    {
        Span<double> x = stackalloc double[MaximumPoints], y = stackalloc double[MaximumPoints];
        int count = (int)(length / Spacing);
        double spacing = length / count;
        var walk = new TrackWalk(pieces);
        for (int i = 0; i < count; i++) (x[i], y[i], _, _, _) = walk.PointAt(i * spacing);
        int far = (int)(FarAlong / spacing) + 1;
        for (int i = 0; i < count; i++)
        {
            int end = Math.Min(count, i + count - far + 1);
            for (int k = i + far; k < end; k++)
            {
                double dx = x[k] - x[i], dy = y[k] - y[i];
                if ((dx * dx) + (dy * dy) < Distance * Distance) return false;
            }
        }

        return true;
    }
}
