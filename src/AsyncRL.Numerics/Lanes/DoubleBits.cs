namespace AsyncRL.Numerics.Lanes;

/// <summary>How a 64-bit double is laid out, for the lanes' exponent arithmetic.</summary>
internal static class DoubleBits
{
    /// <summary>Bits of the fraction.</summary>
    internal const int MantissaBits = 52;

    /// <summary>What is added to an exponent to store it.</summary>
    internal const double ExponentBias = 1023;

    /// <summary>
    /// 1.5 · 2⁵²: a number near it has its whole part in the low bits of its fraction, so that adding it rounds to an integer.
    /// </summary>
    internal const double IntegerAnchor = 6755399441055744;

    /// <summary>The bits of √½, rounded down.</summary>
    internal const long SquareRootOfHalf = 0x3FE6A09E667F3BCC;
}
