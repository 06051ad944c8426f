namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// Draws the ground row by row. All pixels of a row are equally far ahead, so from one pixel to the next the place on the ground moves by
/// the same step; the place finds its sample of the centre line in the track's grid, and what lies there follows from the track's
/// coordinates. Edges are softened over the ground that a pixel covers.
/// </summary>
internal static class GroundPainter
{
    /// <summary>Keeps coordinates above 0, where the conversion to whole numbers rounds down; a multiple of the texture's size.</summary>
    private const float TexelOffset = 512 * Grass.TextureSize;

    private const int TexelMask = Grass.TextureSize - 1;

    /// <summary>Draws the rows below the horizon.</summary>
    /// <param name="track">The track.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="frame">Receives them.</param>
    internal static void Draw(Track track, in Camera camera, Span<uint> frame)
    {
        for (int row = 0; row < View.GroundRows; row++)
            DrawRow(track, camera, GroundRow.All[row], frame.Slice((View.Horizon + row) * View.Width, View.Width));
    }

    private static void DrawRow(Track track, in Camera camera, GroundRow row, Span<uint> pixels)
    {
        const float CellsPerMetre = 1 / NearestSampleGrid.CellSize;
        NearestSampleGrid grid = track.Grid;
        ReadOnlySpan<ushort> cells = grid.Cells;
        ReadOnlySpan<GroundSample> samples = track.Samples;
        int columns = grid.Columns, rows = grid.Rows;

        float stepX = camera.ForwardY * row.PixelWidth, stepY = -camera.ForwardX * row.PixelWidth;
        float x = camera.X + (camera.ForwardX * row.Depth) + ((0.5f - View.Middle) * stepX);
        float y = camera.Y + (camera.ForwardY * row.Depth) + ((0.5f - View.Middle) * stepY);
        ushort last = NearestSampleGrid.None;
        Road road = default;
        foreach (ref uint pixel in pixels)
        {
            ushort nearest = NearestSampleGrid.None;
            int cellX = Whole((x - grid.OriginX) * CellsPerMetre), cellY = Whole((y - grid.OriginY) * CellsPerMetre);
            if ((uint)cellX < (uint)columns && (uint)cellY < (uint)rows) nearest = cells[(cellY * columns) + cellX];
            if (nearest != last)
            {
                last = nearest;
                if (nearest != NearestSampleGrid.None) road = new Road(samples[nearest], camera, row);
            }

            uint color = 0;
            int share = nearest == NearestSampleGrid.None ? 0 : road.At(x, y, out color);
            if (share < 256) color = Color.Mix(GrassAt(x, y, row), color, share);
            pixel = color;
            x += stepX;
            y += stepY;
        }
    }

    private static uint GrassAt(float x, float y, GroundRow row)
    {
        int texelX = Whole((x * Grass.TexelsPerMetre) + TexelOffset), texelY = Whole((y * Grass.TexelsPerMetre) + TexelOffset);
        return row.Grass[Grass.Texture[((texelY & TexelMask) * Grass.TextureSize) + (texelX & TexelMask)]];
    }

    /// <summary>Cuts off the fraction of a number of middling size, by the one instruction that every processor has for it.</summary>
    private static int Whole(float number) => float.ConvertToIntegerNative<int>(number);
}
