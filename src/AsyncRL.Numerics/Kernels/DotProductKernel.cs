using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The data gradient of a dense layer: inputGradient[t, i] = sum over o of outputGradient[t, o] · weights[i, o]. The dot products run along
/// the rows of the weights as they are stored, for all rows t of the segment while some rows of weights are in a near cache.
/// </summary>
/// <remarks>
/// A sum of n products is kept in <see cref="IVector{TVector, TElement}.Width"/> partial sums. The sum of the last n mod width products is
/// added to their sum. Therefore the error is at most (⌊n/width⌋ + log₂ width + n mod width + 1) units of 2⁻²⁴ of the sum of magnitudes.
/// Widths agree within that bound, not bit for bit. At one width a result depends on its own terms alone: neither the number of rows nor
/// the choice of skipped rows changes it.
/// </remarks>
internal static class DotProductKernel
{
    /// <summary>Number of inputs whose indices are listed at a time, on the stack.</summary>
    private const int ChunkLength = 1024;

    /// <summary>The same with many rows t. So many rows of weights stay in the first-level cache while all rows t use them.</summary>
    private const int ChunkLengthOfManyRows = 32;

    /// <summary>Weights of more bytes than this are not in the second-level cache.</summary>
    private const long FarBytes = 1024 * 1024;

    /// <summary>Number of rows of weights that are multiplied with all rows t before other rows are read.</summary>
    private const int BlockLength = 64;

    /// <summary>Number of rows t that are multiplied together. An input that is 0 in all of them is skipped.</summary>
    private const int RowsAtOnce = 5;

    /// <summary>Computes all dot products.</summary>
    /// <param name="inputs">Rows of the weights.</param>
    /// <param name="outputs">Columns of the weights.</param>
    /// <param name="outputGradient">[t, output].</param>
    /// <param name="weights">[input, output].</param>
    /// <param name="rectified">
    /// [t, input]: the inputs, if they are outputs of a rectifier, else empty. If an input is 0 in every row t of some that are computed
    /// together, its gradient is set to 0 without computing it, because the rectifier stops it anyway.
    /// </param>
    /// <param name="inputGradient">[t, input], overwritten.</param>
    [SkipLocalsInit]
    internal static void MultiplyTransposed<TVector, T>(
        int inputs,
        int outputs,
        ReadOnlySpan<T> outputGradient,
        ReadOnlySpan<T> weights,
        ReadOnlySpan<T> rectified,
        Span<T> inputGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = outputGradient.Length / outputs;
        int chunk = rows > RowsAtOnce ? ChunkLengthOfManyRows : ChunkLength;
        Span<int> list = stackalloc int[ChunkLength];
        for (int first = 0; first < inputs; first += chunk)
        {
            int length = Math.Min(chunk, inputs - first);
            for (int t = 0; t < rows; t += RowsAtOnce)
            {
                int together = Math.Min(RowsAtOnce, rows - t), following = first + length;
                if (rows > RowsAtOnce)
                {
                    // Fetches a share of the next chunk of weights, while the rows t use this one.
                    int next = Math.Min(chunk, inputs - following);
                    for (int i = t * next / rows; i < (t + together) * next / rows; i++)
                        CacheLines.FetchRow<T>(weights.Slice((following + i) * outputs, outputs));
                }

                int start = (t * inputs) + first, end = start + ((together - 1) * inputs) + length;
                Span<T> result = inputGradient[start..end];
                int tiled = List(inputs, rectified.IsEmpty ? default : rectified[start..end], length, list, result);
                for (int n = 0; n < tiled; n += BlockLength)
                {
                    Multiply<TVector, T>(new DotProductBlock<T>
                    {
                        Rows = list[n..Math.Min(n + BlockLength, tiled)],
                        Columns = outputs,
                        Weights = weights[(first * outputs)..],
                        Gradient = outputGradient.Slice(t * outputs, together * outputs),
                        Stride = inputs,
                        Result = result,
                        ExceedL2 = rows <= RowsAtOnce && (long)weights.Length * Unsafe.SizeOf<T>() > FarBytes,
                    });
                }
            }
        }
    }

    /// <summary>
    /// Lists the rows of weights to multiply, and clears the results of the others. The last row is repeated to fill its tile; chunks are
    /// whole numbers of tiles.
    /// </summary>
    private static int List<T>(int inputs, ReadOnlySpan<T> rectified, int length, Span<int> list, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = length;
        if (rectified.IsEmpty) NonZeroInputs.ListAll(list[..length]);
        else count = NonZeroInputs.List(rectified, inputs, list[..length]);
        for (int at = 0; count < length && at < result.Length; at += inputs) result.Slice(at, length).Clear();
        if (count == 0) return 0;
        int tiled = (count + DotProductBlock<T>.RowsPerTile - 1) / DotProductBlock<T>.RowsPerTile * DotProductBlock<T>.RowsPerTile;
        list[count..tiled].Fill(list[count - 1]);
        return tiled;
    }

    /// <summary>Multiplies whole vectors of columns first, then the remaining columns one by one.</summary>
    private static void Multiply<TVector, T>(in DotProductBlock<T> block)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int whole = block.Columns - (block.Columns % TVector.Width);
        if (whole > 0) MultiplyColumns<TVector, T>(in block, 0, whole, add: false);
        if (whole < block.Columns) MultiplyColumns<ScalarVector<T>, T>(in block, whole, block.Columns, add: whole > 0);
    }

    private static void MultiplyColumns<TVector, T>(in DotProductBlock<T> block, int from, int to, bool add)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = block.Gradient.Length / block.Columns, t = 0;
        for (; TVector.HasManyRegisters && t + 5 <= rows; t += 5) block.FourByFive<TVector>(t, from, to, add);
        for (; t + 2 <= rows; t += 2) block.FourByTwo<TVector>(t, from, to, add);
        if (t < rows) block.EightByOne<TVector>(t, from, to, add);
    }
}
