using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Numerics.Vectors;

/// <summary>The sums of four vectors, for machines without instructions to transpose them.</summary>
internal static class FourSums
{
    internal static void StoreOneByOne<TVector, T>(TVector first, TVector second, TVector third, TVector fourth, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        destination = TVector.Sum(first);
        Unsafe.Add(ref destination, 1) = TVector.Sum(second);
        Unsafe.Add(ref destination, 2) = TVector.Sum(third);
        Unsafe.Add(ref destination, 3) = TVector.Sum(fourth);
    }
}
