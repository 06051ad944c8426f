using System.Numerics;
using System.Runtime.CompilerServices;

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

/// <summary>Newton's method for functions of which the hardware has only an estimate.</summary>
internal static class NewtonStep
{
    /// <summary>
    /// y + y (½ − ½ x y²). If y estimates 1/√x with relative error e, the result has a relative error of 1.5 e² and about 2 roundings of
    /// 2⁻²⁴. The 11.4 bits of SSE's estimate become 21.5, the 14 bits of AVX-512's become 23.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ReciprocalSquareRoot<TVector, T>(TVector value, TVector estimate)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.CreateTruncating(0.5);
        TVector correction = TVector.MultiplyAdd(value * estimate, estimate * TVector.Broadcast(-half), TVector.Broadcast(half));
        return TVector.MultiplyAdd(estimate, correction, estimate);
    }
}

/// <summary>The sums of four vectors, for machines without instructions to transpose them.</summary>
internal static class FourSums
{
    internal static void StoreOneByOne<TVector, T>(TVector first, TVector second, TVector third, TVector fourth, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        destination = TVector.Sum(first);
        Unsafe.Add(ref destination, 1) = TVector.Sum(second);
        Unsafe.Add(ref destination, 2) = TVector.Sum(third);
        Unsafe.Add(ref destination, 3) = TVector.Sum(fourth);
    }
}
