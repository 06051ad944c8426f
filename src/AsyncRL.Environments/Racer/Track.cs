using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Racer;

/// <summary>A place in the track's coordinates.</summary>
/// <param name="Along">Meters along the center line from its beginning, from 0 up to its length.</param>
/// <param name="Lateral">Meters to the left of the center line.</param>
/// <param name="DirectionX">The x component of the center line's direction at the nearest point, of length 1.</param>
/// <param name="DirectionY">The y component of that direction.</param>
/// <param name="Curvature">The center line's curvature at the nearest point, above 0 to the left.</param>
internal readonly record struct TrackPosition(double Along, double Lateral, double DirectionX, double DirectionY, double Curvature);

/// <summary>A closed track: its center line as samples two meters apart, and the conversion of places to the track's coordinates.</summary>
internal sealed class Track
{
    /// <summary>Half the width of the asphalt in meters.</summary>
    internal const double HalfWidth = 6;

    private const double Spacing = 2;

    private const int MixingDraws = 32;

    private readonly RandomGenerator _generator = new(0);
    private readonly TrackOutline _outline;
    private readonly TrackPoint[] _points;
    private readonly GroundSample[] _samples;
    private int _count;

    /// <summary>Allocates memory for tracks; call <see cref="Build"/> before any other member.</summary>
    /// <param name="length">The length before corners are rounded, in meters.</param>
    /// <param name="curviness">From 0 to 1.</param>
    internal Track(double length, double curviness)
    {
        _outline = new TrackOutline(length, curviness);
        _points = new TrackPoint[(int)(length / Spacing) + 1];
        _samples = new GroundSample[_points.Length];
        Grid = new NearestSampleGrid(length);
        Scenery = new Scenery(length);
    }

    /// <summary>The center line's length in meters.</summary>
    internal double Length => _outline.Length;

    /// <summary>Points of the center line at equal distances; the first is at the beginning.</summary>
    internal ReadOnlySpan<TrackPoint> Points => _points.AsSpan(0, _count);

    /// <summary>The same points in the form that the painter needs.</summary>
    internal ReadOnlySpan<GroundSample> Samples => _samples.AsSpan(0, _count);

    /// <summary>The grid that finds the sample near a place.</summary>
    internal NearestSampleGrid Grid { get; }

    /// <summary>The objects beside the road.</summary>
    internal Scenery Scenery { get; }

    /// <summary>Meters between samples, about 2.</summary>
    internal double Step { get; private set; }

    /// <summary>Builds the track with a given number.</summary>
    internal void Build(ulong number)
    {
        Seed(number);
        _outline.Draw(_generator);
        _count = (int)(Length / Spacing);
        Step = Length / _count;
        var walk = new TrackWalk(_outline.Pieces);
        for (int i = 0; i < _count; i++)
        {
            TrackPoint p = walk.PointAt(i * Step);
            _points[i] = p;
            _samples[i] = new((float)p.X, (float)p.Y, (float)p.DirectionX, (float)p.DirectionY, (float)p.Curvature, (float)(i * Step));
        }

        Grid.Build(Samples);
        Scenery.Build(this, _generator);
    }

    /// <summary>Converts a distance along the track to the range from 0 up to its length.</summary>
    internal double Wrap(double along) => along - (Length * Math.Floor(along / Length));

    /// <summary>The shorter way along the track from one place to another, in meters, below 0 if it is backwards.</summary>
    internal double Ahead(double from, double to)
    {
        double difference = to - from;
        return difference - (Length * Math.Floor((difference / Length) + 0.5));
    }

    /// <summary>The center line's curvature.</summary>
    internal double CurvatureAt(double along) => _points[IndexAt(along)].Curvature;

    /// <summary>The place at given coordinates of the track, and the center line's direction there.</summary>
    internal TrackPoint PlaceAt(double along, double lateral)
    {
        int index = IndexAt(along);
        TrackPoint p = _points[index];
        double run = Wrap(along) - (index * Step), bend = 0.5 * p.Curvature * run * run;
        (double x, double y) = Turned(p, p.Curvature * run);
        return new(
            p.X + (run * p.DirectionX) - (bend * p.DirectionY) - (lateral * y),
            p.Y + (run * p.DirectionY) + (bend * p.DirectionX) + (lateral * x),
            x,
            y,
            p.Curvature);
    }

    /// <summary>The track's coordinates of a place.</summary>
    /// <param name="x">The x coordinate in meters.</param>
    /// <param name="y">The y coordinate in meters.</param>
    /// <param name="position">Receives the coordinates.</param>
    /// <returns>Whether the place is at most <see cref="NearestSampleGrid.Reach"/> meters from the track.</returns>
    internal bool TryLocate(double x, double y, out TrackPosition position)
    {
        position = default;
        int index = Grid.Find(x, y);
        if (index < 0) return false;
        double forward = Forward(index, x, y);
        while (forward > 0.5 * Step && forward > Math.Abs(Forward(Next(index), x, y))) forward = Forward(index = Next(index), x, y);
        while (forward < -0.5 * Step && -forward > Math.Abs(Forward(Previous(index), x, y)))
            forward = Forward(index = Previous(index), x, y);
        TrackPoint p = _points[index];
        double left = ((y - p.Y) * p.DirectionX) - ((x - p.X) * p.DirectionY);
        double nearness = 1 - (p.Curvature * left);
        double run = forward / nearness;
        (double directionX, double directionY) = Turned(p, p.Curvature * run);
        double lateral = left - (0.5 * p.Curvature * forward * run);
        position = new(Wrap((index * Step) + run), lateral, directionX, directionY, p.Curvature);
        return true;
    }

    /// <summary>
    /// A new generator would be garbage. So the number is written into the state of the existing generator and mixed in by some draws.
    /// </summary>
    private void Seed(ulong number)
    {
        _generator.State = new GeneratorState(number, 0x9E3779B97F4A7C15, ~number, 0xBF58476D1CE4E5B9);
        for (int draw = 0; draw < MixingDraws; draw++) _generator.NextUInt64();
    }

    private int IndexAt(double along) => Math.Min((int)(Wrap(along) / Step), _count - 1);

    private int Next(int index) => index + 1 < _count ? index + 1 : 0;

    private int Previous(int index) => index > 0 ? index - 1 : _count - 1;

    /// <summary>The distance of a place ahead of a sample, in the sample's direction.</summary>
    private double Forward(int index, double x, double y)
    {
        TrackPoint p = _points[index];
        return ((x - p.X) * p.DirectionX) + ((y - p.Y) * p.DirectionY);
    }

    /// <summary>A point's direction, turned by a small angle; it has length 1.</summary>
    private static (double X, double Y) Turned(TrackPoint p, double angle)
    {
        double scale = 1 / Math.Sqrt(1 + (angle * angle));
        return ((p.DirectionX - (angle * p.DirectionY)) * scale, (p.DirectionY + (angle * p.DirectionX)) * scale);
    }
}

/// <summary>A point of the center line.</summary>
/// <param name="X">The x coordinate in meters.</param>
/// <param name="Y">The y coordinate in meters.</param>
/// <param name="DirectionX">The x component of the driving direction, of length 1.</param>
/// <param name="DirectionY">The y component of that direction.</param>
/// <param name="Curvature">One over the radius in meters, above 0 to the left.</param>
internal readonly record struct TrackPoint(double X, double Y, double DirectionX, double DirectionY, double Curvature);

/// <summary>Moves along the pieces of a track from its beginning, only forwards.</summary>
internal ref struct TrackWalk(ReadOnlySpan<TrackPiece> pieces)
{
    private readonly ReadOnlySpan<TrackPiece> _pieces = pieces;
    private int _piece;
    private double _pieceStart;

    /// <summary>Moves to a point.</summary>
    /// <param name="along">Meters from the beginning, not less than in the previous call.</param>
    internal TrackPoint PointAt(double along)
    {
        while (along - _pieceStart > _pieces[_piece].Length && _piece < _pieces.Length - 1) _pieceStart += _pieces[_piece++].Length;
        TrackPiece piece = _pieces[_piece];
        double run = along - _pieceStart;
        if (piece.Curvature == 0)
        {
            return new(piece.X + (run * piece.DirectionX), piece.Y + (run * piece.DirectionY), piece.DirectionX, piece.DirectionY, 0);
        }

        (double sine, double cosine) = Trigonometry.SineAndCosine(piece.Curvature * run);
        double forward = sine / piece.Curvature, left = (1 - cosine) / piece.Curvature;
        return new(
            piece.X + (forward * piece.DirectionX) - (left * piece.DirectionY),
            piece.Y + (forward * piece.DirectionY) + (left * piece.DirectionX),
            (cosine * piece.DirectionX) - (sine * piece.DirectionY),
            (cosine * piece.DirectionY) + (sine * piece.DirectionX),
            piece.Curvature);
    }
}
