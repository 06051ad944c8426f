using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// A sum of rows of numbers, each multiplied by a factor, where most factors may be 0: sum += Σₙ factor[n] · row[n]. Only the factors of a
/// mask are multiplied. Behind a rectifier half of the factors or more are 0, in weight gradients and in data gradients.
/// </summary>
/// <remarks>
/// A row is 8 pieces of 2 vectors, at any distances from its start. The 16 sums stay in registers. A factor is 17 loads for 16
/// multiply-adds, of which 16 are whole vectors. Such loads are slower than multiply-adds. Therefore the tile is worth it only if many
/// factors are 0. For each number the rows are added in order. Rows that are left out would add
/// 0. Therefore the result has the same bits as a sum over all rows, unless a number is infinite or NaN.
/// </remarks>
internal static class SparseSumTile
{
    /// <summary>Number of pieces of a row.</summary>
    internal const int Pieces = 8;

    /// <summary>Whether a sum of some factors takes less time here than a sum of all in a kernel without masks.</summary>
    internal static bool IsFaster(int nonZero, int all) => nonZero < all * 5L / 8;

    /// <summary>Adds the rows of a mask to some sums.</summary>
    /// <param name="mask">Bit n is set if row n is added.</param>
    /// <param name="factors">The factor of row 0.</param>
    /// <param name="factorStride">Distance from one factor to the next.</param>
    /// <param name="rows">The number at which distances of rows start.</param>
    /// <param name="distances">The distance of each row.</param>
    /// <param name="from">The pieces of a row.</param>
    /// <param name="sums">The first sum.</param>
    /// <param name="to">The pieces of the sums.</param>
    /// <param name="continues">
    /// Whether the sums continue from their present values. Otherwise the rows are summed first, and then added.
    /// </param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Add<TPair, T>(
        ulong mask,
        ref T factors,
        nuint factorStride,
        ref T rows,
        ref readonly nuint distances,
        in EightPieces from,
        ref T sums,
        in EightPieces to,
        bool continues)
        where TPair : unmanaged, IVector<TPair, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TPair zero = TPair.Broadcast(T.Zero);
        TPair s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;
        if (continues)
        {
            (s0, s1) = (TPair.Load(in sums, 0), TPair.Load(in sums, to.P1));
            (s2, s3) = (TPair.Load(in sums, to.P2), TPair.Load(in sums, to.P3));
            (s4, s5) = (TPair.Load(in sums, to.P4), TPair.Load(in sums, to.P5));
            (s6, s7) = (TPair.Load(in sums, to.P6), TPair.Load(in sums, to.P7));
        }

        nuint p1 = from.P1, p2 = from.P2, p3 = from.P3, p4 = from.P4, p5 = from.P5, p6 = from.P6, p7 = from.P7;
        for (; mask != 0; mask &= mask - 1)
        {
            nuint n = (nuint)BitOperations.TrailingZeroCount(mask);
            TPair factor = TPair.Broadcast(Unsafe.Add(ref factors, n * factorStride));
            ref T row = ref Unsafe.Add(ref rows, Unsafe.Add(ref Unsafe.AsRef(in distances), n));
            s0 = TPair.LoadMultiplyAdd(in row, 0, factor, s0);
            s1 = TPair.LoadMultiplyAdd(in row, p1, factor, s1);
            s2 = TPair.LoadMultiplyAdd(in row, p2, factor, s2);
            s3 = TPair.LoadMultiplyAdd(in row, p3, factor, s3);
            s4 = TPair.LoadMultiplyAdd(in row, p4, factor, s4);
            s5 = TPair.LoadMultiplyAdd(in row, p5, factor, s5);
            s6 = TPair.LoadMultiplyAdd(in row, p6, factor, s6);
            s7 = TPair.LoadMultiplyAdd(in row, p7, factor, s7);
        }

        if (!continues)
        {
            (s0, s1) = (s0 + TPair.Load(in sums, 0), s1 + TPair.Load(in sums, to.P1));
            (s2, s3) = (s2 + TPair.Load(in sums, to.P2), s3 + TPair.Load(in sums, to.P3));
            (s4, s5) = (s4 + TPair.Load(in sums, to.P4), s5 + TPair.Load(in sums, to.P5));
            (s6, s7) = (s6 + TPair.Load(in sums, to.P6), s7 + TPair.Load(in sums, to.P7));
        }

        TPair.Store(s0, ref sums, 0);
        TPair.Store(s1, ref sums, to.P1);
        TPair.Store(s2, ref sums, to.P2);
        TPair.Store(s3, ref sums, to.P3);
        TPair.Store(s4, ref sums, to.P4);
        TPair.Store(s5, ref sums, to.P5);
        TPair.Store(s6, ref sums, to.P6);
        TPair.Store(s7, ref sums, to.P7);
    }
}

/// <summary>The distances of 8 pieces of a row from the first of them.</summary>
internal readonly record struct EightPieces(nuint P1, nuint P2, nuint P3, nuint P4, nuint P5, nuint P6, nuint P7)
{
    /// <summary>Pieces without gaps.</summary>
    internal static EightPieces Neighbors(int length)
    {
        nuint p = (nuint)length;
        return new EightPieces(p, 2 * p, 3 * p, 4 * p, 5 * p, 6 * p, 7 * p);
    }

    /// <summary>Some 8 pieces of a patch, which is runs of numbers.</summary>
    /// <param name="first">The first of the pieces.</param>
    /// <param name="length">Length of a piece, which divides that of a run.</param>
    /// <param name="run">Length of a run.</param>
    /// <param name="rowStride">Distance from one run to the next.</param>
    internal static EightPieces OfPatch(int first, int length, int run, int rowStride)
    {
        nuint start = Place(first);
        return new EightPieces(
            Place(first + 1) - start, Place(first + 2) - start, Place(first + 3) - start, Place(first + 4) - start,
            Place(first + 5) - start, Place(first + 6) - start, Place(first + 7) - start);

        nuint Place(int piece)
        {
            (int row, int column) = Math.DivRem(piece * length, run);
            return (nuint)((row * rowStride) + column);
        }
    }
}
