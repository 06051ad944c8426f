using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The weight gradient of every layer: destination[i, o] += sum over samples s of left[s, i] · right[s, o]. For a dense layer the samples
/// are the segment's time steps; for a convolution, one kernel row at a time, they are the output pixels.
/// </summary>
/// <remarks>
/// A tile is 8 rows i × 1 or 2 vectors of columns o, or with 16 registers 6 or 4 rows × 2 vectors. Its sums stay in registers over all
/// samples and are added to the destination once. For each result the samples are added in order, with every vector and every tile: all
/// widths give the same bits.
/// </remarks>
internal static class OuterProductKernel
{
    private const nuint RowsPerTile = EightRowTile.Rows;

    /// <summary>
    /// Adds the sum of outer products to the destination. The right factors are stored without gaps, in the order of the samples.
    /// </summary>
    /// <param name="samples">The positions of the left factors.</param>
    /// <param name="rows">Rows of the destination: consecutive left factors per sample.</param>
    /// <param name="columns">Columns of the destination: right factors per sample.</param>
    /// <param name="left">The left factors.</param>
    /// <param name="right">[sample, column].</param>
    /// <param name="destination">[row, column], added to.</param>
    internal static void Accumulate<TVector, T>(
        SampleGrid samples, int rows, int columns, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Accumulate<TVector, T>(samples, samples.Densely(columns), rows, columns, left, right, destination);

    /// <summary>Adds the sum of outer products to the destination.</summary>
    /// <param name="lefts">The positions of the left factors.</param>
    /// <param name="rights">The positions of the right factors; as many samples as <paramref name="lefts"/>.</param>
    /// <param name="rows">Rows of the destination: consecutive left factors per sample.</param>
    /// <param name="columns">Columns of the destination: consecutive right factors per sample.</param>
    /// <param name="left">The left factors.</param>
    /// <param name="right">The right factors.</param>
    /// <param name="destination">[row, column], added to.</param>
    internal static void Accumulate<TVector, T>(
        SampleGrid lefts, SampleGrid rights, int rows, int columns, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T x = ref MemoryMarshal.GetReference(left);
        ref T g = ref MemoryMarshal.GetReference(right);
        ref T d = ref MemoryMarshal.GetReference(destination);
        nuint columnCount = (nuint)columns;
        nuint width = (nuint)TVector.Width;
        nuint inPairs = TVector.HasManyRegisters ? 0 : columnCount - (columnCount % (2 * width));
        if (inPairs > 0) AccumulatePairs<TVector, T>(lefts, rights, (nuint)rows, columnCount, inPairs, ref x, ref g, ref d);
        for (nuint row = 0; row < (nuint)rows; row += RowsPerTile)
        {
            nuint count = Math.Min(RowsPerTile, (nuint)rows - row);
            nuint column = inPairs;
            if (TVector.HasManyRegisters)
            {
                for (; column + (2 * width) <= columnCount; column += 2 * width)
                    AccumulateTile<VectorPair<TVector, T>, T>(lefts, rights, count, columnCount, column, ref x, ref g, ref d);
            }

            for (; column + width <= columnCount; column += width)
                AccumulateTile<TVector, T>(lefts, rights, count, columnCount, column, ref x, ref g, ref d);
            for (; column < columnCount; column++)
                AccumulateTile<ScalarVector<T>, T>(lefts, rights, count, columnCount, column, ref x, ref g, ref d);
            x = ref Unsafe.Add(ref x, RowsPerTile);
            d = ref Unsafe.Add(ref d, RowsPerTile * columnCount);
        }
    }

    /// <summary>Overwrites the destination by some rows of a sum of outer products.</summary>
    /// <param name="products">The factors.</param>
    /// <param name="samples">Number of outer products to sum.</param>
    /// <param name="firstRow">First row of the matrix.</param>
    /// <param name="destination">Receives whole rows.</param>
    internal static void MultiplyOut<TVector, T>(OuterProducts<T> products, int samples, int firstRow, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        destination.Clear();
        var steps = new SampleGrid(1, 0, (nuint)samples, (nuint)products.LeftStride);
        int rows = destination.Length / products.Columns;
        Accumulate<TVector, T>(steps, rows, products.Columns, products.Left[firstRow..], products.Right, destination);
    }

    /// <summary>destination[offset..] += sum: the last step of every tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddTo<TVector, T>(TVector sum, ref T destination, nuint offset)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Store(TVector.Load(in destination, offset) + sum, ref destination, offset);

    /// <summary>All rows of the first columns, two vectors at a time, for 16 registers.</summary>
    private static void AccumulatePairs<TVector, T>(
        SampleGrid lefts, SampleGrid rights, nuint rows, nuint columns, nuint end, ref T left, ref T right, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint count, width = (nuint)TVector.Width;
        for (nuint row = 0; row < rows; row += count)
        {
            nuint rest = rows - row;
            count = rest is FourRowTile.Rows or (2 * FourRowTile.Rows) ? FourRowTile.Rows : Math.Min(SixRowTile.Rows, rest);
            for (nuint column = 0; column < end; column += 2 * width)
            {
                ref T r = ref Unsafe.Add(ref right, column);
                ref T d = ref Unsafe.Add(ref destination, column);
                if (count == SixRowTile.Rows)
                {
                    SixRowTile.Accumulate<TVector, T>(lefts, rights, columns, ref left, ref r, ref d);
                }
                else if (count == FourRowTile.Rows)
                {
                    FourRowTile.Accumulate<TVector, T>(lefts, rights, columns, ref left, ref r, ref d);
                }
                else
                {
                    EdgeRowTile.Accumulate<TVector, T>(lefts, rights, count, columns, ref left, ref r, ref d);
                    EdgeRowTile.Accumulate<TVector, T>(
                        lefts, rights, count, columns, ref left, ref Unsafe.Add(ref r, width), ref Unsafe.Add(ref d, width));
                }
            }

            left = ref Unsafe.Add(ref left, count);
            destination = ref Unsafe.Add(ref destination, count * columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AccumulateTile<TVector, T>(
        SampleGrid lefts, SampleGrid rights, nuint count, nuint columns, nuint column, ref T left, ref T right, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T r = ref Unsafe.Add(ref right, column);
        ref T d = ref Unsafe.Add(ref destination, column);
        if (count == RowsPerTile) EightRowTile.Accumulate<TVector, T>(lefts, rights, columns, ref left, ref r, ref d);
        else EdgeRowTile.Accumulate<TVector, T>(lefts, rights, count, columns, ref left, ref r, ref d);
    }
}

/// <summary>The positions of the left or right factors of a sum of outer products: a grid of samples, with distances in elements.</summary>
internal readonly record struct SampleGrid(nuint OuterCount, nuint OuterStride, nuint InnerCount, nuint InnerStride)
{
    /// <summary>The same number of samples, stored one after the other.</summary>
    internal SampleGrid Densely(int factors) => new(OuterCount, InnerCount * (nuint)factors, InnerCount, (nuint)factors);
}
