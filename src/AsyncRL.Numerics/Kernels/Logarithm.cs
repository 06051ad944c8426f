using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// ln x = e · ln 2 + ln m with √½ ≤ m &lt; √2, and ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …) with s = (m − 1) / (m + 1), |s| ≤ 0.172. The
/// series goes to s⁹ for floats (the remainder is below 3e-9 of the result), to s²³ for doubles (below 1e-18). The error is at most 2 units
/// in the last place. ln 0 is −∞, ln of a negative number is NaN, ln ∞ is ∞, NaN stays NaN.
/// </summary>
internal readonly struct Logarithm : IElementwiseFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Invoke<TLane, T>(TLane x)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        TLane one = TLane.Broadcast(T.One);
        TLane zero = TLane.Broadcast(T.Zero);

        // Multiplies a subnormal number by a power of two, which is exact and makes it normal.
        TLane smallestNormal = TLane.Broadcast(T.CreateTruncating(single ? 1.1754943508222875e-38 : 2.2250738585072014e-308));
        TLane scale = TLane.Broadcast(T.CreateTruncating(single ? 16777216.0 : 18014398509481984.0));
        TLane normal = TLane.SelectGreater(smallestNormal, x, x * scale, x);
        TLane shift = TLane.SelectGreater(smallestNormal, x, TLane.Broadcast(T.CreateTruncating(single ? 24 : 54)), zero);

        TLane mantissa = TLane.SplitExponent(normal, out TLane exponent);
        TLane s = (mantissa - one) / (mantissa + one);
        TLane logarithm = Reassemble<TLane, T>(s, exponent - shift);

        // x − x is NaN for NaN and the infinities, and 0 elsewhere. Infinity, negative numbers and 0 get their results afterwards.
        logarithm += x - x;
        logarithm = TLane.SelectGreater(x, TLane.Broadcast(T.CreateTruncating(single ? float.MaxValue : double.MaxValue)), x, logarithm);
        logarithm = TLane.SelectGreater(x, zero, logarithm, TLane.SelectGreater(zero, x, TLane.Broadcast(T.NaN), logarithm));
        TLane isZero = TLane.SelectGreater(x, zero, zero, TLane.SelectGreater(zero, x, zero, TLane.SelectGreater(one, x, one, zero)));
        return TLane.SelectGreater(isZero, zero, TLane.Broadcast(T.NegativeInfinity), logarithm);
    }

    /// <summary>2 artanh s + e · ln 2; the large part of ln 2 is added last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLane Reassemble<TLane, T>(TLane s, TLane exponent)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        TLane square = s * s;
        TLane sum = ExponentialReduction.Constant<TLane, T>(single ? 2.0 / 9 : 2.0 / 23);
        if (!single)
        {
            sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 21));
            sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 19));
            sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 17));
            sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 15));
            sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 13));
            sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 11));
            sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 9));
        }

        sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 7));
        sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 5));
        sum = TLane.MultiplyAdd(sum, square, ExponentialReduction.Constant<TLane, T>(2.0 / 3));
        TLane low = TLane.MultiplyAdd(
            exponent, ExponentialReduction.Constant<TLane, T>(single ? -2.1219444005469058e-4 : 1.9082149292705877e-10), sum * square * s);
        TLane small = TLane.MultiplyAdd(s, ExponentialReduction.Constant<TLane, T>(2), low);
        return TLane.MultiplyAdd(exponent, ExponentialReduction.Constant<TLane, T>(single ? 0.693359375 : 0.6931471803691238), small);
    }
}
