using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Lanes;

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
    public static TLane Invoke<TLane, T>(TLane x)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane zero = TLane.Broadcast(T.Zero);
        TLane half = ExponentialReduction.Constant<TLane, T>(0.5);
        TLane one = TLane.Broadcast(T.One);
        TLane sum = one + x;
        TLane mantissa = TLane.SplitExponent(sum, out TLane exponent);
        TLane hasExponent = exponent * exponent;
        TLane distance = TLane.SelectGreater(hasExponent, half, mantissa - one, x);
        TLane logarithm = Logarithm.Reassemble<TLane, T>(distance / (distance + one + one), exponent);

        // The larger operand is taken away first: both differences are exact.
        TLane roundedOff = TLane.SelectGreater(x, one, one - (sum - x), x - (sum - one));
        logarithm += TLane.SelectGreater(hasExponent, half, roundedOff / sum, zero);

        // So near 0 that x² / 2 is below the rounding of x; half of a subnormal number would lose a bit.
        TLane negligible = ExponentialReduction.Constant<TLane, T>(typeof(T) == typeof(float) ? 1e-16 : 1e-34);
        logarithm = TLane.SelectGreater(negligible, x * x, x, logarithm);

        // x − x is NaN for NaN and the infinities, and 0 elsewhere; infinity, −1 and what lies below it then get theirs.
        logarithm += x - x;
        TLane largest = TLane.Broadcast(T.CreateTruncating(typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue));
        logarithm = TLane.SelectGreater(x, largest, x, logarithm);
        TLane minusOne = TLane.Broadcast(-T.One);
        TLane belowRange = TLane.SelectGreater(minusOne, x, TLane.Broadcast(T.NaN), TLane.Broadcast(T.NegativeInfinity));
        return TLane.SelectGreater(x, minusOne, logarithm, belowRange + (x - x));
    }
}
