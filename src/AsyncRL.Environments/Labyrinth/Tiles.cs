namespace AsyncRL.Environments.Labyrinth;

/// <summary>Positions are whole numbers of 2⁻¹⁶ tiles, so that walking is rounded in the same way on every system.</summary>
internal static class Tiles
{
    /// <summary>The number of binary digits after the point.</summary>
    internal const int Bits = 16;

    /// <summary>One tile.</summary>
    internal const int One = 1 << Bits;

    /// <summary>The middle of the tile with a given index along an axis.</summary>
    internal static int Middle(int tile) => (tile << Bits) + (One / 2);
}
