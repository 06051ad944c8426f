using System.Numerics;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// Direct convolution: output[pixel, channel] = bias[channel] + sum over the patch of input · weights, for one image. The pixels' patches
/// are read in place, without a copy into columns.
/// </summary>
/// <remarks>
/// A tile is some pixels × 1 or 2 vectors of channels. Its sums stay in registers over the whole patch. They are enough independent chains
/// to hide the latency of multiply-add. Each step loads the vectors of weights once, and an input per pixel, which is broadcast to all
/// channels. The plan chooses the tile. For each result the terms are added in the order of the patch, with every vector and every tile:
/// all widths give the same bits.
/// </remarks>
internal static class ConvolutionKernel
{
    /// <summary>Convolves one image.</summary>
    /// <param name="plan">The positions to read and write.</param>
    /// <param name="input">The image.</param>
    /// <param name="weights">[patch row, run, channel].</param>
    /// <param name="bias">[channel], or empty for none.</param>
    /// <param name="output">Receives the result; every pixel of the plan is overwritten.</param>
    internal static void Convolve<TVector, T>(
        ConvolutionPlan plan, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint channel = 0;
        nuint width = (nuint)TVector.Width;
        for (; channel + (2 * width) <= plan.Channels; channel += 2 * width)
        {
            if (TVector.HasManyRegisters) ConvolvePair<VectorPair<TVector, T>, T>(plan, channel, input, weights, bias, output);
            else ConvolveTwo<TVector, T>(plan, channel, input, weights, bias, output);
        }

        for (; channel + width <= plan.Channels; channel += width)
            ConvolveSingle<TVector, T>(plan, channel, input, weights, bias, output);
        for (; channel < plan.Channels; channel++)
            ConvolveSingle<ScalarVector<T>, T>(plan, channel, input, weights, bias, output);
    }

    private static void ConvolvePair<TPair, T>(
        ConvolutionPlan plan, nuint channel, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TPair : unmanaged, IVector<TPair, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TPair start = Start<TPair, T>(bias, channel);
        ref T x = ref MemoryMarshal.GetReference(input);
        ref T w = ref MemoryMarshal.GetReference(weights);
        ref T y = ref MemoryMarshal.GetReference(output);
        PixelTable pixels = plan.PairTiles;
        if (pixels.PlacesPerTile == 10) TenPixelTile.Convolve(plan, pixels, channel, start, ref x, ref w, ref y);
        else if (pixels.PlacesPerTile == 9) NinePixelTile.Convolve(plan, pixels, channel, start, ref x, ref w, ref y);
        else EightPixelTile.Convolve(plan, pixels, channel, start, ref x, ref w, ref y);
    }

    private static void ConvolveTwo<TVector, T>(
        ConvolutionPlan plan, nuint channel, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (TVector, TVector) start = (Start<TVector, T>(bias, channel), Start<TVector, T>(bias, channel + (nuint)TVector.Width));
        SixPixelTile.Convolve(
            plan, plan.SixPixelTiles, channel, start, ref MemoryMarshal.GetReference(input), ref MemoryMarshal.GetReference(weights),
            ref MemoryMarshal.GetReference(output));
    }

    private static void ConvolveSingle<TVector, T>(
        ConvolutionPlan plan, nuint channel, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector start = Start<TVector, T>(bias, channel);
        ref T x = ref MemoryMarshal.GetReference(input);
        ref T w = ref MemoryMarshal.GetReference(weights);
        ref T y = ref MemoryMarshal.GetReference(output);
        if (TVector.HasManyRegisters && plan.Groups is { } groups)
            TwentyPixelTile.Convolve(plan, groups, channel, start, ref x, ref w, ref y);
        else
            EightPixelTile.Convolve(plan, plan.EightPixelTiles, channel, start, ref x, ref w, ref y);
    }

    private static TVector Start<TVector, T>(ReadOnlySpan<T> bias, nuint channel)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        bias.IsEmpty ? TVector.Broadcast(T.Zero) : TVector.Load(in MemoryMarshal.GetReference(bias), channel);
}
