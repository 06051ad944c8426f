using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// Lists the columns of a matrix of inputs that are not 0 in every row. Behind a rectifier, and for an observation with few marks, only the
/// rows of weights of these columns must be read.
/// </summary>
internal static class NonZeroInputs
{
    /// <summary>Lists the columns in ascending order. A NaN is not 0; −0 is.</summary>
    /// <param name="inputs">[row, column], starting at the first column to examine.</param>
    /// <param name="stride">Number of elements from one row to the next, at least as many as columns.</param>
    /// <param name="list">Its length is the number of columns to examine. Elements after the result are overwritten.</param>
    /// <returns>The number of listed columns.</returns>
    internal static int List<T>(ReadOnlySpan<T> inputs, int stride, Span<int> list)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T origin = ref MemoryMarshal.GetReference(inputs);
        ref int destination = ref MemoryMarshal.GetReference(list);
        int column = 0, count = 0;
        if (typeof(T) == typeof(float) && Avx2.IsSupported && Bmi2.X64.IsSupported)
        {
            for (; column + Vector256<float>.Count <= list.Length; column += Vector256<float>.Count)
            {
                ref float first = ref Unsafe.As<T, float>(ref Unsafe.Add(ref origin, column));
                uint bits = NonZeroBits(ref first);
                for (int next = stride; column + next < inputs.Length; next += stride) bits |= NonZeroBits(ref Unsafe.Add(ref first, next));

                // At most as many columns are listed as were examined before. Therefore a whole vector fits into the list.
                (Vector256.Create(column) + SetBits(bits)).StoreUnsafe(ref destination, (nuint)count);
                count += BitOperations.PopCount(bits);
            }
        }

        for (; column < list.Length; column++)
        {
            bool isNonZero = Unsafe.Add(ref origin, column) != T.Zero;
            for (int next = column + stride; next < inputs.Length; next += stride) isNonZero |= Unsafe.Add(ref origin, next) != T.Zero;
            Unsafe.Add(ref destination, count) = column;
            count += isNonZero ? 1 : 0;
        }

        return count;
    }

    /// <summary>Lists all columns.</summary>
    /// <param name="list">Its length is the number of columns.</param>
    internal static void ListAll(Span<int> list)
    {
        for (int column = 0; column < list.Length; column++) list[column] = column;
    }

    private static uint NonZeroBits(ref readonly float source) =>
        (~Vector256.Equals(Vector256.LoadUnsafe(in source), Vector256<float>.Zero)).ExtractMostSignificantBits();

    /// <summary>
    /// The positions of the bits that are set, the lowest first. Each bit gets a byte, and the bytes of the set bits are kept.
    /// </summary>
    private static Vector256<int> SetBits(uint bits)
    {
        ulong kept = Bmi2.X64.ParallelBitDeposit(bits, 0x0101010101010101) * 0xFF;
        ulong places = Bmi2.X64.ParallelBitExtract(0x0706050403020100, kept);
        return Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(places).AsByte());
    }
}
