using System.Numerics;

namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// Draws the ground row by row. All pixels of a row are equally far ahead, so the place on the ground moves by the same step from one pixel
/// to the next. First, grass is drawn everywhere. Then the track's grid gives the nearest sample of the center line for each place, and the
/// track's coordinates determine the road at that place. Edges are softened over the ground that a pixel covers.
/// </summary>
internal sealed class GroundPainter
{
    /// <summary>Keeps coordinates above 0, where the conversion to whole numbers rounds down. A multiple of the texture size.</summary>
    private const float TexelOffset = 512 * Grass.TextureSize;

    private const float CellsPerMetre = 1 / NearestSampleGrid.CellSize;

    /// <summary>Columns from the middle of the picture.</summary>
    private static readonly float[] Columns = MakeColumns();

    private readonly SampleColumns _samples = new();
    private readonly int[] _texels = new int[SampleColumns.Room];
    private readonly int[] _cells = new int[SampleColumns.Room];
    private readonly uint[] _pixels = new uint[SampleColumns.Room];

    /// <summary>Draws the rows below the horizon.</summary>
    /// <param name="track">The track.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="frame">Receives the rows.</param>
    internal void Draw(Track track, in Camera camera, Span<uint> frame)
    {
        foreach (GroundRow row in GroundRow.All)
        {
            var line = new GroundLine(camera, row);
            FindTexels(line, _texels);
            DrawGrass(_texels, row, _pixels);
            FindCells(line, track.Grid, _cells);
            _samples.Gather(track, _cells);
            DrawRoad(camera, row, line);
            _pixels.AsSpan(0, View.Width).CopyTo(frame[((View.Horizon + row.Number) * View.Width)..]);
        }
    }

    /// <summary>Finds the grass texture's texel under each pixel.</summary>
    private static void FindTexels(in GroundLine line, Span<int> texels)
    {
        var mask = new Vector<int>(Grass.TextureSize - 1);
        (Vector<float> x, Vector<float> y) = (new(line.X * Grass.TexelsPerMetre), new(line.Y * Grass.TexelsPerMetre));
        (Vector<float> stepX, Vector<float> stepY) = (new(line.StepX * Grass.TexelsPerMetre), new(line.StepY * Grass.TexelsPerMetre));
        var offset = new Vector<float>(TexelOffset);
        for (int column = 0; column < View.Width; column += Vector<int>.Count)
        {
            var columns = new Vector<float>(Columns.AsSpan(column));
            Vector<int> texelX = Vector.ConvertToInt32Native((x + (columns * stepX)) + offset) & mask;
            Vector<int> texelY = Vector.ConvertToInt32Native((y + (columns * stepY)) + offset) & mask;
            ((texelY * Grass.TextureSize) + texelX).CopyTo(texels[column..]);
        }
    }

    /// <summary>Finds the grid's cell under each pixel. Places outside get cell 0, which is at the border and far from any track.</summary>
    private static void FindCells(in GroundLine line, NearestSampleGrid grid, Span<int> cells)
    {
        var x = new Vector<float>((line.X - grid.OriginX) * CellsPerMetre);
        var y = new Vector<float>((line.Y - grid.OriginY) * CellsPerMetre);
        (Vector<float> stepX, Vector<float> stepY) = (new(line.StepX * CellsPerMetre), new(line.StepY * CellsPerMetre));
        (Vector<int> columnEnd, Vector<int> rowEnd) = (new(grid.Columns), new(grid.Rows));
        for (int column = 0; column < View.Width; column += Vector<int>.Count)
        {
            var columns = new Vector<float>(Columns.AsSpan(column));
            Vector<int> cellX = Vector.ConvertToInt32Native(x + (columns * stepX));
            Vector<int> cellY = Vector.ConvertToInt32Native(y + (columns * stepY));
            Vector<int> isInside = Vector.GreaterThanOrEqual(cellX, Vector<int>.Zero) & Vector.LessThan(cellX, columnEnd)
                & Vector.GreaterThanOrEqual(cellY, Vector<int>.Zero) & Vector.LessThan(cellY, rowEnd);
            (((cellY * columnEnd) + cellX) & isInside).CopyTo(cells[column..]);
        }
    }

    private static void DrawGrass(ReadOnlySpan<int> texels, GroundRow row, Span<uint> pixels)
    {
        ReadOnlySpan<byte> texture = Grass.Texture;
        ReadOnlySpan<uint> palette = row.Grass;
        for (int column = 0; column < View.Width; column++) pixels[column] = palette[texture[texels[column]]];
    }

    /// <summary>The last vector may exceed the pixels near the track. The extra pixels are drawn again or never shown.</summary>
    private void DrawRoad(in Camera camera, GroundRow row, in GroundLine line)
    {
        for (int column = _samples.Begin; column < _samples.End; column += Vector<float>.Count)
        {
            var columns = new Vector<float>(Columns, column);
            Vector<float> x = new Vector<float>(line.X) + (columns * line.StepX), y = new Vector<float>(line.Y) + (columns * line.StepY);
            var road = new Road(_samples, column, x, y, camera, row);
            road.Over(new Vector<uint>(_pixels, column)).CopyTo(_pixels, column);
        }
    }

    private static float[] MakeColumns()
    {
        var columns = new float[SampleColumns.Room];
        for (int column = 0; column < columns.Length; column++) columns[column] = column + 0.5f - View.Middle;
        return columns;
    }

    /// <summary>The places on the ground under a row of pixels.</summary>
    private readonly struct GroundLine(in Camera camera, GroundRow row)
    {
        /// <summary>The place under the middle of the row, in meters.</summary>
        internal readonly float X = camera.X + (camera.ForwardX * row.Depth);

        /// <summary>The place under the middle of the row, in meters.</summary>
        internal readonly float Y = camera.Y + (camera.ForwardY * row.Depth);

        /// <summary>Meters from a pixel to the next on its right.</summary>
        internal readonly float StepX = camera.ForwardY * row.PixelWidth;

        /// <summary>Meters from a pixel to the next on its right.</summary>
        internal readonly float StepY = -camera.ForwardX * row.PixelWidth;
    }
}
