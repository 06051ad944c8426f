namespace AsyncRL.Environments.Racer;

/// <summary>
/// A point of the center line for the painter. It is small, so that all points of a track stay in the level 1 cache.
/// </summary>
/// <param name="X">The x coordinate in meters.</param>
/// <param name="Y">The y coordinate in meters.</param>
/// <param name="DirectionX">The x component of the driving direction.</param>
/// <param name="DirectionY">The y component of the driving direction.</param>
/// <param name="Curvature">One over the radius in meters, above 0 to the left.</param>
/// <param name="Along">Meters from the beginning of the track.</param>
internal readonly record struct GroundSample(float X, float Y, float DirectionX, float DirectionY, float Curvature, float Along);

/// <summary>
/// A grid over the land. Each cell contains the number of the sample of the center line that is nearest to the cell's middle. One look-up
/// then finds the part of the track that is near a place. Cells far from the track contain no sample.
/// </summary>
internal sealed class NearestSampleGrid
{
    /// <summary>Side of a cell in meters.</summary>
    internal const float CellSize = 4;

    /// <summary>The content of a cell far from the track.</summary>
    internal const ushort None = ushort.MaxValue;

    /// <summary>The distance in meters from the center line up to which all cells contain a sample.</summary>
    internal const double Reach = 26;

    private const int ReachCells = (int)(Reach / CellSize) + 1;

    private readonly ushort[] _nearest;
    private readonly float[] _distances;

    /// <summary>Allocates memory for tracks.</summary>
    /// <param name="length">
    /// The length of the longest track in meters. A closed curve of length l fits into a box with sides w and h where w² + h² ≤ (l/2)², so
    /// w·h ≤ l²/8 and w + h ≤ l/√2.
    /// </param>
    internal NearestSampleGrid(double length)
    {
        double margin = 2 * (ReachCells + 2) * CellSize;
        double area = (length * length / 8) + (margin * length / Math.Sqrt(2)) + (margin * margin);
        _nearest = new ushort[(int)(area / (CellSize * CellSize)) + 1];
        _distances = new float[_nearest.Length];
    }

    /// <summary>The x coordinate of the first cell's corner, in meters.</summary>
    internal float OriginX { get; private set; }

    /// <summary>The y coordinate of the first cell's corner, in meters.</summary>
    internal float OriginY { get; private set; }

    /// <summary>The number of cells from west to east.</summary>
    internal int Columns { get; private set; }

    /// <summary>The number of cells from south to north.</summary>
    internal int Rows { get; private set; }

    /// <summary>The samples' numbers by row and column; <see cref="None"/> far from the track.</summary>
    internal ReadOnlySpan<ushort> Cells => _nearest.AsSpan(0, Rows * Columns);

    /// <summary>Fills the grid for a track.</summary>
    internal void Build(ReadOnlySpan<GroundSample> samples)
    {
        Enclose(samples);
        _nearest.AsSpan(0, Rows * Columns).Fill(None);
        _distances.AsSpan(0, Rows * Columns).Fill(float.MaxValue);
        for (int sample = 0; sample < samples.Length; sample++) Spread(sample, samples[sample].X - OriginX, samples[sample].Y - OriginY);
    }

    /// <summary>The sample of a place's cell.</summary>
    /// <returns>Its number; −1 far from the track.</returns>
    internal int Find(double x, double y)
    {
        int column = (int)Math.Floor((x - OriginX) / CellSize), row = (int)Math.Floor((y - OriginY) / CellSize);
        if ((uint)column >= (uint)Columns || (uint)row >= (uint)Rows) return -1;
        ushort nearest = _nearest[(row * Columns) + column];
        return nearest == None ? -1 : nearest;
    }

    private void Enclose(ReadOnlySpan<GroundSample> samples)
    {
        float left = float.MaxValue, bottom = float.MaxValue, right = float.MinValue, top = float.MinValue;
        foreach (GroundSample sample in samples)
        {
            (left, right) = (Math.Min(left, sample.X), Math.Max(right, sample.X));
            (bottom, top) = (Math.Min(bottom, sample.Y), Math.Max(top, sample.Y));
        }

        (OriginX, OriginY) = (left - ((ReachCells + 1) * CellSize), bottom - ((ReachCells + 1) * CellSize));
        Columns = (int)((right - left) / CellSize) + (2 * ReachCells) + 3;
        Rows = (int)((top - bottom) / CellSize) + (2 * ReachCells) + 3;
    }

    /// <summary>Offers a sample to the cells around it.</summary>
    private void Spread(int sample, float x, float y)
    {
        int column = (int)(x / CellSize), row = (int)(y / CellSize);
        for (int r = row - ReachCells; r <= row + ReachCells; r++)
        {
            float dy = ((r + 0.5f) * CellSize) - y;
            for (int c = column - ReachCells; c <= column + ReachCells; c++)
            {
                float dx = ((c + 0.5f) * CellSize) - x;
                float distance = (dx * dx) + (dy * dy);
                int cell = (r * Columns) + c;
                if (distance >= _distances[cell]) continue;
                _distances[cell] = distance;
                _nearest[cell] = (ushort)sample;
            }
        }
    }
}
