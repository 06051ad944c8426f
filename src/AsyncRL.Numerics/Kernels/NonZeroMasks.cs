using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Masks of the numbers of a matrix that are not 0: a bit for each row of a column, or for each column of a row.</summary>
internal static class NonZeroMasks
{
    /// <summary>The most rows, or columns, of a mask.</summary>
    internal const int Length = 64;

    /// <summary>Makes a mask for each column, of up to 64 rows. A NaN is not 0; −0 is.</summary>
    /// <param name="source">[row, column], from the first column on.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="stride">Distance from one row to the next.</param>
    /// <param name="masks">[column]: bit r is set if the number in row r is not 0.</param>
    internal static void OfColumns<T>(ReadOnlySpan<T> source, int rows, int stride, Span<ulong> masks)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int column = 0;
        ref T first = ref MemoryMarshal.GetReference(source);
        if (typeof(T) == typeof(float) && Vector256.IsHardwareAccelerated)
        {
            for (; column + Vector256<float>.Count <= masks.Length; column += Vector256<float>.Count)
            {
                ref float top = ref Unsafe.As<T, float>(ref Unsafe.Add(ref first, column));
                Vector256<uint> low = OfColumns(ref top, Math.Min(rows, 32), stride);
                Vector256<uint> high = OfColumns(ref Unsafe.Add(ref top, Math.Min(rows, 32) * stride), Math.Max(0, rows - 32), stride);
                (Vector256<ulong> lowLeft, Vector256<ulong> lowRight) = Vector256.Widen(low);
                (Vector256<ulong> highLeft, Vector256<ulong> highRight) = Vector256.Widen(high);
                (lowLeft | (highLeft << 32)).CopyTo(masks[column..]);
                (lowRight | (highRight << 32)).CopyTo(masks[(column + Vector256<ulong>.Count)..]);
            }
        }

        for (; column < masks.Length; column++)
        {
            masks[column] = 0;
            for (int row = 0; row < rows; row++)
            {
                if (Unsafe.Add(ref first, (row * stride) + column) != T.Zero) masks[column] |= 1ul << row;
            }
        }
    }

    /// <summary>Number of bits that are set.</summary>
    internal static int Count(ReadOnlySpan<ulong> masks)
    {
        int count = 0;
        foreach (ulong mask in masks) count += BitOperations.PopCount(mask);
        return count;
    }

    /// <summary>Number of numbers that are not 0.</summary>
    internal static int CountNonZero<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = 0;
        for (; numbers.Length >= Length; numbers = numbers[Length..]) count += BitOperations.PopCount(OfRow(numbers[..Length]));
        return count + BitOperations.PopCount(OfRow(numbers));
    }

    /// <summary>Makes a mask for a row of up to 64 columns.</summary>
    internal static ulong OfRow<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ulong mask = 0;
        int column = 0;
        ref T first = ref MemoryMarshal.GetReference(row);
        if (typeof(T) == typeof(float) && Vector256.IsHardwareAccelerated)
        {
            for (; column + Vector256<float>.Count <= row.Length; column += Vector256<float>.Count)
            {
                ref float at = ref Unsafe.As<T, float>(ref Unsafe.Add(ref first, column));
                uint bits = (~Vector256.Equals(Vector256.LoadUnsafe(ref at), Vector256<float>.Zero)).ExtractMostSignificantBits();
                mask |= (ulong)bits << column;
            }
        }

        for (; column < row.Length; column++)
        {
            if (row[column] != T.Zero) mask |= 1ul << column;
        }

        return mask;
    }

    private static Vector256<uint> OfColumns(ref float top, int rows, int stride)
    {
        Vector256<uint> mask = Vector256<uint>.Zero, bit = Vector256<uint>.One;
        for (int row = 0; row < rows; row++)
        {
            Vector256<uint> isZero = Vector256.Equals(Vector256.LoadUnsafe(ref top), Vector256<float>.Zero).AsUInt32();
            mask |= Vector256.AndNot(bit, isZero);
            bit += bit;
            top = ref Unsafe.Add(ref top, stride);
        }

        return mask;
    }
}
