using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// Dot products of some rows of weights with some rows of a gradient, tile by tile. Each loaded number is used for a whole side of its
/// tile, so that loads do not limit the speed. The sums of a tile are enough independent chains to hide the latency of multiply-add.
/// </summary>
/// <remarks>Each sum is one chain of multiply-adds over its own terms, so that a result has the same bits in every tile.</remarks>
internal readonly ref struct DotProductBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The list of rows of weights has a length that is a multiple of this.</summary>
    internal const int RowsPerTile = 8;

    /// <summary>Number of sums that are stored at once.</summary>
    private const int Four = 4;

    /// <summary>The rows of weights to compute. The last row may be repeated.</summary>
    internal required ReadOnlySpan<int> Rows { get; init; }

    /// <summary>Columns of the weights and of the gradient.</summary>
    internal required int Columns { get; init; }

    /// <summary>[row, column].</summary>
    internal required ReadOnlySpan<T> Weights { get; init; }

    /// <summary>[t, column].</summary>
    internal required ReadOnlySpan<T> Gradient { get; init; }

    /// <summary>Number of elements from one row of the result to the next.</summary>
    internal required int Stride { get; init; }

    /// <summary>[t, row of the weights].</summary>
    internal required Span<T> Result { get; init; }

    /// <summary>Whether the weights must be fetched from beyond the second-level cache.</summary>
    internal required bool ExceedL2 { get; init; }

    /// <summary>Computes 20 sums per tile: as many as 32 registers hold in addition to their factors.</summary>
    /// <param name="t">First row of the gradient.</param>
    /// <param name="from">First column.</param>
    /// <param name="to">The column after the last one; a whole number of vectors after the first.</param>
    /// <param name="add">Whether to add to the result or to overwrite it.</param>
    [SkipLocalsInit]
    internal void FourByFive<TVector>(int t, int from, int to, bool add)
        where TVector : unmanaged, IVector<TVector, T>
    {
        nuint length = (nuint)(to - from), width = (nuint)TVector.Width;
        Span<T> scratch = stackalloc T[Four * 5];
        TVector zero = TVector.Broadcast(T.Zero);
        ref T g0 = ref GradientRow(t, from);
        ref T g1 = ref Unsafe.Add(ref g0, Columns);
        ref T g2 = ref Unsafe.Add(ref g1, Columns);
        ref T g3 = ref Unsafe.Add(ref g2, Columns);
        ref T g4 = ref Unsafe.Add(ref g3, Columns);
        for (int n = 0; n < Rows.Length; n += Four)
        {
            ref T w0 = ref Row(n, from);
            ref T w1 = ref Row(n + 1, from);
            ref T w2 = ref Row(n + 2, from);
            ref T w3 = ref Row(n + 3, from);
            ref T sums = ref Destination(t, n, add, ref scratch[0], out nuint stride);
            TVector s00 = zero, s10 = zero, s20 = zero, s30 = zero;
            TVector s01 = zero, s11 = zero, s21 = zero, s31 = zero;
            TVector s02 = zero, s12 = zero, s22 = zero, s32 = zero;
            TVector s03 = zero, s13 = zero, s23 = zero, s33 = zero;
            TVector s04 = zero, s14 = zero, s24 = zero, s34 = zero;

            // Fetches the next tile, if its rows follow each other in memory.
            bool fetch = ExceedL2 && n + (2 * Four) <= Rows.Length && AreNeighbors(n + Four);
            ref T next = ref Row(fetch ? n + Four : n, from);
            for (nuint o = 0; o < length; o += width)
            {
                if (fetch) CacheLines.FetchFour<TVector, T>(ref Unsafe.Add(ref next, 4 * o));
                TVector v0 = TVector.Load(in w0, o), v1 = TVector.Load(in w1, o), v2 = TVector.Load(in w2, o), v3 = TVector.Load(in w3, o);
                TVector x0 = TVector.Load(in g0, o);
                s00 = TVector.MultiplyAdd(x0, v0, s00);
                s10 = TVector.MultiplyAdd(x0, v1, s10);
                s20 = TVector.MultiplyAdd(x0, v2, s20);
                s30 = TVector.MultiplyAdd(x0, v3, s30);
                TVector x1 = TVector.Load(in g1, o);
                s01 = TVector.MultiplyAdd(x1, v0, s01);
                s11 = TVector.MultiplyAdd(x1, v1, s11);
                s21 = TVector.MultiplyAdd(x1, v2, s21);
                s31 = TVector.MultiplyAdd(x1, v3, s31);
                TVector x2 = TVector.Load(in g2, o);
                s02 = TVector.MultiplyAdd(x2, v0, s02);
                s12 = TVector.MultiplyAdd(x2, v1, s12);
                s22 = TVector.MultiplyAdd(x2, v2, s22);
                s32 = TVector.MultiplyAdd(x2, v3, s32);
                TVector x3 = TVector.Load(in g3, o);
                s03 = TVector.MultiplyAdd(x3, v0, s03);
                s13 = TVector.MultiplyAdd(x3, v1, s13);
                s23 = TVector.MultiplyAdd(x3, v2, s23);
                s33 = TVector.MultiplyAdd(x3, v3, s33);
                TVector x4 = TVector.Load(in g4, o);
                s04 = TVector.MultiplyAdd(x4, v0, s04);
                s14 = TVector.MultiplyAdd(x4, v1, s14);
                s24 = TVector.MultiplyAdd(x4, v2, s24);
                s34 = TVector.MultiplyAdd(x4, v3, s34);
            }

            TVector.StoreSums(s00, s10, s20, s30, ref sums);
            TVector.StoreSums(s01, s11, s21, s31, ref Unsafe.Add(ref sums, stride));
            TVector.StoreSums(s02, s12, s22, s32, ref Unsafe.Add(ref sums, 2 * stride));
            TVector.StoreSums(s03, s13, s23, s33, ref Unsafe.Add(ref sums, 3 * stride));
            TVector.StoreSums(s04, s14, s24, s34, ref Unsafe.Add(ref sums, 4 * stride));
            Distribute(t, 5, n, add, scratch);
        }
    }

    /// <summary>Computes 8 sums per tile, for 16 registers and for the remaining rows t.</summary>
    /// <inheritdoc cref="FourByFive"/>
    [SkipLocalsInit]
    internal void FourByTwo<TVector>(int t, int from, int to, bool add)
        where TVector : unmanaged, IVector<TVector, T>
    {
        nuint length = (nuint)(to - from), width = (nuint)TVector.Width;
        Span<T> scratch = stackalloc T[Four * 2];
        TVector zero = TVector.Broadcast(T.Zero);
        ref T g0 = ref GradientRow(t, from);
        ref T g1 = ref Unsafe.Add(ref g0, Columns);
        for (int n = 0; n < Rows.Length; n += Four)
        {
            ref T w0 = ref Row(n, from);
            ref T w1 = ref Row(n + 1, from);
            ref T w2 = ref Row(n + 2, from);
            ref T w3 = ref Row(n + 3, from);
            ref T sums = ref Destination(t, n, add, ref scratch[0], out nuint stride);
            TVector s00 = zero, s10 = zero, s20 = zero, s30 = zero;
            TVector s01 = zero, s11 = zero, s21 = zero, s31 = zero;
            for (nuint o = 0; o < length; o += width)
            {
                TVector v0 = TVector.Load(in w0, o), v1 = TVector.Load(in w1, o), v2 = TVector.Load(in w2, o), v3 = TVector.Load(in w3, o);
                TVector x0 = TVector.Load(in g0, o);
                s00 = TVector.MultiplyAdd(x0, v0, s00);
                s10 = TVector.MultiplyAdd(x0, v1, s10);
                s20 = TVector.MultiplyAdd(x0, v2, s20);
                s30 = TVector.MultiplyAdd(x0, v3, s30);
                TVector x1 = TVector.Load(in g1, o);
                s01 = TVector.MultiplyAdd(x1, v0, s01);
                s11 = TVector.MultiplyAdd(x1, v1, s11);
                s21 = TVector.MultiplyAdd(x1, v2, s21);
                s31 = TVector.MultiplyAdd(x1, v3, s31);
            }

            TVector.StoreSums(s00, s10, s20, s30, ref sums);
            TVector.StoreSums(s01, s11, s21, s31, ref Unsafe.Add(ref sums, stride));
            Distribute(t, 2, n, add, scratch);
        }
    }

    /// <summary>Computes 8 sums per tile, for a single row t.</summary>
    /// <inheritdoc cref="FourByFive"/>
    [SkipLocalsInit]
    internal void EightByOne<TVector>(int t, int from, int to, bool add)
        where TVector : unmanaged, IVector<TVector, T>
    {
        nuint length = (nuint)(to - from), width = (nuint)TVector.Width;
        Span<T> scratch = stackalloc T[2 * Four];
        TVector zero = TVector.Broadcast(T.Zero);
        ref T g0 = ref GradientRow(t, from);
        for (int n = 0; n < Rows.Length; n += RowsPerTile)
        {
            ref T w0 = ref Row(n, from);
            ref T w1 = ref Row(n + 1, from);
            ref T w2 = ref Row(n + 2, from);
            ref T w3 = ref Row(n + 3, from);
            ref T w4 = ref Row(n + 4, from);
            ref T w5 = ref Row(n + 5, from);
            ref T w6 = ref Row(n + 6, from);
            ref T w7 = ref Row(n + 7, from);
            ref T low = ref Destination(t, n, add, ref scratch[0], out _);
            ref T high = ref Destination(t, n + Four, add, ref scratch[Four], out _);
            TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;
            for (nuint o = 0; o < length; o += width)
            {
                TVector g = TVector.Load(in g0, o);
                s0 = TVector.LoadMultiplyAdd(in w0, o, g, s0);
                s1 = TVector.LoadMultiplyAdd(in w1, o, g, s1);
                s2 = TVector.LoadMultiplyAdd(in w2, o, g, s2);
                s3 = TVector.LoadMultiplyAdd(in w3, o, g, s3);
                s4 = TVector.LoadMultiplyAdd(in w4, o, g, s4);
                s5 = TVector.LoadMultiplyAdd(in w5, o, g, s5);
                s6 = TVector.LoadMultiplyAdd(in w6, o, g, s6);
                s7 = TVector.LoadMultiplyAdd(in w7, o, g, s7);
            }

            TVector.StoreSums(s0, s1, s2, s3, ref low);
            TVector.StoreSums(s4, s5, s6, s7, ref high);
            Distribute(t, 1, n, add, scratch[..Four]);
            Distribute(t, 1, n + Four, add, scratch[Four..]);
        }
    }

    private ref T Row(int listed, int column) =>
        ref Unsafe.Add(ref MemoryMarshal.GetReference(Weights), ((nint)Rows[listed] * Columns) + column);

    private ref T GradientRow(int t, int column) => ref MemoryMarshal.GetReference(Gradient[((t * Columns) + column)..]);

    /// <summary>Chooses the destination of four sums of each row t: the result, if they are neighbors there, else a scratch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T Destination(int t, int listed, bool add, ref T scratch, out nuint stride)
    {
        bool direct = !add && AreNeighbors(listed);
        stride = direct ? (nuint)Stride : Four;
        return ref direct ? ref Result[(t * Stride) + Rows[listed]] : ref scratch;
    }

    /// <summary>Copies the scratch, if it was used, to the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Distribute(int t, int rows, int listed, bool add, ReadOnlySpan<T> scratch)
    {
        if (add) AddScratch(t, rows, listed, scratch);
        else if (!AreNeighbors(listed)) StoreScratch(t, rows, listed, scratch);
    }

    private void StoreScratch(int t, int rows, int listed, ReadOnlySpan<T> scratch)
    {
        int i0 = Rows[listed], i1 = Rows[listed + 1], i2 = Rows[listed + 2], i3 = Rows[listed + 3];
        ref T sums = ref MemoryMarshal.GetReference(scratch);
        ref T result = ref Result[t * Stride];
        for (int row = 0; row < rows; row++)
        {
            Unsafe.Add(ref result, i0) = sums;
            Unsafe.Add(ref result, i1) = Unsafe.Add(ref sums, 1);
            Unsafe.Add(ref result, i2) = Unsafe.Add(ref sums, 2);
            Unsafe.Add(ref result, i3) = Unsafe.Add(ref sums, 3);
            sums = ref Unsafe.Add(ref sums, Four);
            result = ref Unsafe.Add(ref result, Stride);
        }
    }

    private void AddScratch(int t, int rows, int listed, ReadOnlySpan<T> scratch)
    {
        // Padding repeats the last row; its sum is added only once.
        for (int k = 0; k < Four && (listed + k == 0 || Rows[listed + k] > Rows[listed + k - 1]); k++)
        {
            for (int row = 0; row < rows; row++) Result[((t + row) * Stride) + Rows[listed + k]] += scratch[(row * Four) + k];
        }
    }

    /// <summary>Whether four rows are neighbors in memory. Repeated rows are at the end of the list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AreNeighbors(int listed) =>
        Rows[listed + Four - 1] - Rows[listed] == Four - 1 && Rows[listed + Four - 1] > Rows[listed + Four - 2];
}
