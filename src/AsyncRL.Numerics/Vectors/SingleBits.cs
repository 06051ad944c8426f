namespace AsyncRL.Numerics.Vectors;

/// <summary>The layout of a 32-bit float, for the exponent arithmetic of the vectors.</summary>
internal static class SingleBits
{
    /// <summary>Bits of the fraction.</summary>
    internal const int MantissaBits = 23;

    /// <summary>The number that is added to an exponent to store it.</summary>
    internal const float ExponentBias = 127;

    /// <summary>
    /// 1.5 · 2²³. Numbers near it have their integer part in the low bits of their fraction. Therefore adding it rounds to an integer.
    /// </summary>
    internal const float IntegerAnchor = 12582912;

    /// <summary>The bits of √½, rounded down.</summary>
    internal const int SquareRootOfHalf = 0x3F3504F3;
}
