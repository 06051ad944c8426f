using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>20 pixels as 4 groups of 5 neighbors × one vector of channels.</summary>
/// <remarks>
/// With one vector, no two multiply-adds can share an input. Every multiply-add needs a load, and the tile must be long: 21 loads for 20
/// multiply-adds allow 95 % of the peak at two loads a cycle. 20 pointers would not fit into the general registers. The pointers of 4
/// groups and the multiples of the distance between neighbors do fit.
/// </remarks>
internal static class TwentyPixelTile
{
    /// <summary>Convolves the groups of a table of tiles, one vector of channels from <paramref name="channel"/> on.</summary>
    internal static void Convolve<TVector, T>(
        ConvolutionPlan plan, PixelTable groups, nuint channel, TVector start, ref T source, ref T weights, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (nuint patchRows, nuint run, nuint weightStride) = (plan.PatchRows, plan.Run, plan.Channels);
        nuint toNextRow = plan.RowStride - run;
        nuint d = plan.InputDistance, d2 = 2 * d, d3 = 3 * d, d4 = 4 * d;
        ref T firstWeight = ref Unsafe.Add(ref weights, channel);
        for (int tile = 0; tile < groups.Tiles; tile++)
        {
            ref nuint from = ref MemoryMarshal.GetReference(groups.Inputs(tile));
            ref T x0 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 0));
            ref T x1 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 1));
            ref T x2 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 2));
            ref T x3 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 3));
            ref T weight = ref firstWeight;
            TVector s00 = start, s01 = start, s02 = start, s03 = start, s04 = start;
            TVector s10 = start, s11 = start, s12 = start, s13 = start, s14 = start;
            TVector s20 = start, s21 = start, s22 = start, s23 = start, s24 = start;
            TVector s30 = start, s31 = start, s32 = start, s33 = start, s34 = start;

            for (nuint row = 0; row < patchRows; row++)
            {
                for (nuint k = 0; k < run; k++)
                {
                    TVector w = TVector.Load(in weight, 0);
                    weight = ref Unsafe.Add(ref weight, weightStride);
                    s00 = TVector.BroadcastMultiplyAdd(in x0, 0, w, s00);
                    s01 = TVector.BroadcastMultiplyAdd(in x0, d, w, s01);
                    s02 = TVector.BroadcastMultiplyAdd(in x0, d2, w, s02);
                    s03 = TVector.BroadcastMultiplyAdd(in x0, d3, w, s03);
                    s04 = TVector.BroadcastMultiplyAdd(in x0, d4, w, s04);
                    x0 = ref Unsafe.Add(ref x0, 1);
                    s10 = TVector.BroadcastMultiplyAdd(in x1, 0, w, s10);
                    s11 = TVector.BroadcastMultiplyAdd(in x1, d, w, s11);
                    s12 = TVector.BroadcastMultiplyAdd(in x1, d2, w, s12);
                    s13 = TVector.BroadcastMultiplyAdd(in x1, d3, w, s13);
                    s14 = TVector.BroadcastMultiplyAdd(in x1, d4, w, s14);
                    x1 = ref Unsafe.Add(ref x1, 1);
                    s20 = TVector.BroadcastMultiplyAdd(in x2, 0, w, s20);
                    s21 = TVector.BroadcastMultiplyAdd(in x2, d, w, s21);
                    s22 = TVector.BroadcastMultiplyAdd(in x2, d2, w, s22);
                    s23 = TVector.BroadcastMultiplyAdd(in x2, d3, w, s23);
                    s24 = TVector.BroadcastMultiplyAdd(in x2, d4, w, s24);
                    x2 = ref Unsafe.Add(ref x2, 1);
                    s30 = TVector.BroadcastMultiplyAdd(in x3, 0, w, s30);
                    s31 = TVector.BroadcastMultiplyAdd(in x3, d, w, s31);
                    s32 = TVector.BroadcastMultiplyAdd(in x3, d2, w, s32);
                    s33 = TVector.BroadcastMultiplyAdd(in x3, d3, w, s33);
                    s34 = TVector.BroadcastMultiplyAdd(in x3, d4, w, s34);
                    x3 = ref Unsafe.Add(ref x3, 1);
                }

                x0 = ref Unsafe.Add(ref x0, toNextRow);
                x1 = ref Unsafe.Add(ref x1, toNextRow);
                x2 = ref Unsafe.Add(ref x2, toNextRow);
                x3 = ref Unsafe.Add(ref x3, toNextRow);
            }

            ref nuint to = ref MemoryMarshal.GetReference(groups.Outputs(tile));
            ref T result = ref Unsafe.Add(ref destination, channel);
            StoreGroup(s00, s01, s02, s03, s04, ref Unsafe.Add(ref result, Unsafe.Add(ref to, 0)), plan.OutputDistance);
            StoreGroup(s10, s11, s12, s13, s14, ref Unsafe.Add(ref result, Unsafe.Add(ref to, 1)), plan.OutputDistance);
            StoreGroup(s20, s21, s22, s23, s24, ref Unsafe.Add(ref result, Unsafe.Add(ref to, 2)), plan.OutputDistance);
            StoreGroup(s30, s31, s32, s33, s34, ref Unsafe.Add(ref result, Unsafe.Add(ref to, 3)), plan.OutputDistance);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreGroup<TVector, T>(TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, ref T result, nuint distance)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector.Store(s0, ref result, 0);
        TVector.Store(s1, ref result, distance);
        TVector.Store(s2, ref result, 2 * distance);
        TVector.Store(s3, ref result, 3 * distance);
        TVector.Store(s4, ref result, 4 * distance);
    }
}
