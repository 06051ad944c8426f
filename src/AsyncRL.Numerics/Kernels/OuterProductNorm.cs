using System.Numerics;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The squared norm of a sum of outer products without multiplying them out: |Σₜ xₜ dₜᵀ|² = Σₜ Σᵤ (xₜ·xᵤ) (dₜ·dᵤ). For 5 samples of 2592
/// and 256 numbers that is 15 pairs of dot products, a fiftieth of the matrix.
/// </summary>
/// <remarks>
/// Dot products are summed over blocks of 1024 numbers in the element's type, and the blocks are summed in double. The terms of different
/// samples can cancel. Relative to the sum of their magnitudes the error is still that of <see cref="Reductions.SumOfSquares"/>. The result
/// is NaN or infinite if a factor is.
/// </remarks>
internal static class OuterProductNorm
{
    private const int BlockLength = 1024;

    /// <summary>Computes the squared norm.</summary>
    internal static double SumOfSquares<TVector, T>(OuterProducts<T> products, int samples)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double total = 0;
        for (int t = 0; t < samples; t++)
        {
            ReadOnlySpan<T> left = products.Left.Slice(t * products.LeftStride, products.Rows);
            ReadOnlySpan<T> right = products.Right.Slice(t * products.Columns, products.Columns);
            for (int u = 0; u <= t; u++)
            {
                double lefts = Dot<TVector, T>(left, products.Left.Slice(u * products.LeftStride, products.Rows));
                double rights = Dot<TVector, T>(right, products.Right.Slice(u * products.Columns, products.Columns));
                total += (u == t ? 1 : 2) * lefts * rights;
            }
        }

        // Rounding may make a sum slightly negative that is exactly 0 without rounding.
        return total < 0 ? 0 : total;
    }

    private static double Dot<TVector, T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double total = 0;
        for (int start = 0; start < left.Length; start += BlockLength)
        {
            int length = Math.Min(BlockLength, left.Length - start);
            total += double.CreateTruncating(BlockDot<TVector, T>(left.Slice(start, length), right.Slice(start, length)));
        }

        return total;
    }

    private static T BlockDot<TVector, T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(left);
        ref T b = ref MemoryMarshal.GetReference(right);
        nuint length = (nuint)left.Length, width = (nuint)TVector.Width, i = 0;
        TVector zero = TVector.Broadcast(T.Zero), s0 = zero, s1 = zero, s2 = zero, s3 = zero;
        for (; i + (4 * width) <= length; i += 4 * width)
        {
            s0 = TVector.MultiplyAdd(TVector.Load(in a, i), TVector.Load(in b, i), s0);
            s1 = TVector.MultiplyAdd(TVector.Load(in a, i + width), TVector.Load(in b, i + width), s1);
            s2 = TVector.MultiplyAdd(TVector.Load(in a, i + (2 * width)), TVector.Load(in b, i + (2 * width)), s2);
            s3 = TVector.MultiplyAdd(TVector.Load(in a, i + (3 * width)), TVector.Load(in b, i + (3 * width)), s3);
        }

        for (; i + width <= length; i += width) s0 = TVector.MultiplyAdd(TVector.Load(in a, i), TVector.Load(in b, i), s0);
        T sum = TVector.Sum(s0 + s1 + (s2 + s3));
        for (; i < length; i++) sum += left[(int)i] * right[(int)i];
        return sum;
    }
}
