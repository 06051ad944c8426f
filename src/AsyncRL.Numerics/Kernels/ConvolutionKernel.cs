using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// Direct convolution: output[pixel, channel] = bias[channel] + sum over the patch of input · weights, for one image. Nothing is copied
/// into columns: eight pixels' patches are read where they lie.
/// </summary>
/// <remarks>
/// A tile is 8 pixels × 1 or 2 lanes of channels. Its 8 or 16 sums stay in registers over the whole patch, enough independent chains to
/// hide the latency of multiply-add; each step loads a lane of weights once and 8 inputs, each broadcast to all channels. Per result the
/// terms are added in the order of the patch, whatever the lane: all widths give the same bits.
/// </remarks>
internal static class ConvolutionKernel
{
    /// <summary>Convolves one image.</summary>
    /// <param name="plan">Where to read and write.</param>
    /// <param name="input">The image.</param>
    /// <param name="weights">[patch row, run, channel].</param>
    /// <param name="bias">[channel], or empty for none.</param>
    /// <param name="output">Receives the result; every pixel of the plan is overwritten.</param>
    internal static void Convolve<TLane, T>(
        ConvolutionPlan plan, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint channel = 0;
        nuint width = (nuint)TLane.Width;
        if (TLane.HasManyRegisters)
        {
            for (; channel + (2 * width) <= plan.Channels; channel += 2 * width)
                ConvolveChannels<LanePair<TLane, T>, T>(plan, channel, input, weights, bias, output);
        }

        for (; channel + width <= plan.Channels; channel += width)
            ConvolveChannels<TLane, T>(plan, channel, input, weights, bias, output);
        for (; channel < plan.Channels; channel++)
            ConvolveChannels<ScalarLane<T>, T>(plan, channel, input, weights, bias, output);
    }

    /// <summary>One lane of channels of every pixel, from <paramref name="channel"/> on.</summary>
    private static void ConvolveChannels<TLane, T>(
        ConvolutionPlan plan, nuint channel, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane start = bias.IsEmpty ? TLane.Broadcast(T.Zero) : TLane.Load(in MemoryMarshal.GetReference(bias), channel);
        ref T destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), channel);
        ref T source = ref MemoryMarshal.GetReference(input);
        ReadOnlySpan<nuint> from = plan.InputOffsets;
        ReadOnlySpan<nuint> to = plan.OutputOffsets;
        nuint weightStride = plan.Channels;

        for (int p = 0; p + 7 < from.Length && p + 7 < to.Length; p += ConvolutionPlan.PixelsPerTile)
        {
            ref T x0 = ref Unsafe.Add(ref source, from[p]);
            ref T x1 = ref Unsafe.Add(ref source, from[p + 1]);
            ref T x2 = ref Unsafe.Add(ref source, from[p + 2]);
            ref T x3 = ref Unsafe.Add(ref source, from[p + 3]);
            ref T x4 = ref Unsafe.Add(ref source, from[p + 4]);
            ref T x5 = ref Unsafe.Add(ref source, from[p + 5]);
            ref T x6 = ref Unsafe.Add(ref source, from[p + 6]);
            ref T x7 = ref Unsafe.Add(ref source, from[p + 7]);
            ref T weight = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), channel);
            TLane s0 = start, s1 = start, s2 = start, s3 = start, s4 = start, s5 = start, s6 = start, s7 = start;

            nuint rowStart = 0;
            for (nuint row = 0; row < plan.PatchRows; row++)
            {
                for (nuint k = rowStart; k < rowStart + plan.Run; k++)
                {
                    TLane w = TLane.Load(in weight, 0);
                    weight = ref Unsafe.Add(ref weight, weightStride);
                    s0 = TLane.BroadcastMultiplyAdd(in x0, k, w, s0);
                    s1 = TLane.BroadcastMultiplyAdd(in x1, k, w, s1);
                    s2 = TLane.BroadcastMultiplyAdd(in x2, k, w, s2);
                    s3 = TLane.BroadcastMultiplyAdd(in x3, k, w, s3);
                    s4 = TLane.BroadcastMultiplyAdd(in x4, k, w, s4);
                    s5 = TLane.BroadcastMultiplyAdd(in x5, k, w, s5);
                    s6 = TLane.BroadcastMultiplyAdd(in x6, k, w, s6);
                    s7 = TLane.BroadcastMultiplyAdd(in x7, k, w, s7);
                }

                rowStart += plan.RowStride;
            }

            TLane.Store(s0, ref destination, to[p]);
            TLane.Store(s1, ref destination, to[p + 1]);
            TLane.Store(s2, ref destination, to[p + 2]);
            TLane.Store(s3, ref destination, to[p + 3]);
            TLane.Store(s4, ref destination, to[p + 4]);
            TLane.Store(s5, ref destination, to[p + 5]);
            TLane.Store(s6, ref destination, to[p + 6]);
            TLane.Store(s7, ref destination, to[p + 7]);
        }
    }
}
