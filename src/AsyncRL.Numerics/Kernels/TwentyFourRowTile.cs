using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>24 rows as 3 groups of 8, each from where it lies, × one lane of columns.</summary>
/// <remarks>
/// One lane cannot share a left factor between multiply-adds, so every multiply-add is a load and the tile must be long: 25 loads for 24
/// multiply-adds allow 96 % of the peak at two loads a cycle.
/// </remarks>
internal static class TwentyFourRowTile
{
    internal const int Groups = 3;

    /// <summary>Adds the sums of one tile to the destination.</summary>
    internal static void Accumulate<TLane, T>(
        SampleGrid samples,
        nuint columns,
        ref T left0,
        ref T left1,
        ref T left2,
        ref T right,
        ref T destination0,
        ref T destination1,
        ref T destination2)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane zero = TLane.Broadcast(T.Zero);
        TLane s00 = zero, s01 = zero, s02 = zero, s03 = zero, s04 = zero, s05 = zero, s06 = zero, s07 = zero;
        TLane s10 = zero, s11 = zero, s12 = zero, s13 = zero, s14 = zero, s15 = zero, s16 = zero, s17 = zero;
        TLane s20 = zero, s21 = zero, s22 = zero, s23 = zero, s24 = zero, s25 = zero, s26 = zero, s27 = zero;

        ref T g = ref right;
        ref T x0 = ref left0;
        ref T x1 = ref left1;
        ref T x2 = ref left2;
        nuint toNextOuter = samples.OuterStride - (samples.InnerCount * samples.InnerStride);
        for (nuint outer = 0; outer < samples.OuterCount; outer++)
        {
            for (nuint inner = 0; inner < samples.InnerCount; inner++)
            {
                TLane gradient = TLane.Load(in g, 0);
                g = ref Unsafe.Add(ref g, columns);
                s00 = TLane.BroadcastMultiplyAdd(in x0, 0, gradient, s00);
                s01 = TLane.BroadcastMultiplyAdd(in x0, 1, gradient, s01);
                s02 = TLane.BroadcastMultiplyAdd(in x0, 2, gradient, s02);
                s03 = TLane.BroadcastMultiplyAdd(in x0, 3, gradient, s03);
                s04 = TLane.BroadcastMultiplyAdd(in x0, 4, gradient, s04);
                s05 = TLane.BroadcastMultiplyAdd(in x0, 5, gradient, s05);
                s06 = TLane.BroadcastMultiplyAdd(in x0, 6, gradient, s06);
                s07 = TLane.BroadcastMultiplyAdd(in x0, 7, gradient, s07);
                x0 = ref Unsafe.Add(ref x0, samples.InnerStride);
                s10 = TLane.BroadcastMultiplyAdd(in x1, 0, gradient, s10);
                s11 = TLane.BroadcastMultiplyAdd(in x1, 1, gradient, s11);
                s12 = TLane.BroadcastMultiplyAdd(in x1, 2, gradient, s12);
                s13 = TLane.BroadcastMultiplyAdd(in x1, 3, gradient, s13);
                s14 = TLane.BroadcastMultiplyAdd(in x1, 4, gradient, s14);
                s15 = TLane.BroadcastMultiplyAdd(in x1, 5, gradient, s15);
                s16 = TLane.BroadcastMultiplyAdd(in x1, 6, gradient, s16);
                s17 = TLane.BroadcastMultiplyAdd(in x1, 7, gradient, s17);
                x1 = ref Unsafe.Add(ref x1, samples.InnerStride);
                s20 = TLane.BroadcastMultiplyAdd(in x2, 0, gradient, s20);
                s21 = TLane.BroadcastMultiplyAdd(in x2, 1, gradient, s21);
                s22 = TLane.BroadcastMultiplyAdd(in x2, 2, gradient, s22);
                s23 = TLane.BroadcastMultiplyAdd(in x2, 3, gradient, s23);
                s24 = TLane.BroadcastMultiplyAdd(in x2, 4, gradient, s24);
                s25 = TLane.BroadcastMultiplyAdd(in x2, 5, gradient, s25);
                s26 = TLane.BroadcastMultiplyAdd(in x2, 6, gradient, s26);
                s27 = TLane.BroadcastMultiplyAdd(in x2, 7, gradient, s27);
                x2 = ref Unsafe.Add(ref x2, samples.InnerStride);
            }

            x0 = ref Unsafe.Add(ref x0, toNextOuter);
            x1 = ref Unsafe.Add(ref x1, toNextOuter);
            x2 = ref Unsafe.Add(ref x2, toNextOuter);
        }

        OuterProductKernel.AddTo<TLane, T>(s00, ref destination0, 0);
        OuterProductKernel.AddTo<TLane, T>(s01, ref destination0, columns);
        OuterProductKernel.AddTo<TLane, T>(s02, ref destination0, 2 * columns);
        OuterProductKernel.AddTo<TLane, T>(s03, ref destination0, 3 * columns);
        OuterProductKernel.AddTo<TLane, T>(s04, ref destination0, 4 * columns);
        OuterProductKernel.AddTo<TLane, T>(s05, ref destination0, 5 * columns);
        OuterProductKernel.AddTo<TLane, T>(s06, ref destination0, 6 * columns);
        OuterProductKernel.AddTo<TLane, T>(s07, ref destination0, 7 * columns);
        OuterProductKernel.AddTo<TLane, T>(s10, ref destination1, 0);
        OuterProductKernel.AddTo<TLane, T>(s11, ref destination1, columns);
        OuterProductKernel.AddTo<TLane, T>(s12, ref destination1, 2 * columns);
        OuterProductKernel.AddTo<TLane, T>(s13, ref destination1, 3 * columns);
        OuterProductKernel.AddTo<TLane, T>(s14, ref destination1, 4 * columns);
        OuterProductKernel.AddTo<TLane, T>(s15, ref destination1, 5 * columns);
        OuterProductKernel.AddTo<TLane, T>(s16, ref destination1, 6 * columns);
        OuterProductKernel.AddTo<TLane, T>(s17, ref destination1, 7 * columns);
        OuterProductKernel.AddTo<TLane, T>(s20, ref destination2, 0);
        OuterProductKernel.AddTo<TLane, T>(s21, ref destination2, columns);
        OuterProductKernel.AddTo<TLane, T>(s22, ref destination2, 2 * columns);
        OuterProductKernel.AddTo<TLane, T>(s23, ref destination2, 3 * columns);
        OuterProductKernel.AddTo<TLane, T>(s24, ref destination2, 4 * columns);
        OuterProductKernel.AddTo<TLane, T>(s25, ref destination2, 5 * columns);
        OuterProductKernel.AddTo<TLane, T>(s26, ref destination2, 6 * columns);
        OuterProductKernel.AddTo<TLane, T>(s27, ref destination2, 7 * columns);
    }
}
