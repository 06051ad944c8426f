using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The parts that <see cref="Exponential"/> and <see cref="HyperbolicTangent"/> share: range reduction and the series of eʳ − 1.
/// </summary>
internal static class ExponentialReduction
{
    /// <summary>
    /// Splits x = n · ln 2 + rest with an integer n and |rest| ≤ ln 2 / 2. Before that it limits x to the range outside which eˣ is 0 or
    /// infinity.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Split<TVector, T>(TVector x, out TVector rest)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        TVector limited = TVector.Maximum(
            Constant<TVector, T>(single ? -104 : -746), TVector.Minimum(Constant<TVector, T>(single ? 89 : 710), x));
        TVector power = Round<TVector, T>(limited * Constant<TVector, T>(1.4426950408889634));

        // ln 2 is split into two parts. The first part has so few bits that its product with n is exact (Cody and Waite).
        TVector high = Constant<TVector, T>(single ? -0.693359375 : -0.6931471803691238);
        TVector low = Constant<TVector, T>(single ? 2.1219444005469058e-4 : -1.9082149292705877e-10);
        rest = TVector.MultiplyAdd(power, low, TVector.MultiplyAdd(power, high, limited));
        return power;
    }

    /// <summary>(eʳ − 1) / r = 1 + r/2! + r²/3! + …, by Horner's rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector SeriesMinusOne<TVector, T>(TVector rest)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector sum;
        if (typeof(T) == typeof(float))
        {
            sum = Constant<TVector, T>(1.0 / 5040);
        }
        else
        {
            sum = Constant<TVector, T>(1.0 / 6227020800);
            sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 479001600));
            sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 39916800));
            sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 3628800));
            sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 362880));
            sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 40320));
            sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 5040));
        }

        sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 720));
        sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 120));
        sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 24));
        sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 6));
        sum = TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1.0 / 2));
        return TVector.MultiplyAdd(sum, rest, Constant<TVector, T>(1));
    }

    /// <summary>
    /// Rounds to the nearest integer, ties to even. It adds and subtracts a number so large that its bits represent no fraction.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Round<TVector, T>(TVector x)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector anchor = Constant<TVector, T>(typeof(T) == typeof(float) ? SingleBits.IntegerAnchor : DoubleBits.IntegerAnchor);
        return x + anchor - anchor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Constant<TVector, T>(double value)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Broadcast(T.CreateTruncating(value));
}
