using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The weight gradient of every layer: destination[i, o] += sum over samples s of left[s, i] · right[s, o]. For a dense layer the samples
/// are the segment's time steps; for a convolution, one kernel row at a time, they are the output pixels.
/// </summary>
/// <remarks>
/// A tile is 8 rows i × 1 or 2 lanes of columns o; its sums stay in registers over all samples and are added to the destination once. Per
/// result the samples are added in order, whatever the lane: all widths give the same bits.
/// </remarks>
internal static class OuterProductKernel
{
    private const nuint RowsPerTile = 8;

    /// <summary>Adds the sum of outer products to the destination.</summary>
    /// <param name="samples">Where the left factors lie; the right factors lie densely, in the same order.</param>
    /// <param name="rows">Rows of the destination: consecutive left factors per sample.</param>
    /// <param name="columns">Columns of the destination: right factors per sample.</param>
    /// <param name="left">The left factors.</param>
    /// <param name="right">[sample, column].</param>
    /// <param name="destination">[row, column], added to.</param>
    internal static void Accumulate<TLane, T>(
        SampleGrid samples, int rows, int columns, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T leftOrigin = ref MemoryMarshal.GetReference(left);
        ref T rightOrigin = ref MemoryMarshal.GetReference(right);
        ref T destinationOrigin = ref MemoryMarshal.GetReference(destination);
        nuint columnCount = (nuint)columns;
        nuint width = (nuint)TLane.Width;

        for (nuint row = 0; row < (nuint)rows; row += RowsPerTile)
        {
            nuint count = Math.Min(RowsPerTile, (nuint)rows - row);
            ref T tileLeft = ref Unsafe.Add(ref leftOrigin, row);
            ref T tileDestination = ref Unsafe.Add(ref destinationOrigin, row * columnCount);
            nuint column = 0;
            if (TLane.HasManyRegisters)
            {
                for (; column + (2 * width) <= columnCount; column += 2 * width)
                {
                    AccumulateTile<LanePair<TLane, T>, T>(
                        samples, count, columnCount, column, ref tileLeft, ref rightOrigin, ref tileDestination);
                }
            }

            for (; column + width <= columnCount; column += width)
                AccumulateTile<TLane, T>(samples, count, columnCount, column, ref tileLeft, ref rightOrigin, ref tileDestination);
            for (; column < columnCount; column++)
                AccumulateTile<ScalarLane<T>, T>(samples, count, columnCount, column, ref tileLeft, ref rightOrigin, ref tileDestination);
        }
    }

    private static void AccumulateTile<TLane, T>(
        SampleGrid samples, nuint count, nuint columns, nuint column, ref T left, ref T right, ref T destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A tile at the edge reads its last row again in place of the rows that are not there, and does not store them.
        nuint last = count - 1;
        nuint i1 = Math.Min(1, last), i2 = Math.Min(2, last), i3 = Math.Min(3, last), i4 = Math.Min(4, last);
        nuint i5 = Math.Min(5, last), i6 = Math.Min(6, last), i7 = Math.Min(7, last);
        TLane zero = TLane.Broadcast(T.Zero);
        TLane s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;

        ref T g = ref Unsafe.Add(ref right, column);
        ref T sampleRow = ref left;
        for (nuint outer = 0; outer < samples.OuterCount; outer++)
        {
            ref T x = ref sampleRow;
            for (nuint inner = 0; inner < samples.InnerCount; inner++)
            {
                TLane gradient = TLane.Load(in g, 0);
                g = ref Unsafe.Add(ref g, columns);
                s0 = TLane.BroadcastMultiplyAdd(in x, 0, gradient, s0);
                s1 = TLane.BroadcastMultiplyAdd(in x, i1, gradient, s1);
                s2 = TLane.BroadcastMultiplyAdd(in x, i2, gradient, s2);
                s3 = TLane.BroadcastMultiplyAdd(in x, i3, gradient, s3);
                s4 = TLane.BroadcastMultiplyAdd(in x, i4, gradient, s4);
                s5 = TLane.BroadcastMultiplyAdd(in x, i5, gradient, s5);
                s6 = TLane.BroadcastMultiplyAdd(in x, i6, gradient, s6);
                s7 = TLane.BroadcastMultiplyAdd(in x, i7, gradient, s7);
                x = ref Unsafe.Add(ref x, samples.InnerStride);
            }

            sampleRow = ref Unsafe.Add(ref sampleRow, samples.OuterStride);
        }

        ref T d = ref Unsafe.Add(ref destination, column);
        AddTo(s0, ref d, 0);
        if (count > 1) AddTo(s1, ref d, columns);
        if (count > 2) AddTo(s2, ref d, 2 * columns);
        if (count > 3) AddTo(s3, ref d, 3 * columns);
        if (count > 4) AddTo(s4, ref d, 4 * columns);
        if (count > 5) AddTo(s5, ref d, 5 * columns);
        if (count > 6) AddTo(s6, ref d, 6 * columns);
        if (count > 7) AddTo(s7, ref d, 7 * columns);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void AddTo(TLane sum, ref T destination, nuint offset) =>
            TLane.Store(TLane.Load(in destination, offset) + sum, ref destination, offset);
    }
}

/// <summary>Where the left factors of a sum of outer products lie: a grid of samples, distances in elements.</summary>
internal readonly record struct SampleGrid(nuint OuterCount, nuint OuterStride, nuint InnerCount, nuint InnerStride);
