namespace AsyncRL.Environments.Racer;

/// <summary>A point of the centre line.</summary>
/// <param name="X">In metres.</param>
/// <param name="Y">In metres.</param>
/// <param name="DirectionX">The direction of driving, of length 1.</param>
/// <param name="DirectionY">The direction of driving, of length 1.</param>
/// <param name="Curvature">One over the radius in metres, above 0 to the left.</param>
internal readonly record struct TrackPoint(double X, double Y, double DirectionX, double DirectionY, double Curvature);

/// <summary>Goes along the pieces of a track from its beginning, ever forwards.</summary>
internal ref struct TrackWalk(ReadOnlySpan<TrackPiece> pieces)
{
    private readonly ReadOnlySpan<TrackPiece> _pieces = pieces;
    private int _piece;
    private double _pieceStart;

    /// <summary>Goes to a point.</summary>
    /// <param name="along">Metres from the beginning, at least as many as in the call before.</param>
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
