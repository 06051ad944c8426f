namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// Draws the ground row by row. All pixels of a row are equally far ahead, so from one pixel to the next the place on the ground moves by
/// the same step; the place finds its sample of the centre line in the track's grid, and what lies there follows from the track's
/// coordinates. Edges are softened over the ground that a pixel covers.
/// </summary>
internal static class GroundPainter
{
    private static readonly GroundRow[] GroundRows = GroundRow.All();

    /// <summary>Draws the rows below the horizon.</summary>
    /// <param name="track">The track.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="frame">Receives them.</param>
    internal static void Draw(Track track, Camera camera, Span<uint> frame)
    {
        for (int row = 0; row < View.GroundRows; row++)
            DrawRow(track, camera, GroundRows[row], frame.Slice((View.Horizon + row) * View.Width, View.Width));
    }

    private static void DrawRow(Track track, Camera camera, GroundRow row, Span<uint> pixels)
    {
        NearestSampleGrid grid = track.Grid;
        ReadOnlySpan<ushort> cells = grid.Cells;
        ReadOnlySpan<GroundSample> samples = track.Samples;
        int columns = grid.Columns, rows = grid.Rows;
        const float CellsPerMetre = 1 / NearestSampleGrid.CellSize;

        float stepX = camera.ForwardY * row.PixelWidth, stepY = -camera.ForwardX * row.PixelWidth;
        float x = camera.X + (camera.ForwardX * row.Depth) + ((0.5f - View.Middle) * stepX) - grid.OriginX;
        float y = camera.Y + (camera.ForwardY * row.Depth) + ((0.5f - View.Middle) * stepY) - grid.OriginY;
        for (int pixel = 0; pixel < pixels.Length; pixel++, x += stepX, y += stepY)
        {
            uint color = Grass.At(x, y, row);
            int cellX = (int)(x * CellsPerMetre), cellY = (int)(y * CellsPerMetre);
            if ((uint)cellX < (uint)columns && (uint)cellY < (uint)rows)
            {
                ushort nearest = cells[(cellY * columns) + cellX];
                if (nearest != NearestSampleGrid.None)
                    color = Road.Over(color, samples[nearest], x + grid.OriginX, y + grid.OriginY, camera, row);
            }

            pixels[pixel] = Color.Mix(color, Color.Haze, row.Haze);
        }
    }
}
