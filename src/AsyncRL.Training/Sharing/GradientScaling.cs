using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Sharing;

/// <summary>The scaling of a gradient before an update. It is a type, so that the absence of scaling costs no time.</summary>
internal interface IGradientScaling
{
    /// <summary>The gradient as the rule receives it.</summary>
    static abstract TLane Apply<TLane>(TLane gradient, TLane scale)
        where TLane : unmanaged, ILane<TLane, float>;
}

/// <summary>No scaling: the gradient is not clipped.</summary>
internal readonly struct Unscaled : IGradientScaling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane gradient, TLane scale)
        where TLane : unmanaged, ILane<TLane, float> => gradient;
}

/// <summary>Shortens the gradient to the largest norm allowed.</summary>
internal readonly struct Scaled : IGradientScaling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane gradient, TLane scale)
        where TLane : unmanaged, ILane<TLane, float> => gradient * scale;
}
