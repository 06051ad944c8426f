using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

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

        // x − x is NaN for NaN and the infinities, and 0 elsewhere; infinity, −1 and what lies below it then get theirs.
        logarithm += x - x;
        TVector largest = TVector.Broadcast(T.CreateTruncating(typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue));
        logarithm = TVector.SelectGreater(x, largest, x, logarithm);
        TVector minusOne = TVector.Broadcast(-T.One);
        TVector belowRange = TVector.SelectGreater(minusOne, x, TVector.Broadcast(T.NaN), TVector.Broadcast(T.NegativeInfinity));
        return TVector.SelectGreater(x, minusOne, logarithm, belowRange + (x - x));
    }
}
