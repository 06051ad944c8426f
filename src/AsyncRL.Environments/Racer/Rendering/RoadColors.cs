namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>The colours of the road as they look from near.</summary>
internal static class RoadColors
{
    /// <summary>The middling asphalt.</summary>
    internal const uint Asphalt = 0x6E6E74;

    /// <summary>By how much bands of asphalt are darker or lighter than the middling.</summary>
    internal const int BandLevels = 6;

    /// <summary>Lines, and the white of kerbs.</summary>
    internal const uint Line = 0xF0F0EC;

    /// <summary>The red of kerbs.</summary>
    internal const uint KerbRed = 0xC83028;

    /// <summary>The black squares of the start.</summary>
    internal const uint Black = 0x202024;
}
