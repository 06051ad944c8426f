using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

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
