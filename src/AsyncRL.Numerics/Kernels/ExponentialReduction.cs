using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Lanes;

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
    internal static TLane Split<TLane, T>(TLane x, out TLane rest)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        TLane limited = TLane.Maximum(Constant<TLane, T>(single ? -104 : -746), TLane.Minimum(Constant<TLane, T>(single ? 89 : 710), x));
        TLane power = Round<TLane, T>(limited * Constant<TLane, T>(1.4426950408889634));

        // ln 2 is split into two parts. The first part has so few bits that its product with n is exact (Cody and Waite).
        TLane high = Constant<TLane, T>(single ? -0.693359375 : -0.6931471803691238);
        TLane low = Constant<TLane, T>(single ? 2.1219444005469058e-4 : -1.9082149292705877e-10);
        rest = TLane.MultiplyAdd(power, low, TLane.MultiplyAdd(power, high, limited));
        return power;
    }

    /// <summary>(eʳ − 1) / r = 1 + r/2! + r²/3! + …, by Horner's rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLane SeriesMinusOne<TLane, T>(TLane rest)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane sum;
        if (typeof(T) == typeof(float))
        {
            sum = Constant<TLane, T>(1.0 / 5040);
        }
        else
        {
            sum = Constant<TLane, T>(1.0 / 6227020800);
            sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 479001600));
            sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 39916800));
            sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 3628800));
            sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 362880));
            sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 40320));
            sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 5040));
        }

        sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 720));
        sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 120));
        sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 24));
        sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 6));
        sum = TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1.0 / 2));
        return TLane.MultiplyAdd(sum, rest, Constant<TLane, T>(1));
    }

    /// <summary>
    /// Rounds to the nearest integer, ties to even. It adds and subtracts a number so large that its bits represent no fraction.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLane Round<TLane, T>(TLane x)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane anchor = Constant<TLane, T>(typeof(T) == typeof(float) ? SingleBits.IntegerAnchor : DoubleBits.IntegerAnchor);
        return x + anchor - anchor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLane Constant<TLane, T>(double value)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLane.Broadcast(T.CreateTruncating(value));
}
