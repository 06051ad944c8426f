namespace AsyncRL.Environments.Labyrinth;

/// <summary>Lengths: positions are whole numbers of 2⁻¹⁶ tiles, so that walking rounds alike on every system.</summary>
internal static class Tiles
{
    /// <summary>Binary digits after the point.</summary>
    internal const int Bits = 16;

    /// <summary>One tile.</summary>
    internal const int One = 1 << Bits;

    /// <summary>The middle of the tile of a number.</summary>
    internal static int Middle(int tile) => (tile << Bits) + (One / 2);
}
