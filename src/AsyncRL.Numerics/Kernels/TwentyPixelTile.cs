using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>20 pixels as 4 groups of 5 neighbours × one lane of channels.</summary>
/// <remarks>
/// With one lane, no two multiply-adds can share an input. Every multiply-add needs a load, and the tile must be long: 21 loads for 20
/// multiply-adds allow 95 % of the peak at two loads a cycle. 20 pointers would not fit into the general registers. The pointers of 4
/// groups and the multiples of the distance between neighbours do fit.
/// </remarks>
internal static class TwentyPixelTile
{
    /// <summary>Convolves the groups of a table of tiles, one lane of channels from <paramref name="channel"/> on.</summary>
    internal static void Convolve<TLane, T>(
        ConvolutionPlan plan, PixelTable groups, nuint channel, TLane start, ref T source, ref T weights, ref T destination)
        where TLane : unmanaged, ILane<TLane, T>
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
            TLane s00 = start, s01 = start, s02 = start, s03 = start, s04 = start;
            TLane s10 = start, s11 = start, s12 = start, s13 = start, s14 = start;
            TLane s20 = start, s21 = start, s22 = start, s23 = start, s24 = start;
            TLane s30 = start, s31 = start, s32 = start, s33 = start, s34 = start;

            for (nuint row = 0; row < patchRows; row++)
            {
                for (nuint k = 0; k < run; k++)
                {
                    TLane w = TLane.Load(in weight, 0);
                    weight = ref Unsafe.Add(ref weight, weightStride);
                    s00 = TLane.BroadcastMultiplyAdd(in x0, 0, w, s00);
                    s01 = TLane.BroadcastMultiplyAdd(in x0, d, w, s01);
                    s02 = TLane.BroadcastMultiplyAdd(in x0, d2, w, s02);
                    s03 = TLane.BroadcastMultiplyAdd(in x0, d3, w, s03);
                    s04 = TLane.BroadcastMultiplyAdd(in x0, d4, w, s04);
                    x0 = ref Unsafe.Add(ref x0, 1);
                    s10 = TLane.BroadcastMultiplyAdd(in x1, 0, w, s10);
                    s11 = TLane.BroadcastMultiplyAdd(in x1, d, w, s11);
                    s12 = TLane.BroadcastMultiplyAdd(in x1, d2, w, s12);
                    s13 = TLane.BroadcastMultiplyAdd(in x1, d3, w, s13);
                    s14 = TLane.BroadcastMultiplyAdd(in x1, d4, w, s14);
                    x1 = ref Unsafe.Add(ref x1, 1);
                    s20 = TLane.BroadcastMultiplyAdd(in x2, 0, w, s20);
                    s21 = TLane.BroadcastMultiplyAdd(in x2, d, w, s21);
                    s22 = TLane.BroadcastMultiplyAdd(in x2, d2, w, s22);
                    s23 = TLane.BroadcastMultiplyAdd(in x2, d3, w, s23);
                    s24 = TLane.BroadcastMultiplyAdd(in x2, d4, w, s24);
                    x2 = ref Unsafe.Add(ref x2, 1);
                    s30 = TLane.BroadcastMultiplyAdd(in x3, 0, w, s30);
                    s31 = TLane.BroadcastMultiplyAdd(in x3, d, w, s31);
                    s32 = TLane.BroadcastMultiplyAdd(in x3, d2, w, s32);
                    s33 = TLane.BroadcastMultiplyAdd(in x3, d3, w, s33);
                    s34 = TLane.BroadcastMultiplyAdd(in x3, d4, w, s34);
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
    private static void StoreGroup<TLane, T>(TLane s0, TLane s1, TLane s2, TLane s3, TLane s4, ref T result, nuint distance)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane.Store(s0, ref result, 0);
        TLane.Store(s1, ref result, distance);
        TLane.Store(s2, ref result, 2 * distance);
        TLane.Store(s3, ref result, 3 * distance);
        TLane.Store(s4, ref result, 4 * distance);
    }
}
