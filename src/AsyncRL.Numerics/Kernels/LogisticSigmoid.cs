using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// 1 / (1 + e⁻ˣ). The relative error is at most 4 units in the last place unless e⁻ˣ overflows (x above −88 for floats, −709 for doubles).
/// For smaller x the result is 0. NaN stays NaN.
/// </summary>
internal readonly struct LogisticSigmoid : IElementwiseFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Invoke<TLane, T>(TLane x)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane one = TLane.Broadcast(T.One);
        return one / (one + Exponential.Invoke<TLane, T>(TLane.Broadcast(T.Zero) - x));
    }
}
