using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>8 rows × a vector or a pair of vectors of columns.</summary>
/// <remarks>
/// Over a pair a sample is 10 loads for 16 multiply-adds, and arithmetic is the limit. Over a single vector, which is for the last columns,
/// it is 9 loads for 8 multiply-adds, and two loads a cycle allow 89 % of the peak.
/// </remarks>
internal static class EightRowTile
{
    internal const int Rows = 8;

    /// <summary>Adds the sums of one tile to the destination.</summary>
    internal static void Accumulate<TVector, T>(
        SampleGrid lefts, SampleGrid rights, nuint columns, ref T left, ref T right, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector zero = TVector.Broadcast(T.Zero);
        TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;

        ref T leftRow = ref left;
        ref T rightRow = ref right;
        for (nuint outer = 0; outer < lefts.OuterCount; outer++)
        {
            ref T x = ref leftRow;
            ref T g = ref rightRow;
            for (nuint inner = 0; inner < lefts.InnerCount; inner++)
            {
                TVector r = TVector.Load(in g, 0);
                s0 = TVector.BroadcastMultiplyAdd(in x, 0, r, s0);
                s1 = TVector.BroadcastMultiplyAdd(in x, 1, r, s1);
                s2 = TVector.BroadcastMultiplyAdd(in x, 2, r, s2);
                s3 = TVector.BroadcastMultiplyAdd(in x, 3, r, s3);
                s4 = TVector.BroadcastMultiplyAdd(in x, 4, r, s4);
                s5 = TVector.BroadcastMultiplyAdd(in x, 5, r, s5);
                s6 = TVector.BroadcastMultiplyAdd(in x, 6, r, s6);
                s7 = TVector.BroadcastMultiplyAdd(in x, 7, r, s7);
                x = ref Unsafe.Add(ref x, lefts.InnerStride);
                g = ref Unsafe.Add(ref g, rights.InnerStride);
            }

            leftRow = ref Unsafe.Add(ref leftRow, lefts.OuterStride);
            rightRow = ref Unsafe.Add(ref rightRow, rights.OuterStride);
        }

        OuterProductKernel.AddTo<TVector, T>(s0, ref destination, 0);
        OuterProductKernel.AddTo<TVector, T>(s1, ref destination, columns);
        OuterProductKernel.AddTo<TVector, T>(s2, ref destination, 2 * columns);
        OuterProductKernel.AddTo<TVector, T>(s3, ref destination, 3 * columns);
        OuterProductKernel.AddTo<TVector, T>(s4, ref destination, 4 * columns);
        OuterProductKernel.AddTo<TVector, T>(s5, ref destination, 5 * columns);
        OuterProductKernel.AddTo<TVector, T>(s6, ref destination, 6 * columns);
        OuterProductKernel.AddTo<TVector, T>(s7, ref destination, 7 * columns);
    }
}

/// <summary>The last rows, up to 7, × a vector or a pair of vectors of columns.</summary>
/// <remarks>The last row is read again in place of missing rows, and the results for these are not stored.</remarks>
internal static class EdgeRowTile
{
    /// <summary>Adds the sums of one tile to the destination.</summary>
    internal static void Accumulate<TVector, T>(
        SampleGrid lefts, SampleGrid rights, nuint count, nuint columns, ref T left, ref T right, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint last = count - 1;
        nuint i1 = Math.Min(1, last), i2 = Math.Min(2, last), i3 = Math.Min(3, last);
        nuint i4 = Math.Min(4, last), i5 = Math.Min(5, last), i6 = Math.Min(6, last);
        TVector zero = TVector.Broadcast(T.Zero);
        TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero;

        ref T leftRow = ref left;
        ref T rightRow = ref right;
        for (nuint outer = 0; outer < lefts.OuterCount; outer++)
        {
            ref T x = ref leftRow;
            ref T g = ref rightRow;
            for (nuint inner = 0; inner < lefts.InnerCount; inner++)
            {
                TVector r = TVector.Load(in g, 0);
                s0 = TVector.BroadcastMultiplyAdd(in x, 0, r, s0);
                s1 = TVector.BroadcastMultiplyAdd(in x, i1, r, s1);
                s2 = TVector.BroadcastMultiplyAdd(in x, i2, r, s2);
                s3 = TVector.BroadcastMultiplyAdd(in x, i3, r, s3);
                s4 = TVector.BroadcastMultiplyAdd(in x, i4, r, s4);
                s5 = TVector.BroadcastMultiplyAdd(in x, i5, r, s5);
                s6 = TVector.BroadcastMultiplyAdd(in x, i6, r, s6);
                x = ref Unsafe.Add(ref x, lefts.InnerStride);
                g = ref Unsafe.Add(ref g, rights.InnerStride);
            }

            leftRow = ref Unsafe.Add(ref leftRow, lefts.OuterStride);
            rightRow = ref Unsafe.Add(ref rightRow, rights.OuterStride);
        }

        OuterProductKernel.AddTo<TVector, T>(s0, ref destination, 0);
        if (count > 1) OuterProductKernel.AddTo<TVector, T>(s1, ref destination, columns);
        if (count > 2) OuterProductKernel.AddTo<TVector, T>(s2, ref destination, 2 * columns);
        if (count > 3) OuterProductKernel.AddTo<TVector, T>(s3, ref destination, 3 * columns);
        if (count > 4) OuterProductKernel.AddTo<TVector, T>(s4, ref destination, 4 * columns);
        if (count > 5) OuterProductKernel.AddTo<TVector, T>(s5, ref destination, 5 * columns);
        if (count > 6) OuterProductKernel.AddTo<TVector, T>(s6, ref destination, 6 * columns);
    }
}
