namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The rows of a sum of outer products: runs of consecutive left factors, <paramref name="Stride"/> apart in the left block, whose rows
/// follow each other in the destination. A convolution has a run per kernel row, a dense layer one run.
/// </summary>
/// <remarks>A run is cut into groups of 8 rows, counted over all runs, and an edge of up to 7.</remarks>
/// <param name="Count">How many runs.</param>
/// <param name="Length">Rows of a run.</param>
/// <param name="Stride">Elements from a run's first left factor to the next run's.</param>
internal readonly record struct RowRuns(int Count, int Length, int Stride)
{
    /// <summary>Groups of 8 rows in all runs.</summary>
    internal int Groups => Count * (Length / EightRowTile.Rows);

    /// <summary>Rows of each run that no group holds.</summary>
    internal int Edge => Length % EightRowTile.Rows;

    /// <summary>The place of a run's edge.</summary>
    internal RowPlace EdgeOf(int run) => new((run * Stride) + Length - Edge, (run * Length) + Length - Edge, 0);

    /// <summary>The place of the group after another.</summary>
    internal RowPlace After(RowPlace place)
    {
        int within = place.WithinRun + EightRowTile.Rows;
        return within + EightRowTile.Rows <= Length
            ? new(place.Left + EightRowTile.Rows, place.Row + EightRowTile.Rows, within)
            : new(place.Left - place.WithinRun + Stride, place.Row - place.WithinRun + Length, 0);
    }
}

/// <summary>Where some consecutive rows start.</summary>
/// <param name="Left">Offset of the first left factor.</param>
/// <param name="Row">The first row in the destination.</param>
/// <param name="WithinRun">Rows of the same run before it.</param>
internal readonly record struct RowPlace(int Left, int Row, int WithinRun);
