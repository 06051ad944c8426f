using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>A function of one number, written over vectors.</summary>
internal interface IElementwiseFunction
{
    /// <summary>Computes the function, element by element.</summary>
    static abstract TVector Invoke<TVector, T>(TVector x)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>
/// eˣ = 2ⁿ · eʳ with n = round(x / ln 2) and |r| ≤ ln 2 / 2. eʳ is computed by its Taylor series: to r⁷ for floats (the remainder is below
/// 6e-9), to r¹³ for doubles (below 5e-18). The relative error is at most 2 units in the last place if the result is normal. Underflow is
/// gradual, overflow gives infinity, NaN stays NaN.
/// </summary>
internal readonly struct Exponential : IElementwiseFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector, T>(TVector x)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector power = ExponentialReduction.Split<TVector, T>(x, out TVector rest);
        TVector series = TVector.MultiplyAdd(ExponentialReduction.SeriesMinusOne<TVector, T>(rest), rest, TVector.Broadcast(T.One));

        // Multiplies in two halves, so that neither factor leaves the normal range while the product is still within it.
        TVector half = ExponentialReduction.Round<TVector, T>(power * TVector.Broadcast(T.CreateTruncating(0.5)));
        return series * TVector.PowerOfTwo(half) * TVector.PowerOfTwo(power - half);
    }
}

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

/// <summary>
/// ln(1 + x), with all digits of a small x. With u = 1 + x, rounded, and u = 2ᵉ · m with √½ ≤ m &lt; √2: where e is 0, ln(1 + x) =
/// 2 artanh(x / (2 + x)), and the rounding of u plays no part; elsewhere it is e · ln 2 + 2 artanh((m − 1) / (m + 1)), and what was
/// rounded off u is added as c / u. Error at most 3 units in the last place. −1 gives −∞, less NaN, ∞ gives ∞, NaN stays NaN.
/// </summary>
internal readonly struct LogarithmOfOnePlus : IElementwiseFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector, T>(TVector x)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector zero = TVector.Broadcast(T.Zero);
        TVector half = ExponentialReduction.Constant<TVector, T>(0.5);
        TVector one = TVector.Broadcast(T.One);
        TVector sum = one + x;
        TVector mantissa = TVector.SplitExponent(sum, out TVector exponent);
        TVector hasExponent = exponent * exponent;
        TVector distance = TVector.SelectGreater(hasExponent, half, mantissa - one, x);
        TVector logarithm = Logarithm.Reassemble<TVector, T>(distance / (distance + one + one), exponent);

        // The larger operand is taken away first: both differences are exact.
        TVector roundedOff = TVector.SelectGreater(x, one, one - (sum - x), x - (sum - one));
        logarithm += TVector.SelectGreater(hasExponent, half, roundedOff / sum, zero);

        // So near 0 that x² / 2 is below the rounding of x; half of a subnormal number would lose a bit.
        TVector negligible = ExponentialReduction.Constant<TVector, T>(typeof(T) == typeof(float) ? 1e-16 : 1e-34);
        logarithm = TVector.SelectGreater(negligible, x * x, x, logarithm);

        // x − x is NaN for NaN and the infinities, and 0 elsewhere. Then infinity, −1 and smaller arguments get their results.
        logarithm += x - x;
        TVector largest = TVector.Broadcast(T.CreateTruncating(typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue));
        logarithm = TVector.SelectGreater(x, largest, x, logarithm);
        TVector minusOne = TVector.Broadcast(-T.One);
        TVector belowRange = TVector.SelectGreater(minusOne, x, TVector.Broadcast(T.NaN), TVector.Broadcast(T.NegativeInfinity));
        return TVector.SelectGreater(x, minusOne, logarithm, belowRange + (x - x));
    }
}

/// <summary>
/// tanh x = m / (m + 2) with m = e²ˣ − 1 = 2ⁿ (eʳ − 1) + (2ⁿ − 1), which loses no digits near 0. The relative error is at most 4 units in
/// the last place. Beyond |x| = 10 (floats) or 20 (doubles) the result is ±1 after rounding. NaN stays NaN.
/// </summary>
internal readonly struct HyperbolicTangent : IElementwiseFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector, T>(TVector x)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double limit = typeof(T) == typeof(float) ? 10 : 20;
        TVector one = TVector.Broadcast(T.One);
        TVector limited = TVector.Maximum(
            ExponentialReduction.Constant<TVector, T>(-limit), TVector.Minimum(ExponentialReduction.Constant<TVector, T>(limit), x));
        TVector power = ExponentialReduction.Split<TVector, T>(limited + limited, out TVector rest);
        TVector scale = TVector.PowerOfTwo(power);
        TVector minusOne = TVector.MultiplyAdd(scale, ExponentialReduction.SeriesMinusOne<TVector, T>(rest) * rest, scale - one);
        return minusOne / (minusOne + one + one);
    }
}

/// <summary>
/// 1 / (1 + e⁻ˣ). The relative error is at most 4 units in the last place unless e⁻ˣ overflows (x above −88 for floats, −709 for doubles).
/// For smaller x the result is 0. NaN stays NaN.
/// </summary>
internal readonly struct LogisticSigmoid : IElementwiseFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector, T>(TVector x)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector one = TVector.Broadcast(T.One);
        return one / (one + Exponential.Invoke<TVector, T>(TVector.Broadcast(T.Zero) - x));
    }
}
