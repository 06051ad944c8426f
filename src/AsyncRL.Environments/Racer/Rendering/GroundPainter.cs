using System.Numerics;

namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// Draws the ground row by row. All pixels of a row are equally far ahead, so from one pixel to the next the place on the ground moves by
/// the same step. First grass is drawn everywhere. Then a place finds its sample of the centre line in the track's grid, and what road
/// lies there follows from the track's coordinates. Edges are softened over the ground that a pixel covers.
/// </summary>
internal static class GroundPainter
{
    /// <summary>Columns, and as many more as the longest vectors may overshoot.</summary>
    private const int Room = View.Width + 16;

    /// <summary>Keeps coordinates above 0, where the conversion to whole numbers rounds down; a multiple of the texture's size.</summary>
    private const float TexelOffset = 512 * Grass.TextureSize;

    private const float CellsPerMetre = 1 / NearestSampleGrid.CellSize;

    /// <summary>Columns from the middle of the picture.</summary>
    private static readonly float[] Columns = MakeColumns();

    /// <summary>Draws the rows below the horizon.</summary>
    /// <param name="track">The track.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="frame">Receives them.</param>
    internal static void Draw(Track track, in Camera camera, Span<uint> frame)
    {
        Span<int> texels = stackalloc int[Room], cells = stackalloc int[Room];
        foreach (GroundRow row in GroundRow.All)
        {
            Span<uint> pixels = frame.Slice((View.Horizon + row.Number) * View.Width, View.Width);
            var line = new GroundLine(camera, row);
            FindTexels(line, texels);
            DrawGrass(texels, row, pixels);
            FindCells(line, track.Grid, cells);
            DrawRoad(track, camera, row, line, cells, pixels);
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

    /// <summary>Finds the grid's cell under each pixel; cell 0, at the rim and far from any track, stands for all places beyond.</summary>
    private static void FindCells(in GroundLine line, NearestSampleGrid grid, Span<int> cells)
    {
        var (x, y) = (new Vector<float>((line.X - grid.OriginX) * CellsPerMetre), new Vector<float>((line.Y - grid.OriginY) * CellsPerMetre));
        (Vector<float> stepX, Vector<float> stepY) = (new(line.StepX * CellsPerMetre), new(line.StepY * CellsPerMetre));
        (Vector<int> columnEnd, Vector<int> rowEnd) = (new(grid.Columns), new(grid.Rows));
        for (int column = 0; column < View.Width; column += Vector<int>.Count)
        {
            var columns = new Vector<float>(Columns.AsSpan(column));
            Vector<int> cellX = Vector.ConvertToInt32Native(x + (columns * stepX)), cellY = Vector.ConvertToInt32Native(y + (columns * stepY));
            Vector<int> isInside = Vector.GreaterThanOrEqual(cellX, Vector<int>.Zero) & Vector.LessThan(cellX, columnEnd)
                & Vector.GreaterThanOrEqual(cellY, Vector<int>.Zero) & Vector.LessThan(cellY, rowEnd);
            (((cellY * columnEnd) + cellX) & isInside).CopyTo(cells[column..]);
        }
    }

    private static void DrawGrass(ReadOnlySpan<int> texels, GroundRow row, Span<uint> pixels)
    {
        ReadOnlySpan<byte> texture = Grass.Texture;
        ReadOnlySpan<uint> palette = row.Grass;
        for (int column = 0; column < pixels.Length; column++) pixels[column] = palette[texture[texels[column]]];
    }

    private static void DrawRoad(
        Track track, in Camera camera, GroundRow row, in GroundLine line, ReadOnlySpan<int> cells, Span<uint> pixels)
    {
        ReadOnlySpan<ushort> grid = track.Grid.Cells;
        ReadOnlySpan<GroundSample> samples = track.Samples;
        ReadOnlySpan<float> columns = Columns;
        ushort last = NearestSampleGrid.None;
        Road road = default;
        for (int column = 0; column < pixels.Length; column++)
        {
            ushort nearest = grid[cells[column]];
            if (nearest == NearestSampleGrid.None) continue;
            if (nearest != last) road = new Road(samples[last = nearest], camera, row);
            float x = line.X + (columns[column] * line.StepX), y = line.Y + (columns[column] * line.StepY);
            int share = road.At(x, y, out uint color);
            if (share > 0) pixels[column] = share == 256 ? color : Color.Mix(pixels[column], color, share);
        }
    }

    private static float[] MakeColumns()
    {
        var columns = new float[Room];
        for (int column = 0; column < columns.Length; column++) columns[column] = column + 0.5f - View.Middle;
        return columns;
    }

    /// <summary>The places on the ground under a row of pixels.</summary>
    private readonly struct GroundLine(in Camera camera, GroundRow row)
    {
        /// <summary>The place under the middle of the row, in metres.</summary>
        internal readonly float X = camera.X + (camera.ForwardX * row.Depth);

        /// <summary>The place under the middle of the row, in metres.</summary>
        internal readonly float Y = camera.Y + (camera.ForwardY * row.Depth);

        /// <summary>Metres from a pixel to the next on its right.</summary>
        internal readonly float StepX = camera.ForwardY * row.PixelWidth;

        /// <summary>Metres from a pixel to the next on its right.</summary>
        internal readonly float StepY = -camera.ForwardX * row.PixelWidth;
    }
}
