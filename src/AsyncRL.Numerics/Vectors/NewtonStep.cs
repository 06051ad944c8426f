using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Numerics.Vectors;

/// <summary>Newton's method for functions of which the hardware has only an estimate.</summary>
internal static class NewtonStep
{
    /// <summary>
    /// y + y (½ − ½ x y²). If y estimates 1/√x with relative error e, the result has a relative error of 1.5 e² and about 2 roundings of
    /// 2⁻²⁴. The 11.4 bits of SSE's estimate become 21.5, the 14 bits of AVX-512's become 23.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ReciprocalSquareRoot<TVector, T>(TVector value, TVector estimate)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.CreateTruncating(0.5);
        TVector correction = TVector.MultiplyAdd(value * estimate, estimate * TVector.Broadcast(-half), TVector.Broadcast(half));
        return TVector.MultiplyAdd(estimate, correction, estimate);
    }
}
