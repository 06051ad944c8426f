using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Racer;

/// <summary>A straight piece or an arc of the center line.</summary>
/// <param name="X">The x coordinate of its beginning, in meters.</param>
/// <param name="Y">The y coordinate of its beginning, in meters.</param>
/// <param name="DirectionX">The x component of its direction at the beginning, of length 1.</param>
/// <param name="DirectionY">The y component of that direction.</param>
/// <param name="Length">The length in meters.</param>
/// <param name="Curvature">One over the radius in meters, above 0 to the left; 0 for a straight piece.</param>
internal readonly record struct TrackPiece(
    double X, double Y, double DirectionX, double DirectionY, double Length, double Curvature);

/// <summary>
/// Draws a track at random: a polygon whose vertices are around a center, with each corner rounded by an arc that is tangent to both edges.
/// So the track is closed by construction. A check ensures that the track keeps a distance from itself. If it does not, another track is
/// drawn; each is less irregular than the one before, down to a regular polygon, which always passes.
/// </summary>
internal sealed class TrackOutline
{
    /// <summary>The tightest radius of the center line, in meters.</summary>
    internal const double SmallestRadius = 35;

    private const int MaximumCorners = 64;
    private const double LargestRadius = 250;
    private const double EdgeShare = 0.46;

    private readonly double _length;
    private readonly double _curviness;
    private readonly int _corners;
    private readonly double[] _x = new double[MaximumCorners];
    private readonly double[] _y = new double[MaximumCorners];
    private readonly TrackPiece[] _pieces = new TrackPiece[2 * MaximumCorners];

    /// <summary>Allocates memory for tracks.</summary>
    /// <param name="length">The perimeter of the polygon in meters.</param>
    /// <param name="curviness">From 0 to 1.</param>
    internal TrackOutline(double length, double curviness)
    {
        _length = length;
        _curviness = curviness;
        _corners = Math.Clamp((int)(length / (210 - (120 * curviness))), 4, MaximumCorners);
    }

    /// <summary>The pieces in their order. The end of the last piece is the beginning of the first.</summary>
    internal ReadOnlySpan<TrackPiece> Pieces => _pieces.AsSpan(0, 2 * _corners);

    /// <summary>Length of the center line in meters.</summary>
    internal double Length { get; private set; }

    /// <summary>Draws a track.</summary>
    internal void Draw(RandomGenerator generator)
    {
        double irregularity = 0.15 + (0.7 * _curviness);
        do
        {
            DrawVertices(irregularity, generator);
            irregularity *= 0.97;
        }
        while (!RoundCorners(generator) || !TrackSeparation.IsKept(Pieces, Length));
    }

    /// <summary>Half of all tracks are mirrored, so that they are driven clockwise.</summary>
    private void DrawVertices(double irregularity, RandomGenerator generator)
    {
        double mirror = generator.NextInteger(2) == 0 ? 1 : -1;
        double sector = 2 * Math.PI / _corners;
        for (int corner = 0; corner < _corners; corner++)
        {
            double shift = irregularity * (generator.NextDouble() - 0.5);
            double radius = 1 - (irregularity * generator.NextDouble());
            (double sine, double cosine) = Trigonometry.SineAndCosine(sector * (corner + shift));
            (_x[corner], _y[corner]) = (radius * cosine, mirror * radius * sine);
        }

        double perimeter = 0;
        for (int corner = 0; corner < _corners; corner++) perimeter += Edge(corner).Length;
        for (int corner = 0; corner < _corners; corner++)
        {
            _x[corner] *= _length / perimeter;
            _y[corner] *= _length / perimeter;
        }
    }

    private (double X, double Y, double Length) Edge(int corner)
    {
        int next = (corner + 1) % _corners;
        double x = _x[next] - _x[corner], y = _y[next] - _y[corner];
        double length = Math.Sqrt((x * x) + (y * y));
        return (x / length, y / length, length);
    }

    /// <summary>
    /// Turns corner k into an arc, and the edge after it into a straight piece. An arc that turns by φ with radius r begins r·tan(φ/2)
    /// before the corner, and tan(φ/2) = sin φ / (1 + cos φ).
    /// </summary>
    /// <returns>Whether every corner has enough space for the smallest radius.</returns>
    private bool RoundCorners(RandomGenerator generator)
    {
        Length = 0;
        double firstCut = 0, cut = 0;
        for (int corner = 0; corner < _corners; corner++)
        {
            (double x, double y, double length) = Edge((corner + _corners - 1) % _corners);
            (double nextX, double nextY, double nextLength) = Edge(corner);
            double halfTangent = ((x * nextY) - (y * nextX)) / (1 + (x * nextX) + (y * nextY));
            double size = Math.Max(Math.Abs(halfTangent), 1e-9);
            double room = Math.Min(LargestRadius, EdgeShare * Math.Min(length, nextLength) / size);
            if (!(room >= SmallestRadius)) return false;
            double share = generator.NextDouble();
            double radius = SmallestRadius + ((room - SmallestRadius) * share * (1 - _curviness + (_curviness * share)));
            double previousCut = cut;
            cut = radius * size;
            double arcLength = 2 * radius * Trigonometry.ArcTangent(size);
            double curvature = halfTangent < 0 ? -1 / radius : 1 / radius;
            _pieces[2 * corner] = new(_x[corner] - (x * cut), _y[corner] - (y * cut), x, y, arcLength, curvature);
            if (corner == 0) firstCut = cut;
            else AddStraight(corner - 1, previousCut, cut);
            Length += arcLength;
        }

        AddStraight(_corners - 1, cut, firstCut);
        return true;
    }

    private void AddStraight(int corner, double cutBefore, double cutAfter)
    {
        (double x, double y, double length) = Edge(corner);
        double straight = length - cutBefore - cutAfter;
        _pieces[(2 * corner) + 1] = new(_x[corner] + (x * cutBefore), _y[corner] + (y * cutBefore), x, y, straight, 0);
        Length += straight;
    }
}

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
