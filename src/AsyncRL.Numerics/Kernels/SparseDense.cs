using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The weight gradient of a dense layer over many rows, where an input may be 0 in some rows and not in others:
/// dW[i, o] += Σₜ x[t, i] · dy[t, o]. Only the rows in which an input is not 0 are multiplied.
/// </summary>
/// <remarks>
/// The layer divides many rows into chunks of 30, of which 256 output gradients stay in the first-level cache. Where most inputs are
/// not 0, the kernel without masks is faster. Both give the same bits.
/// </remarks>
internal static class SparseDense
{
    /// <summary>Rows of a chunk: a multiple of the 5 rows that the data gradient computes together.</summary>
    internal const int RowsAtOnce = 30;

    /// <summary>From this number of rows on, the masks save more than they cost.</summary>
    internal const int LeastRows = 9;

    private const int InputsAtOnce = 64;

    /// <summary>Number of inputs between the row of the gradient in use and the row that is fetched.</summary>
    private const int RowsAhead = 4;

    /// <summary>Whether whole tiles cover a row of weights, and a mask the rows.</summary>
    internal static bool Fits<TVector, T>(int rows, int outputs)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.HasManyRegisters && rows is >= LeastRows and <= NonZeroMasks.Length
        && outputs % (SparseSumTile.Pieces * 2 * TVector.Width) == 0;

    /// <summary>Adds the weight gradient of a chunk of rows.</summary>
    /// <param name="inputs">Rows of the weights.</param>
    /// <param name="outputs">Columns of the weights.</param>
    /// <param name="input">[t, input], of up to 64 rows t.</param>
    /// <param name="outputGradient">[t, output].</param>
    /// <param name="weightGradient">[input, output], added to.</param>
    [SkipLocalsInit]
    internal static void AddWeightGradient<TVector, T>(
        int inputs, int outputs, ReadOnlySpan<T> input, ReadOnlySpan<T> outputGradient, Span<T> weightGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = outputGradient.Length / outputs, piece = 2 * TVector.Width, tile = SparseSumTile.Pieces * piece;
        EightPieces pieces = EightPieces.Neighbors(piece);
        Span<ulong> masks = stackalloc ulong[InputsAtOnce];
        Span<nuint> distances = stackalloc nuint[NonZeroMasks.Length];
        for (int t = 0; t < rows; t++) distances[t] = (nuint)(t * outputs);
        ref T x = ref MemoryMarshal.GetReference(input);
        ref T dy = ref MemoryMarshal.GetReference(outputGradient);
        for (int first = 0; first < inputs; first += InputsAtOnce)
        {
            int count = Math.Min(InputsAtOnce, inputs - first);
            NonZeroMasks.OfColumns(input[first..], rows, inputs, masks[..count]);
            if (!SparseSumTile.IsFaster(NonZeroMasks.Count(masks[..count]), count * rows))
            {
                var steps = new SampleGrid(1, 0, (nuint)rows, (nuint)inputs);
                Span<T> block = weightGradient.Slice(first * outputs, count * outputs);
                OuterProductKernel.Accumulate<TVector, T>(steps, count, outputs, input[first..], outputGradient, block);
                continue;
            }

            for (int i = first; i < first + count; i++)
            {
                ulong mask = masks[i - first];
                if (i + RowsAhead < first + count && masks[i + RowsAhead - first] != 0)
                    CacheLines.FetchRow<T>(weightGradient.Slice((i + RowsAhead) * outputs, outputs));
                if (mask == 0) continue;
                for (int column = 0; column < outputs; column += tile)
                {
                    SparseSumTile.Add<VectorPair<TVector, T>, T>(
                        mask,
                        ref Unsafe.Add(ref x, i), (nuint)inputs,
                        ref Unsafe.Add(ref dy, column), in distances[0], in pieces,
                        ref weightGradient[(i * outputs) + column], in pieces,
                        continues: false);
                }
            }
        }
    }
}
