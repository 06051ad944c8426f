using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Lanes;

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
    public static TLane Invoke<TLane, T>(TLane x)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane power = ExponentialReduction.Split<TLane, T>(x, out TLane rest);
        TLane series = TLane.MultiplyAdd(ExponentialReduction.SeriesMinusOne<TLane, T>(rest), rest, TLane.Broadcast(T.One));

        // Multiplies in two halves, so that neither factor leaves the normal range while the product is still within it.
        TLane half = ExponentialReduction.Round<TLane, T>(power * TLane.Broadcast(T.CreateTruncating(0.5)));
        return series * TLane.PowerOfTwo(half) * TLane.PowerOfTwo(power - half);
    }
}
