using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// The values that are the same for all pixels of a row of ground, and in every picture: the distance of the row, and the colors of grass
/// and road at that distance.
/// </summary>
internal sealed class GroundRow
{
    private const float BandLength = 8;
    private const float GrainLength = 1.5f;

    private readonly int _haze;

    /// <summary>Makes a row.</summary>
    /// <param name="row">Its number from 0 at the horizon.</param>
    internal GroundRow(int row)
    {
        Number = row;
        Depth = View.DepthOf(row);
        PixelWidth = Depth / View.Focal;
        PixelDepth = Depth * PixelWidth / View.CameraHeight;
        _haze = View.HazeAt(Depth);
        int bandContrast = Contrast(PixelDepth / BandLength);
        Grass = Rendering.Grass.Palette(bandContrast, Contrast(PixelDepth / GrainLength));
        foreach (ref uint color in Grass.AsSpan()) color = Hazed(color);
        int band = RoadColors.BandLevels * bandContrast / 256;
        (DarkAsphalt, LightAsphalt) = (Hazed(Color.Shifted(RoadColors.Asphalt, -band)), Hazed(Color.Shifted(RoadColors.Asphalt, band)));
        (Line, Black, KerbRed) = (Hazed(RoadColors.Line), Hazed(RoadColors.Black), Hazed(RoadColors.KerbRed));
    }

    /// <summary>All rows from the horizon down.</summary>
    internal static GroundRow[] All { get; } = MakeAll();

    /// <summary>Its number from 0 at the horizon.</summary>
    internal int Number { get; }

    /// <summary>Meters ahead of the camera.</summary>
    internal float Depth { get; }

    /// <summary>Meters that a pixel covers in width.</summary>
    internal float PixelWidth { get; }

    /// <summary>Meters that a pixel covers in depth.</summary>
    internal float PixelDepth { get; }

    /// <summary>The colors of the grass by the values in <see cref="Rendering.Grass.Texture"/>.</summary>
    internal uint[] Grass { get; }

    /// <summary>Every other band of the asphalt.</summary>
    internal uint DarkAsphalt { get; }

    /// <summary>The bands between.</summary>
    internal uint LightAsphalt { get; }

    /// <summary>The lines, and the white of kerbs.</summary>
    internal uint Line { get; }

    /// <summary>The black squares of the start.</summary>
    internal uint Black { get; }

    /// <summary>The red of kerbs.</summary>
    internal uint KerbRed { get; }

    private static GroundRow[] MakeAll()
    {
        var rows = new GroundRow[View.GroundRows];
        for (int row = 0; row < rows.Length; row++) rows[row] = new GroundRow(row);
        return rows;
    }

    /// <summary>The contrast of a pattern, from 0 to 256. It is 0 if a pixel covers 1.3 periods of the pattern or more.</summary>
    private static int Contrast(float periods) => (int)(256 * Math.Clamp(1.3f - periods, 0, 1));

    private uint Hazed(uint color) => Color.Mix(color, View.Haze, _haze);
}
