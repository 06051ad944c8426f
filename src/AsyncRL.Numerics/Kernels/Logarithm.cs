using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

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
    public static TVector Invoke<TVector, T>(TVector x)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        TVector one = TVector.Broadcast(T.One);
        TVector zero = TVector.Broadcast(T.Zero);

        // Multiplies a subnormal number by a power of two, which is exact and makes it normal.
        TVector smallestNormal = TVector.Broadcast(T.CreateTruncating(single ? 1.1754943508222875e-38 : 2.2250738585072014e-308));
        TVector scale = TVector.Broadcast(T.CreateTruncating(single ? 16777216.0 : 18014398509481984.0));
        TVector normal = TVector.SelectGreater(smallestNormal, x, x * scale, x);
        TVector shift = TVector.SelectGreater(smallestNormal, x, TVector.Broadcast(T.CreateTruncating(single ? 24 : 54)), zero);

        TVector mantissa = TVector.SplitExponent(normal, out TVector exponent);
        TVector s = (mantissa - one) / (mantissa + one);
        TVector logarithm = Reassemble<TVector, T>(s, exponent - shift);

        // x − x is NaN for NaN and the infinities, and 0 elsewhere. Infinity, negative numbers and 0 get their results afterwards.
        logarithm += x - x;
        TVector largest = TVector.Broadcast(T.CreateTruncating(single ? float.MaxValue : double.MaxValue));
        logarithm = TVector.SelectGreater(x, largest, x, logarithm);
        logarithm = TVector.SelectGreater(x, zero, logarithm, TVector.SelectGreater(zero, x, TVector.Broadcast(T.NaN), logarithm));
        TVector isZero = TVector.SelectGreater(
            x, zero, zero, TVector.SelectGreater(zero, x, zero, TVector.SelectGreater(one, x, one, zero)));
        return TVector.SelectGreater(isZero, zero, TVector.Broadcast(T.NegativeInfinity), logarithm);
    }

    /// <summary>2 artanh s + e · ln 2; the large part of ln 2 is added last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Reassemble<TVector, T>(TVector s, TVector exponent)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        TVector square = s * s;
        TVector sum = ExponentialReduction.Constant<TVector, T>(single ? 2.0 / 9 : 2.0 / 23);
        if (!single)
        {
            sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 21));
            sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 19));
            sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 17));
            sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 15));
            sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 13));
            sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 11));
            sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 9));
        }

        sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 7));
        sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 5));
        sum = TVector.MultiplyAdd(sum, square, ExponentialReduction.Constant<TVector, T>(2.0 / 3));
        TVector low = TVector.MultiplyAdd(
            exponent,
            ExponentialReduction.Constant<TVector, T>(single ? -2.1219444005469058e-4 : 1.9082149292705877e-10),
            sum * square * s);
        TVector small = TVector.MultiplyAdd(s, ExponentialReduction.Constant<TVector, T>(2), low);
        return TVector.MultiplyAdd(exponent, ExponentialReduction.Constant<TVector, T>(single ? 0.693359375 : 0.6931471803691238), small);
    }
}
