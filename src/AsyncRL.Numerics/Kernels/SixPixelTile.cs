using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>6 pixels at any positions × two vectors of channels, for 16 registers.</summary>
/// <remarks>
/// The 12 sums, two vectors of weights and an input are 15 registers. A step is 8 loads for 12 multiply-adds, and arithmetic is the limit.
/// Each input is broadcast once for both vectors. With 32 registers a pair of vectors reads it as an operand of each multiply-add instead.
/// </remarks>
internal static class SixPixelTile
{
    internal const int Pixels = 6;

    /// <summary>Convolves the pixels of a table of tiles, two vectors of channels from <paramref name="channel"/> on.</summary>
    internal static void Convolve<TVector, T>(
        ConvolutionPlan plan, PixelTable pixels, nuint channel, (TVector Low, TVector High) start, ref T source, ref T weights,
        ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (nuint patchRows, nuint rowStride, nuint run, nuint weightStride) = (plan.PatchRows, plan.RowStride, plan.Run, plan.Channels);
        nuint width = (nuint)TVector.Width;
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
            ref T weight = ref firstWeight;
            (TVector a0, TVector b0) = start;
            (TVector a1, TVector b1) = start;
            (TVector a2, TVector b2) = start;
            (TVector a3, TVector b3) = start;
            (TVector a4, TVector b4) = start;
            (TVector a5, TVector b5) = start;

            nuint rowStart = 0;
            for (nuint row = 0; row < patchRows; row++)
            {
                for (nuint k = rowStart; k < rowStart + run; k++)
                {
                    TVector low = TVector.Load(in weight, 0), high = TVector.Load(in weight, width);
                    weight = ref Unsafe.Add(ref weight, weightStride);
                    Step(ref x0, k, low, high, ref a0, ref b0);
                    Step(ref x1, k, low, high, ref a1, ref b1);
                    Step(ref x2, k, low, high, ref a2, ref b2);
                    Step(ref x3, k, low, high, ref a3, ref b3);
                    Step(ref x4, k, low, high, ref a4, ref b4);
                    Step(ref x5, k, low, high, ref a5, ref b5);
                }

                rowStart += rowStride;
            }

            Store(a0, b0, ref firstResult, Unsafe.Add(ref to, 0));
            Store(a1, b1, ref firstResult, Unsafe.Add(ref to, 1));
            Store(a2, b2, ref firstResult, Unsafe.Add(ref to, 2));
            Store(a3, b3, ref firstResult, Unsafe.Add(ref to, 3));
            Store(a4, b4, ref firstResult, Unsafe.Add(ref to, 4));
            Store(a5, b5, ref firstResult, Unsafe.Add(ref to, 5));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Step(ref T pixel, nuint k, TVector low, TVector high, ref TVector lowSum, ref TVector highSum)
        {
            TVector input = TVector.Broadcast(Unsafe.Add(ref pixel, k));
            lowSum = TVector.MultiplyAdd(low, input, lowSum);
            highSum = TVector.MultiplyAdd(high, input, highSum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Store(TVector low, TVector high, ref T destination, nuint offset)
        {
            TVector.Store(low, ref destination, offset);
            TVector.Store(high, ref destination, offset + (nuint)TVector.Width);
        }
    }
}
