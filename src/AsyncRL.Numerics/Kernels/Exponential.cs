using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

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
