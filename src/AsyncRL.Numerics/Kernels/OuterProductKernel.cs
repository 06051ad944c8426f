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
/// A tile is 8 or 24 rows i × 1 or 2 lanes of columns o; its sums stay in registers over all samples and are added to the destination once.
/// Per result the samples are added in order, whatever the lane and the tile: all widths give the same bits.
/// </remarks>
internal static class OuterProductKernel
{
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
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Accumulate<TLane, T>(samples, new RowRuns(1, rows, 0), columns, left, right, destination);

    /// <summary>Adds the sum of outer products to the destination.</summary>
    /// <param name="samples">Where the left factors lie; the right factors lie densely, in the same order.</param>
    /// <param name="rows">Rows of the destination, and where a sample's left factors lie.</param>
    /// <param name="columns">Columns of the destination: right factors per sample.</param>
    /// <param name="left">The left factors.</param>
    /// <param name="right">[sample, column].</param>
    /// <param name="destination">[row, column], added to.</param>
    internal static void Accumulate<TLane, T>(
        SampleGrid samples, RowRuns rows, int columns, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T x = ref MemoryMarshal.GetReference(left);
        ref T g = ref MemoryMarshal.GetReference(right);
        ref T d = ref MemoryMarshal.GetReference(destination);
        int column = 0;
        if (TLane.HasManyRegisters)
            column = AccumulateColumns<LanePair<TLane, T>, T>(samples, rows, columns, column, ref x, ref g, ref d);
        column = AccumulateColumns<TLane, T>(samples, rows, columns, column, ref x, ref g, ref d);
        AccumulateColumns<ScalarLane<T>, T>(samples, rows, columns, column, ref x, ref g, ref d);
    }

    /// <summary>destination[offset..] += sum, as every tile ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddTo<TLane, T>(TLane sum, ref T destination, nuint offset)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLane.Store(TLane.Load(in destination, offset) + sum, ref destination, offset);

    /// <summary>All rows of as many columns as whole lanes reach, from one on; returns the column after the last.</summary>
    private static int AccumulateColumns<TLane, T>(
        SampleGrid samples, RowRuns rows, int columns, int first, ref T left, ref T right, ref T destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int end = first + ((columns - first) / TLane.Width * TLane.Width);
        if (first == end) return end;
        var place = new RowPlace(0, 0, 0);
        int groups = rows.Groups;
        if (TLane.HasManyRegisters)
        {
            for (; groups >= TwentyFourRowTile.Groups; groups -= TwentyFourRowTile.Groups)
            {
                RowPlace second = rows.After(place), third = rows.After(second);
                ref T x0 = ref Unsafe.Add(ref left, place.Left);
                ref T x1 = ref Unsafe.Add(ref left, second.Left);
                ref T x2 = ref Unsafe.Add(ref left, third.Left);
                for (int column = first; column < end; column += TLane.Width)
                {
                    ref T d = ref Unsafe.Add(ref destination, column);
                    TwentyFourRowTile.Accumulate<TLane, T>(
                        samples,
                        (nuint)columns,
                        ref x0,
                        ref x1,
                        ref x2,
                        ref Unsafe.Add(ref right, column),
                        ref Unsafe.Add(ref d, place.Row * columns),
                        ref Unsafe.Add(ref d, second.Row * columns),
                        ref Unsafe.Add(ref d, third.Row * columns));
                }

                place = rows.After(third);
            }
        }

        for (; groups > 0; groups--, place = rows.After(place))
        {
            ref T x = ref Unsafe.Add(ref left, place.Left);
            ref T d = ref Unsafe.Add(ref destination, place.Row * columns);
            for (int column = first; column < end; column += TLane.Width)
            {
                EightRowTile.Accumulate<TLane, T>(
                    samples, (nuint)columns, ref x, ref Unsafe.Add(ref right, column), ref Unsafe.Add(ref d, column));
            }
        }

        for (int run = 0; run < rows.Count && rows.Edge > 0; run++)
        {
            place = rows.EdgeOf(run);
            ref T x = ref Unsafe.Add(ref left, place.Left);
            ref T d = ref Unsafe.Add(ref destination, place.Row * columns);
            for (int column = first; column < end; column += TLane.Width)
            {
                EdgeRowTile.Accumulate<TLane, T>(
                    samples, (nuint)rows.Edge, (nuint)columns, ref x, ref Unsafe.Add(ref right, column), ref Unsafe.Add(ref d, column));
            }
        }

        return end;
    }
}

/// <summary>Where the left factors of a sum of outer products lie: a grid of samples, distances in elements.</summary>
internal readonly record struct SampleGrid(nuint OuterCount, nuint OuterStride, nuint InnerCount, nuint InnerStride);
