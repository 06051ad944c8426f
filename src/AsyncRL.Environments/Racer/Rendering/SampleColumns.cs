namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// The samples of the centre line nearest to a row of pixels, a column for each number, so that vectors can be read from them.
/// </summary>
internal sealed class SampleColumns
{
    /// <summary>Pixels of a row, and as many more as the longest vectors may overshoot.</summary>
    internal const int Room = View.Width + 16;

    /// <summary>A sample so far away that no pixel near a track is on its road.</summary>
    private static readonly GroundSample Nowhere = new(1e6f, 1e6f, 1, 0, 0, 0);

    /// <summary>The first pixel that is near the track.</summary>
    internal int Begin { get; private set; }

    /// <summary>One more than the last pixel that is near the track; at most <see cref="Begin"/> if none is.</summary>
    internal int End { get; private set; }

    /// <summary>Where the samples are, in metres.</summary>
    internal float[] X { get; } = new float[Room];

    /// <summary>Where the samples are, in metres.</summary>
    internal float[] Y { get; } = new float[Room];

    /// <summary>The direction of driving.</summary>
    internal float[] DirectionX { get; } = new float[Room];

    /// <summary>The direction of driving.</summary>
    internal float[] DirectionY { get; } = new float[Room];

    /// <summary>One over the radius in metres.</summary>
    internal float[] Curvature { get; } = new float[Room];

    /// <summary>Metres from the beginning of the track.</summary>
    internal float[] Along { get; } = new float[Room];

    /// <summary>Collects the samples of a row.</summary>
    /// <param name="track">The track.</param>
    /// <param name="cells">The grid's cell under each pixel.</param>
    internal void Gather(Track track, ReadOnlySpan<int> cells)
    {
        ReadOnlySpan<ushort> grid = track.Grid.Cells;
        ReadOnlySpan<GroundSample> samples = track.Samples;
        int begin = 0, end = View.Width;
        while (begin < end && grid[cells[begin]] == NearestSampleGrid.None) begin++;
        while (end > begin && grid[cells[end - 1]] == NearestSampleGrid.None) end--;
        (Begin, End) = (begin, end);
        Span<float> x = X, y = Y, directionX = DirectionX, directionY = DirectionY, curvature = Curvature, along = Along;
        int filled = Math.Min(Room, end + Room - View.Width);
        for (int column = begin; column < filled; column++)
        {
            ushort nearest = column < end ? grid[cells[column]] : NearestSampleGrid.None;
            ref readonly GroundSample sample = ref nearest == NearestSampleGrid.None ? ref Nowhere : ref samples[nearest];
            (x[column], y[column]) = (sample.X, sample.Y);
            (directionX[column], directionY[column]) = (sample.DirectionX, sample.DirectionY);
            (curvature[column], along[column]) = (sample.Curvature, sample.Along);
        }
    }
}
