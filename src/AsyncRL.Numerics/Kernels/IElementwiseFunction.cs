using System.Numerics;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>A function of one number, written over lanes.</summary>
internal interface IElementwiseFunction
{
    /// <summary>Computes the function, element by element.</summary>
    static abstract TLane Invoke<TLane, T>(TLane x)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
