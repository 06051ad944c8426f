namespace AsyncRL.Numerics.Vectors;

/// <summary>The layout of a 64-bit double, for the exponent arithmetic of the vectors.</summary>
internal static class DoubleBits
{
    /// <summary>Bits of the fraction.</summary>
    internal const int MantissaBits = 52;

    /// <summary>The number that is added to an exponent to store it.</summary>
    internal const double ExponentBias = 1023;

    /// <summary>
    /// 1.5 · 2⁵². Numbers near it have their integer part in the low bits of their fraction. Therefore adding it rounds to an integer.
    /// </summary>
    internal const double IntegerAnchor = 6755399441055744;

    /// <summary>The bits of √½, rounded down.</summary>
    internal const long SquareRootOfHalf = 0x3FE6A09E667F3BCC;
}
