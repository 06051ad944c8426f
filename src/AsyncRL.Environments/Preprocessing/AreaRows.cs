using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>The vertical half of an area average. A row of sums is a weighted sum of rows of bytes, for many columns at once.</summary>
/// <typeparam name="T">A type that holds the sums.</typeparam>
internal sealed class AreaRows<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly int _rowLength;
    private readonly int[] _firsts;
    private readonly T[][] _weights;

    /// <summary>Prepares the weights.</summary>
    /// <param name="weights">The weights of the rows.</param>
    /// <param name="rows">The number of rows of the target.</param>
    /// <param name="rowLength">The number of bytes in a row of the source.</param>
    internal AreaRows(AreaWeights weights, int rows, int rowLength)
    {
        _rowLength = rowLength;
        _firsts = new int[rows];
        _weights = new T[rows][];
        for (int row = 0; row < rows; row++)
        {
            _firsts[row] = weights.FirstOf(row);
            var taps = new List<T>();
            for (int tap = 0; weights.WeightOf(row, tap) > 0; tap++) taps.Add(T.CreateChecked(weights.WeightOf(row, tap)));
            _weights[row] = [.. taps];
        }
    }

    /// <summary>Sums the rows of the source that a row of the target covers.</summary>
    /// <param name="image">The whole source image.</param>
    /// <param name="row">The row of the target.</param>
    /// <param name="first">The first byte of a row of the source that is needed.</param>
    /// <param name="end">The byte after the last.</param>
    /// <param name="sums">Receives a sum for each of these bytes at its place in the row, and for some others.</param>
    internal void Sum(ReadOnlySpan<byte> image, int row, int first, int end, Span<T> sums)
    {
        T[] weights = _weights[row];
        ReadOnlySpan<byte> rows = image.Slice(_firsts[row] * _rowLength, weights.Length * _rowLength);
        ref T target = ref MemoryMarshal.GetReference(sums[.._rowLength]);
        int lanes = Vector256<T>.Count;
        if (_rowLength < lanes)
        {
            for (int x = 0; x < _rowLength; x++) Unsafe.Add(ref target, x) = SumOne(rows, x, weights);
            return;
        }

        // The last vector may overlap the one before it, so that no vector reads or writes past the row.
        for (int x = first; x < end; x += lanes)
        {
            int at = Math.Min(x, _rowLength - lanes);
            SumVector(ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), at), weights).StoreUnsafe(ref target, (nuint)at);
        }
    }

    private T SumOne(ReadOnlySpan<byte> rows, int x, T[] weights)
    {
        T sum = T.Zero;
        for (int tap = 0; tap < weights.Length; tap++) sum += weights[tap] * T.CreateTruncating(rows[(tap * _rowLength) + x]);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<T> SumVector(ref byte column, T[] weights)
    {
        Vector256<T> sum = Vector256<T>.Zero;
        foreach (T weight in weights)
        {
            sum += Widened(ref column) * Vector256.Create(weight);
            column = ref Unsafe.Add(ref column, _rowLength);
        }

        return sum;
    }

    private static Vector256<T> Widened(ref byte bytes)
    {
        if (typeof(T) == typeof(ushort)) return Vector256.WidenLower(Vector128.LoadUnsafe(ref bytes).ToVector256Unsafe()).As<ushort, T>();
        Vector128<byte> eight = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref bytes)).AsByte();
        return Vector256.WidenLower(Vector128.WidenLower(eight).ToVector256Unsafe()).As<uint, T>();
    }
}
