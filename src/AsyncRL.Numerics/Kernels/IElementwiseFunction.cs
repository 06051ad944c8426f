using System.Numerics;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>A function of one number, written over vectors.</summary>
internal interface IElementwiseFunction
{
    /// <summary>Computes the function, element by element.</summary>
    static abstract TVector Invoke<TVector, T>(TVector x)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
