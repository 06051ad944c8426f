namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// The samples of the center line that are nearest to a row of pixels. Each number has its own array, so that vectors can be read.
/// </summary>
internal sealed class SampleColumns
{
    /// <summary>The pixels of a row, plus the pixels that the longest vectors may overshoot.</summary>
    internal const int Room = View.Width + 16;

    /// <summary>A sample so far away that no pixel near a track is on its road.</summary>
    private static readonly GroundSample Nowhere = new(1e6f, 1e6f, 1, 0, 0, 0);

    /// <summary>The first pixel that is near the track.</summary>
    internal int Begin { get; private set; }

    /// <summary>One more than the last pixel that is near the track; at most <see cref="Begin"/> if none is.</summary>
    internal int End { get; private set; }

    /// <summary>The x coordinates of the samples in meters.</summary>
    internal float[] X { get; } = new float[Room];

    /// <summary>The y coordinates of the samples in meters.</summary>
    internal float[] Y { get; } = new float[Room];

    /// <summary>The x component of the driving direction.</summary>
    internal float[] DirectionX { get; } = new float[Room];

    /// <summary>The y component of the driving direction.</summary>
    internal float[] DirectionY { get; } = new float[Room];

    /// <summary>One over the radius in meters.</summary>
    internal float[] Curvature { get; } = new float[Room];

    /// <summary>Meters from the beginning of the track.</summary>
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
