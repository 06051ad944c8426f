using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>6 rows × two vectors of columns, for 16 registers.</summary>
/// <remarks>
/// A sample is 8 loads for 12 multiply-adds, because each left factor is broadcast once for both vectors. The 12 sums are more chains than
/// the latency of multiply-add needs.
/// </remarks>
internal static class SixRowTile
{
    internal const int Rows = 6;

    /// <summary>Adds the sums of one tile to the destination.</summary>
    internal static void Accumulate<TVector, T>(
        SampleGrid lefts, SampleGrid rights, nuint columns, ref T left, ref T right, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector zero = TVector.Broadcast(T.Zero);
        TVector a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero;
        TVector b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero, b5 = zero;
        nuint width = (nuint)TVector.Width;

        ref T leftRow = ref left;
        ref T rightRow = ref right;
        for (nuint outer = 0; outer < lefts.OuterCount; outer++)
        {
            ref T x = ref leftRow;
            ref T g = ref rightRow;
            for (nuint inner = 0; inner < lefts.InnerCount; inner++)
            {
                TVector low = TVector.Load(in g, 0), high = TVector.Load(in g, width);
                TwoColumns.Step<TVector, T>(x, low, high, ref a0, ref b0);
                TwoColumns.Step<TVector, T>(Unsafe.Add(ref x, 1), low, high, ref a1, ref b1);
                TwoColumns.Step<TVector, T>(Unsafe.Add(ref x, 2), low, high, ref a2, ref b2);
                TwoColumns.Step<TVector, T>(Unsafe.Add(ref x, 3), low, high, ref a3, ref b3);
                TwoColumns.Step<TVector, T>(Unsafe.Add(ref x, 4), low, high, ref a4, ref b4);
                TwoColumns.Step<TVector, T>(Unsafe.Add(ref x, 5), low, high, ref a5, ref b5);
                x = ref Unsafe.Add(ref x, lefts.InnerStride);
                g = ref Unsafe.Add(ref g, rights.InnerStride);
            }

            leftRow = ref Unsafe.Add(ref leftRow, lefts.OuterStride);
            rightRow = ref Unsafe.Add(ref rightRow, rights.OuterStride);
        }

        TwoColumns.AddTo<TVector, T>(a0, b0, ref destination, 0);
        TwoColumns.AddTo<TVector, T>(a1, b1, ref destination, columns);
        TwoColumns.AddTo<TVector, T>(a2, b2, ref destination, 2 * columns);
        TwoColumns.AddTo<TVector, T>(a3, b3, ref destination, 3 * columns);
        TwoColumns.AddTo<TVector, T>(a4, b4, ref destination, 4 * columns);
        TwoColumns.AddTo<TVector, T>(a5, b5, ref destination, 5 * columns);
    }
}

/// <summary>4 rows × two vectors of columns, for 16 registers: what tiles of 6 rows leave.</summary>
/// <remarks>A sample is 6 loads for 8 multiply-adds, because each left factor is broadcast once for both vectors.</remarks>
internal static class FourRowTile
{
    internal const int Rows = 4;

    /// <summary>Adds the sums of one tile to the destination.</summary>
    internal static void Accumulate<TVector, T>(
        SampleGrid lefts, SampleGrid rights, nuint columns, ref T left, ref T right, ref T destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector zero = TVector.Broadcast(T.Zero);
        TVector a0 = zero, a1 = zero, a2 = zero, a3 = zero, b0 = zero, b1 = zero, b2 = zero, b3 = zero;
        nuint width = (nuint)TVector.Width;

        ref T leftRow = ref left;
        ref T rightRow = ref right;
        for (nuint outer = 0; outer < lefts.OuterCount; outer++)
        {
            ref T x = ref leftRow;
            ref T g = ref rightRow;
            for (nuint inner = 0; inner < lefts.InnerCount; inner++)
            {
                TVector low = TVector.Load(in g, 0), high = TVector.Load(in g, width);
                TwoColumns.Step<TVector, T>(x, low, high, ref a0, ref b0);
                TwoColumns.Step<TVector, T>(Unsafe.Add(ref x, 1), low, high, ref a1, ref b1);
                TwoColumns.Step<TVector, T>(Unsafe.Add(ref x, 2), low, high, ref a2, ref b2);
                TwoColumns.Step<TVector, T>(Unsafe.Add(ref x, 3), low, high, ref a3, ref b3);
                x = ref Unsafe.Add(ref x, lefts.InnerStride);
                g = ref Unsafe.Add(ref g, rights.InnerStride);
            }

            leftRow = ref Unsafe.Add(ref leftRow, lefts.OuterStride);
            rightRow = ref Unsafe.Add(ref rightRow, rights.OuterStride);
        }

        TwoColumns.AddTo<TVector, T>(a0, b0, ref destination, 0);
        TwoColumns.AddTo<TVector, T>(a1, b1, ref destination, columns);
        TwoColumns.AddTo<TVector, T>(a2, b2, ref destination, 2 * columns);
        TwoColumns.AddTo<TVector, T>(a3, b3, ref destination, 3 * columns);
    }
}

/// <summary>The steps of a tile of two vectors of columns.</summary>
internal static class TwoColumns
{
    /// <summary>Adds the products of a left factor and two vectors of right factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Step<TVector, T>(T factor, TVector low, TVector high, ref TVector lowSum, ref TVector highSum)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector input = TVector.Broadcast(factor);
        lowSum = TVector.MultiplyAdd(low, input, lowSum);
        highSum = TVector.MultiplyAdd(high, input, highSum);
    }

    /// <summary>destination[offset..] += both sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddTo<TVector, T>(TVector low, TVector high, ref T destination, nuint offset)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        OuterProductKernel.AddTo(low, ref destination, offset);
        OuterProductKernel.AddTo(high, ref destination, offset + (nuint)TVector.Width);
    }
}
