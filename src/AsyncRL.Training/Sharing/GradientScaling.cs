using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Sharing;

/// <summary>What an update does to its gradient first; a type, so that where it does nothing it costs nothing.</summary>
internal interface IGradientScaling
{
    /// <summary>The gradient as the rule gets it.</summary>
    static abstract TLane Apply<TLane>(TLane gradient, TLane scale)
        where TLane : unmanaged, ILane<TLane, float>;
}

/// <summary>Nothing: the gradient is not clipped.</summary>
internal readonly struct Unscaled : IGradientScaling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane gradient, TLane scale)
        where TLane : unmanaged, ILane<TLane, float> => gradient;
}

/// <summary>Shortens it to the largest norm allowed.</summary>
internal readonly struct Scaled : IGradientScaling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Apply<TLane>(TLane gradient, TLane scale)
        where TLane : unmanaged, ILane<TLane, float> => gradient * scale;
}
