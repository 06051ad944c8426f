namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// What is the same for all pixels of a row of ground, and in every picture: how far away the row is, and the colours of all that may lie
/// there as they look from so far.
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
        (DarkAsphalt, LightAsphalt) = (Hazed(Color.Shade(RoadColors.Asphalt, -band)), Hazed(Color.Shade(RoadColors.Asphalt, band)));
        (Line, Black, KerbRed) = (Hazed(RoadColors.Line), Hazed(RoadColors.Black), Hazed(RoadColors.KerbRed));
    }

    /// <summary>All rows from the horizon down.</summary>
    internal static GroundRow[] All { get; } = MakeAll();

    /// <summary>Its number from 0 at the horizon.</summary>
    internal int Number { get; }

    /// <summary>Metres ahead of the camera.</summary>
    internal float Depth { get; }

    /// <summary>Metres that a pixel covers from left to right.</summary>
    internal float PixelWidth { get; }

    /// <summary>Metres that a pixel covers away from the camera.</summary>
    internal float PixelDepth { get; }

    /// <summary>The colours of the grass by what <see cref="Rendering.Grass.Texture"/> holds.</summary>
    internal uint[] Grass { get; }

    /// <summary>Every other band of the asphalt.</summary>
    internal uint DarkAsphalt { get; }

    /// <summary>The bands between.</summary>
    internal uint LightAsphalt { get; }

    /// <summary>Lines, and the white of kerbs.</summary>
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

    /// <summary>How much of a pattern is still seen, of 256: it is lost where a pixel covers all of its period.</summary>
    private static int Contrast(float periods) => (int)(256 * Math.Clamp(1.3f - periods, 0, 1));

    private uint Hazed(uint color) => Color.Mix(color, Color.Haze, _haze);
}
