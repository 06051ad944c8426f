namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>Colors as numbers, 0xRRGGBB.</summary>
internal static class Color
{
    /// <summary>Full brightness.</summary>
    internal const int Full = 256;

    private const uint RedAndBlue = 0xFF00FF;
    private const uint Green = 0x00FF00;

    /// <summary>Darkens a color.</summary>
    /// <param name="color">The color.</param>
    /// <param name="brightness">From 0 to <see cref="Full"/>.</param>
    internal static uint Shaded(uint color, uint brightness) =>
        ((((color & RedAndBlue) * brightness) >> 8) & RedAndBlue) | ((((color & Green) * brightness) >> 8) & Green);

    /// <summary>Makes a color brighter or darker.</summary>
    /// <param name="color">The color.</param>
    /// <param name="amount">The change in 256ths of the color; −256 gives black.</param>
    internal static uint Varied(uint color, int amount) =>
        Varied(color >> 16, amount, 16) | Varied(color >> 8, amount, 8) | Varied(color, amount, 0);

    /// <summary>The mean of four colors.</summary>
    internal static uint Mean(uint first, uint second, uint third, uint fourth) =>
        Mean(first, second, third, fourth, 16) | Mean(first, second, third, fourth, 8) | Mean(first, second, third, fourth, 0);

    private static uint Varied(uint channel, int amount, int shift) =>
        (uint)Math.Clamp(((int)(channel & 0xFF) * (Full + amount)) / Full, 0, 255) << shift;

    private static uint Mean(uint first, uint second, uint third, uint fourth, int shift) =>
        ((Channel(first, shift) + Channel(second, shift) + Channel(third, shift) + Channel(fourth, shift) + 2) / 4) << shift;

    private static uint Channel(uint color, int shift) => (color >> shift) & 0xFF;
}
