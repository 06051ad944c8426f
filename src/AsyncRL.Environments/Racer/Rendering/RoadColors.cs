namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>The colors of the road at a short distance.</summary>
internal static class RoadColors
{
    /// <summary>The mean color of the asphalt.</summary>
    internal const uint Asphalt = 0x6E6E74;

    /// <summary>The difference between the bands of asphalt and the mean color.</summary>
    internal const int BandLevels = 6;

    /// <summary>The lines, and the white of kerbs.</summary>
    internal const uint Line = 0xF0F0EC;

    /// <summary>The red of kerbs.</summary>
    internal const uint KerbRed = 0xC83028;

    /// <summary>The black squares of the start.</summary>
    internal const uint Black = 0x202024;
}
