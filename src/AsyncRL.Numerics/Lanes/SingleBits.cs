namespace AsyncRL.Numerics.Lanes;

/// <summary>How a 32-bit float is laid out, for the lanes' exponent arithmetic.</summary>
internal static class SingleBits
{
    /// <summary>Bits of the fraction.</summary>
    internal const int MantissaBits = 23;

    /// <summary>What is added to an exponent to store it.</summary>
    internal const float ExponentBias = 127;

    /// <summary>
    /// 1.5 · 2²³: a number near it has its whole part in the low bits of its fraction, so that adding it rounds to an integer.
    /// </summary>
    internal const float IntegerAnchor = 12582912;

    /// <summary>The bits of √½, rounded down.</summary>
    internal const int SquareRootOfHalf = 0x3F3504F3;
}
