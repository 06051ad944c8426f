namespace AsyncRL.Environments.Racer;

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
