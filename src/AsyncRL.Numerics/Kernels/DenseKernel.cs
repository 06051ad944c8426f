using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The forward pass of a dense layer for one row: output[o] = bias[o] + sum over i of input[i] · weights[i, o]. While acting there is one
/// row at a time, so each weight is read once, in strips of up to 16 lanes of outputs, and the memory they come from sets the pace.
/// </summary>
/// <remarks>
/// A tile is 4, 8 or 16 lanes of outputs whose sums stay in registers over all inputs. Per output the inputs are added in order, whatever
/// the lane: all widths give the same bits.
/// </remarks>
internal static class DenseKernel
{
    /// <summary>Computes one row.</summary>
    /// <param name="input">[input].</param>
    /// <param name="weights">[input, output].</param>
    /// <param name="bias">[output].</param>
    /// <param name="output">[output], overwritten.</param>
    internal static void Forward<TLane, T>(ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint outputs = (nuint)output.Length;
        nuint width = (nuint)TLane.Width;
        nuint vectorised = outputs - (outputs % width);
        nuint column = 0;
        if (TLane.HasManyRegisters)
        {
            for (; column + (16 * width) <= outputs; column += 16 * width)
                ForwardUpToEight<LanePair<TLane, T>, T>(column, 8, input, weights, bias, output);
        }

        for (; column + (8 * width) <= outputs; column += 8 * width) ForwardUpToEight<TLane, T>(column, 8, input, weights, bias, output);
        while (column < vectorised)
        {
            nuint lanes = Math.Min(4, (vectorised - column) / width);
            ForwardUpToFour<TLane, T>(column, lanes, input, weights, bias, output);
            column += lanes * width;
        }

        while (column < outputs)
        {
            nuint lanes = Math.Min(8, outputs - column);
            ForwardUpToEight<ScalarLane<T>, T>(column, lanes, input, weights, bias, output);
            column += lanes;
        }
    }

    /// <summary>Lanes that are not there are computed as copies of the last one and stored over it, which changes nothing.</summary>
    private static void ForwardUpToFour<TLane, T>(
        nuint column, nuint lanes, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TLane.Width;
        nuint stride = (nuint)output.Length;
        nuint last = column + ((lanes - 1) * width);
        nuint c0 = column, c1 = Math.Min(column + width, last), c2 = Math.Min(column + (2 * width), last);
        ref T b = ref MemoryMarshal.GetReference(bias);
        ref T x = ref MemoryMarshal.GetReference(input);
        ref T row = ref MemoryMarshal.GetReference(weights);
        TLane s0 = TLane.Load(in b, c0), s1 = TLane.Load(in b, c1), s2 = TLane.Load(in b, c2), s3 = TLane.Load(in b, last);
        for (nuint i = 0; i < (nuint)input.Length; i++)
        {
            s0 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c0), s0);
            s1 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c1), s1);
            s2 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c2), s2);
            s3 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, last), s3);
            row = ref Unsafe.Add(ref row, stride);
        }

        ref T y = ref MemoryMarshal.GetReference(output);
        TLane.Store(s0, ref y, c0);
        TLane.Store(s1, ref y, c1);
        TLane.Store(s2, ref y, c2);
        TLane.Store(s3, ref y, last);
    }

    /// <inheritdoc cref="ForwardUpToFour{TLane, T}"/>
    private static void ForwardUpToEight<TLane, T>(
        nuint column, nuint lanes, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TLane.Width;
        nuint stride = (nuint)output.Length;
        nuint last = column + ((lanes - 1) * width);
        nuint c0 = column, c1 = Math.Min(column + width, last), c2 = Math.Min(column + (2 * width), last);
        nuint c3 = Math.Min(column + (3 * width), last), c4 = Math.Min(column + (4 * width), last);
        nuint c5 = Math.Min(column + (5 * width), last), c6 = Math.Min(column + (6 * width), last);
        ref T b = ref MemoryMarshal.GetReference(bias);
        ref T x = ref MemoryMarshal.GetReference(input);
        ref T row = ref MemoryMarshal.GetReference(weights);
        TLane s0 = TLane.Load(in b, c0), s1 = TLane.Load(in b, c1), s2 = TLane.Load(in b, c2), s3 = TLane.Load(in b, c3);
        TLane s4 = TLane.Load(in b, c4), s5 = TLane.Load(in b, c5), s6 = TLane.Load(in b, c6), s7 = TLane.Load(in b, last);
        for (nuint i = 0; i < (nuint)input.Length; i++)
        {
            s0 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c0), s0);
            s1 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c1), s1);
            s2 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c2), s2);
            s3 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c3), s3);
            s4 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c4), s4);
            s5 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c5), s5);
            s6 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, c6), s6);
            s7 = TLane.BroadcastMultiplyAdd(in x, i, TLane.Load(in row, last), s7);
            row = ref Unsafe.Add(ref row, stride);
        }

        ref T y = ref MemoryMarshal.GetReference(output);
        TLane.Store(s0, ref y, c0);
        TLane.Store(s1, ref y, c1);
        TLane.Store(s2, ref y, c2);
        TLane.Store(s3, ref y, c3);
        TLane.Store(s4, ref y, c4);
        TLane.Store(s5, ref y, c5);
        TLane.Store(s6, ref y, c6);
        TLane.Store(s7, ref y, last);
    }
}
