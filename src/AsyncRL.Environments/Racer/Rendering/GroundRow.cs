namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>What is the same for all pixels of a row of ground, and in every picture.</summary>
/// <param name="Depth">Metres ahead of the camera.</param>
/// <param name="PixelWidth">Metres that a pixel covers from left to right.</param>
/// <param name="PixelDepth">Metres that a pixel covers away from the camera.</param>
/// <param name="Haze">What the air has taken of the colours, of 256.</param>
/// <param name="BandContrast">How much of bands some metres long is still seen, of 256.</param>
/// <param name="GrainContrast">How much of grain half a metre wide is still seen, of 256.</param>
internal readonly record struct GroundRow(
    float Depth, float PixelWidth, float PixelDepth, int Haze, int BandContrast, int GrainContrast)
{
    /// <summary>All rows from the horizon down.</summary>
    internal static GroundRow[] All()
    {
        var rows = new GroundRow[View.GroundRows];
        for (int row = 0; row < rows.Length; row++)
        {
            float depth = View.DepthOf(row);
            float width = depth / View.Focal, length = depth * width / View.CameraHeight;
            rows[row] = new(depth, width, length, View.HazeAt(depth), Contrast(length / 8), Contrast(length / 1.5f));
        }

        return rows;
    }

    /// <summary>A pattern is lost where a pixel covers all of its period.</summary>
    private static int Contrast(float periods) => (int)(256 * Math.Clamp(1.3f - periods, 0, 1));
}
