using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Numerics.Lanes;

/// <summary>The sums of four lanes, for machines without instructions to transpose them.</summary>
internal static class FourSums
{
    internal static void StoreOneByOne<TLane, T>(TLane first, TLane second, TLane third, TLane fourth, ref T destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        destination = TLane.Sum(first);
        Unsafe.Add(ref destination, 1) = TLane.Sum(second);
        Unsafe.Add(ref destination, 2) = TLane.Sum(third);
        Unsafe.Add(ref destination, 3) = TLane.Sum(fourth);
    }
}
