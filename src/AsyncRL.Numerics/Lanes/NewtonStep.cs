using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Numerics.Lanes;

/// <summary>Newton's method for functions of which the hardware has only an estimate.</summary>
internal static class NewtonStep
{
    /// <summary>
    /// y + y (½ − ½ x y²). If y estimates 1/√x with relative error e, the result has a relative error of 1.5 e² and about 2 roundings of
    /// 2⁻²⁴. The 11.4 bits of SSE's estimate become 21.5, the 14 bits of AVX-512's become 23.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLane ReciprocalSquareRoot<TLane, T>(TLane value, TLane estimate)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.CreateTruncating(0.5);
        TLane correction = TLane.MultiplyAdd(value * estimate, estimate * TLane.Broadcast(-half), TLane.Broadcast(half));
        return TLane.MultiplyAdd(estimate, correction, estimate);
    }
}
