using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The data gradient of a dense layer: inputGradient[t, i] = sum over o of outputGradient[t, o] · weights[i, o], dot products along the
/// rows of the weights as they lie, for all rows t of the segment while 8 rows of weights are in the first-level cache.
/// </summary>
/// <remarks>
/// A sum of n products is kept in <see cref="ILane{TLane, TElement}.Width"/> partial sums, to whose sum the last n mod width products are
/// added one by one, so its error is at most (⌊n/width⌋ + log₂ width + n mod width + 1) units of 2⁻²⁴ of the sum of magnitudes; widths
/// agree within that bound, not bit for bit.
/// </remarks>
internal static class DotProductKernel
{
    private const nuint RowsPerTile = 8;

    /// <summary>Computes all dot products.</summary>
    /// <param name="inputs">Rows of the weights.</param>
    /// <param name="outputs">Columns of the weights.</param>
    /// <param name="outputGradient">[t, output].</param>
    /// <param name="weights">[input, output].</param>
    /// <param name="inputGradient">[t, input], overwritten.</param>
    internal static void MultiplyTransposed<TLane, T>(
        int inputs, int outputs, ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> weights, Span<T> inputGradient)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = outputGradient.Length / outputs;
        ref T weightOrigin = ref MemoryMarshal.GetReference(weights);
        for (nuint i = 0; i < (nuint)inputs; i += RowsPerTile)
        {
            nuint last = Math.Min(RowsPerTile, (nuint)inputs - i) - 1;
            ref T tile = ref Unsafe.Add(ref weightOrigin, i * (nuint)outputs);
            for (int t = 0; t < rows; t++)
            {
                ref T gradient = ref MemoryMarshal.GetReference(outputGradient.Slice(t * outputs, outputs));
                ref T destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputGradient.Slice(t * inputs, inputs)), i);
                MultiplyTile<TLane, T>(last, (nuint)outputs, ref gradient, ref tile, ref destination);
            }
        }
    }

    /// <summary>At most 8 dot products; in place of rows beyond the last, the last is computed again and stored over itself.</summary>
    private static void MultiplyTile<TLane, T>(nuint last, nuint length, ref T gradient, ref T weights, ref T destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint i1 = Math.Min(1, last), i2 = Math.Min(2, last), i3 = Math.Min(3, last), i4 = Math.Min(4, last);
        nuint i5 = Math.Min(5, last), i6 = Math.Min(6, last), i7 = Math.Min(7, last);
        ref T w0 = ref weights;
        ref T w1 = ref Unsafe.Add(ref weights, i1 * length);
        ref T w2 = ref Unsafe.Add(ref weights, i2 * length);
        ref T w3 = ref Unsafe.Add(ref weights, i3 * length);
        ref T w4 = ref Unsafe.Add(ref weights, i4 * length);
        ref T w5 = ref Unsafe.Add(ref weights, i5 * length);
        ref T w6 = ref Unsafe.Add(ref weights, i6 * length);
        ref T w7 = ref Unsafe.Add(ref weights, i7 * length);
        TLane zero = TLane.Broadcast(T.Zero);
        TLane s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;

        nuint o = 0;
        for (; o + (nuint)TLane.Width <= length; o += (nuint)TLane.Width)
        {
            TLane g = TLane.Load(in gradient, o);
            s0 = TLane.MultiplyAdd(g, TLane.Load(in w0, o), s0);
            s1 = TLane.MultiplyAdd(g, TLane.Load(in w1, o), s1);
            s2 = TLane.MultiplyAdd(g, TLane.Load(in w2, o), s2);
            s3 = TLane.MultiplyAdd(g, TLane.Load(in w3, o), s3);
            s4 = TLane.MultiplyAdd(g, TLane.Load(in w4, o), s4);
            s5 = TLane.MultiplyAdd(g, TLane.Load(in w5, o), s5);
            s6 = TLane.MultiplyAdd(g, TLane.Load(in w6, o), s6);
            s7 = TLane.MultiplyAdd(g, TLane.Load(in w7, o), s7);
        }

        T r0 = TLane.Sum(s0), r1 = TLane.Sum(s1), r2 = TLane.Sum(s2), r3 = TLane.Sum(s3);
        T r4 = TLane.Sum(s4), r5 = TLane.Sum(s5), r6 = TLane.Sum(s6), r7 = TLane.Sum(s7);
        for (; o < length; o++)
        {
            T g = Unsafe.Add(ref gradient, o);
            r0 += g * Unsafe.Add(ref w0, o);
            r1 += g * Unsafe.Add(ref w1, o);
            r2 += g * Unsafe.Add(ref w2, o);
            r3 += g * Unsafe.Add(ref w3, o);
            r4 += g * Unsafe.Add(ref w4, o);
            r5 += g * Unsafe.Add(ref w5, o);
            r6 += g * Unsafe.Add(ref w6, o);
            r7 += g * Unsafe.Add(ref w7, o);
        }

        destination = r0;
        Unsafe.Add(ref destination, i1) = r1;
        Unsafe.Add(ref destination, i2) = r2;
        Unsafe.Add(ref destination, i3) = r3;
        Unsafe.Add(ref destination, i4) = r4;
        Unsafe.Add(ref destination, i5) = r5;
        Unsafe.Add(ref destination, i6) = r6;
        Unsafe.Add(ref destination, i7) = r7;
    }
}
