namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>Colours as numbers, 0xRRGGBB.</summary>
internal static class Colour
{
    /// <summary>Full brightness.</summary>
    internal const int Full = 256;

    private const uint RedAndBlue = 0xFF00FF;
    private const uint Green = 0x00FF00;

    /// <summary>Darkens a colour.</summary>
    /// <param name="colour">The colour.</param>
    /// <param name="brightness">From 0 to <see cref="Full"/>.</param>
    internal static uint Shaded(uint colour, uint brightness) =>
        ((((colour & RedAndBlue) * brightness) >> 8) & RedAndBlue) | ((((colour & Green) * brightness) >> 8) & Green);

    /// <summary>Makes a colour brighter or darker.</summary>
    /// <param name="colour">The colour.</param>
    /// <param name="amount">The change in 256ths of the colour; −256 gives black.</param>
    internal static uint Varied(uint colour, int amount) =>
        Varied(colour >> 16, amount, 16) | Varied(colour >> 8, amount, 8) | Varied(colour, amount, 0);

    /// <summary>The mean of four colours.</summary>
    internal static uint Mean(uint first, uint second, uint third, uint fourth) =>
        Mean(first, second, third, fourth, 16) | Mean(first, second, third, fourth, 8) | Mean(first, second, third, fourth, 0);

    private static uint Varied(uint channel, int amount, int shift) =>
        (uint)Math.Clamp(((int)(channel & 0xFF) * (Full + amount)) / Full, 0, 255) << shift;

    private static uint Mean(uint first, uint second, uint third, uint fourth, int shift) =>
        ((Channel(first, shift) + Channel(second, shift) + Channel(third, shift) + Channel(fourth, shift) + 2) / 4) << shift;

    private static uint Channel(uint colour, int shift) => (colour >> shift) & 0xFF;
}
