using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>The scaling of a gradient before an update. It is a type, so that the absence of scaling costs no time.</summary>
internal interface IGradientScaling
{
    /// <summary>The gradient as the rule receives it.</summary>
    static abstract TVector Apply<TVector>(TVector gradient, TVector scale)
        where TVector : unmanaged, IVector<TVector, float>;
}

/// <summary>No scaling: the gradient is not clipped.</summary>
internal readonly struct Unscaled : IGradientScaling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector>(TVector gradient, TVector scale)
        where TVector : unmanaged, IVector<TVector, float> => gradient;
}

/// <summary>Shortens the gradient to the largest norm allowed.</summary>
internal readonly struct Scaled : IGradientScaling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector>(TVector gradient, TVector scale)
        where TVector : unmanaged, IVector<TVector, float> => gradient * scale;
}
