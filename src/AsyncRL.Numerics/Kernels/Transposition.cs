using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Transposes a matrix: destination[c, r] = source[r, c].</summary>
/// <remarks>
/// Floats are transposed in blocks of 4 × 4, in registers, by two rounds of interleaving. The edges are transposed number by number.
/// </remarks>
internal static class Transposition
{
    private const int Block = 4;

    /// <summary>Transposes a matrix without gaps into a matrix whose rows may have gaps between them.</summary>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="source">[row, column].</param>
    /// <param name="destination">[column, row], its rows <paramref name="stride"/> apart.</param>
    /// <param name="stride">Number of elements from one row of the destination to the next, at least <paramref name="rows"/>.</param>
    internal static void Transpose<TVector, T>(int rows, int columns, ReadOnlySpan<T> source, Span<T> destination, int stride)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool inBlocks = typeof(T) == typeof(float) && TVector.Width >= Block;
        int blockRows = inBlocks ? rows / Block * Block : 0;
        int blockColumns = inBlocks ? columns / Block * Block : 0;
        ref float from = ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(source));
        ref float to = ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(destination));
        for (int column = 0; column < blockColumns; column += Block)
        {
            for (int row = 0; row < blockRows; row += Block)
            {
                TransposeBlock(
                    ref Unsafe.Add(ref from, (row * columns) + column),
                    (nuint)columns,
                    ref Unsafe.Add(ref to, (column * stride) + row),
                    (nuint)stride);
            }
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = row < blockRows ? blockColumns : 0; column < columns; column++)
                destination[(column * stride) + row] = source[(row * columns) + column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(ref float source, nuint columns, ref float destination, nuint stride)
    {
        Vector128<float> r0 = Vector128.LoadUnsafe(ref source), r1 = Vector128.LoadUnsafe(ref source, columns);
        Vector128<float> r2 = Vector128.LoadUnsafe(ref source, 2 * columns), r3 = Vector128.LoadUnsafe(ref source, 3 * columns);
        Vector128<float> evenLow = InterleaveLow(r0, r2), evenHigh = InterleaveHigh(r0, r2);
        Vector128<float> oddLow = InterleaveLow(r1, r3), oddHigh = InterleaveHigh(r1, r3);
        InterleaveLow(evenLow, oddLow).StoreUnsafe(ref destination);
        InterleaveHigh(evenLow, oddLow).StoreUnsafe(ref destination, stride);
        InterleaveLow(evenHigh, oddHigh).StoreUnsafe(ref destination, 2 * stride);
        InterleaveHigh(evenHigh, oddHigh).StoreUnsafe(ref destination, 3 * stride);
    }

    /// <summary>a₀ b₀ a₁ b₁.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a₂ b₂ a₃ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
