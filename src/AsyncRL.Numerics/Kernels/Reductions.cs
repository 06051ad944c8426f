using System.Numerics;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Sums over spans.</summary>
internal static class Reductions
{
    private const int BlockLength = 1024;

    /// <summary>
    /// The sum of squares, in blocks of 1024 numbers whose sums are added in double. The relative error is at most about (1024 / width +
    /// log₂ width) · 2⁻²⁴ at any length: 6.1e-5 for the scalar vector and 4e-6 for 16 floats. The bound holds unless squares underflow
    /// (floats below 1e-19). The result is NaN or infinite if a number is, or if a block's sum overflows.
    /// </summary>
    internal static double SumOfSquares<TVector, T>(ReadOnlySpan<T> source)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double total = 0;
        while (!source.IsEmpty)
        {
            ReadOnlySpan<T> block = source[..Math.Min(BlockLength, source.Length)];
            total += double.CreateTruncating(BlockSumOfSquares<TVector, T>(block));
            source = source[block.Length..];
        }

        return total;
    }

    /// <summary>
    /// destination[c] += sum over rows r of source[r, c]: the gradient of a bias. Rows are added in order, in the element's type.
    /// </summary>
    internal static void AddColumnSums<TVector, T>(int rows, ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, (long)rows * destination.Length);
        nuint columns = (nuint)destination.Length;
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint c = 0;
        for (; c + (nuint)TVector.Width <= columns; c += (nuint)TVector.Width) AddColumns<TVector, T>(rows, columns, c, ref from, ref to);
        for (; c < columns; c++) AddColumns<ScalarVector<T>, T>(rows, columns, c, ref from, ref to);
    }

    private static void AddColumns<TVector, T>(int rows, nuint columns, nuint column, ref T source, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector sum = TVector.Broadcast(T.Zero);
        nuint at = column;
        for (int r = 0; r < rows; r++, at += columns) sum += TVector.Load(in source, at);
        TVector.Store(TVector.Load(in destination, column) + sum, ref destination, column);
    }

    private static T BlockSumOfSquares<TVector, T>(ReadOnlySpan<T> block)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(block);
        nuint length = (nuint)block.Length;
        nuint width = (nuint)TVector.Width;
        TVector even = TVector.Broadcast(T.Zero), odd = even;
        nuint i = 0;
        for (; i + (2 * width) <= length; i += 2 * width)
        {
            TVector a = TVector.Load(in from, i), b = TVector.Load(in from, i + width);
            even = TVector.MultiplyAdd(a, a, even);
            odd = TVector.MultiplyAdd(b, b, odd);
        }

        T sum = TVector.Sum(even + odd);
        for (; i < length; i++) sum += block[(int)i] * block[(int)i];
        return sum;
    }
}
