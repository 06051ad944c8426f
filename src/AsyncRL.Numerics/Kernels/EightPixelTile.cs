using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>The general tile: 8 pixels at any positions × a vector or a pair of vectors of channels.</summary>
/// <remarks>
/// A latency of 4 and two multiply-adds a cycle need 8 chains, which are the 8 sums. With a vector of weights and an input they fit into 16
/// registers. A step of a single vector is 9 loads for 8 multiply-adds. Therefore two loads a cycle allow 89 % of the peak, and only the
/// last channels are computed so.
/// </remarks>
internal static class EightPixelTile
{
    /// <summary>Convolves the pixels of a table of tiles, one vector of channels from <paramref name="channel"/> on.</summary>
    internal static void Convolve<TVector, T>(
        ConvolutionPlan plan, PixelTable pixels, nuint channel, TVector start, ref T source, ref T weights, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (nuint patchRows, nuint rowStride, nuint run, nuint weightStride) = (plan.PatchRows, plan.RowStride, plan.Run, plan.Channels);
        ref T firstWeight = ref Unsafe.Add(ref weights, channel);
        ref T firstResult = ref Unsafe.Add(ref destination, channel);
        for (int tile = 0; tile < pixels.Tiles; tile++)
        {
            ref nuint from = ref MemoryMarshal.GetReference(pixels.Inputs(tile));
            ref nuint to = ref MemoryMarshal.GetReference(pixels.Outputs(tile));
            ref T x0 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 0));
            ref T x1 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 1));
            ref T x2 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 2));
            ref T x3 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 3));
            ref T x4 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 4));
            ref T x5 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 5));
            ref T x6 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 6));
            ref T x7 = ref Unsafe.Add(ref source, Unsafe.Add(ref from, 7));
            ref T weight = ref firstWeight;
            TVector s0 = start, s1 = start, s2 = start, s3 = start, s4 = start, s5 = start, s6 = start, s7 = start;

            nuint rowStart = 0;
            for (nuint row = 0; row < patchRows; row++)
            {
                for (nuint k = rowStart; k < rowStart + run; k++)
                {
                    TVector w = TVector.Load(in weight, 0);
                    weight = ref Unsafe.Add(ref weight, weightStride);
                    s0 = TVector.BroadcastMultiplyAdd(in x0, k, w, s0);
                    s1 = TVector.BroadcastMultiplyAdd(in x1, k, w, s1);
                    s2 = TVector.BroadcastMultiplyAdd(in x2, k, w, s2);
                    s3 = TVector.BroadcastMultiplyAdd(in x3, k, w, s3);
                    s4 = TVector.BroadcastMultiplyAdd(in x4, k, w, s4);
                    s5 = TVector.BroadcastMultiplyAdd(in x5, k, w, s5);
                    s6 = TVector.BroadcastMultiplyAdd(in x6, k, w, s6);
                    s7 = TVector.BroadcastMultiplyAdd(in x7, k, w, s7);
                }

                rowStart += rowStride;
            }

            TVector.Store(s0, ref firstResult, Unsafe.Add(ref to, 0));
            TVector.Store(s1, ref firstResult, Unsafe.Add(ref to, 1));
            TVector.Store(s2, ref firstResult, Unsafe.Add(ref to, 2));
            TVector.Store(s3, ref firstResult, Unsafe.Add(ref to, 3));
            TVector.Store(s4, ref firstResult, Unsafe.Add(ref to, 4));
            TVector.Store(s5, ref firstResult, Unsafe.Add(ref to, 5));
            TVector.Store(s6, ref firstResult, Unsafe.Add(ref to, 6));
            TVector.Store(s7, ref firstResult, Unsafe.Add(ref to, 7));
        }
    }
}
