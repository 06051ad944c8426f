using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The forward pass of a dense layer for one row: output[o] = bias[o] + sum over i of input[i] · weights[i, o]. While acting there is one
/// row at a time. Therefore each weight is read once, in strips of up to 16 vectors of outputs, and the speed of the memory that holds the
/// weights limits the kernel.
/// </summary>
/// <remarks>
/// <para>Inputs that are 0 are skipped, and the rows of weights that would be multiplied with them are not read: about half of the rows
/// behind a rectifier, and most rows for the observation of a board game. The sums are the same, with one exception: an infinite or NaN
/// weight has an effect only if its input is not 0.</para>
/// <para>A strip is up to 4, 8 or 16 vectors of outputs whose sums stay in registers over a chunk of the inputs. For each output the inputs
/// are added in order, on every vector: all widths give the same bits. Therefore vectors at the end of a row may overlap and there is no
/// tail.</para>
/// </remarks>
internal static class DenseKernel
{
    /// <summary>Number of inputs whose indices are listed at a time, on the stack.</summary>
    private const int ChunkLength = 1024;

    /// <summary>Number of rows between the row in use and the row that is fetched: about the latency of the third-level cache.</summary>
    private const nuint RowsAhead = 4;

    /// <summary>From this size in bytes on, weights do not stay in the second-level cache until the next call.</summary>
    private const long FarBytes = 768 * 1024;

    /// <summary>Computes one row.</summary>
    /// <param name="input">[input].</param>
    /// <param name="weights">[input, output].</param>
    /// <param name="bias">[output]; may be the output.</param>
    /// <param name="output">[output], overwritten.</param>
    [SkipLocalsInit]
    internal static void Forward<TVector, T>(ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<int> list = stackalloc int[ChunkLength];
        ReadOnlySpan<T> start = bias;
        int first = 0;
        do
        {
            int length = Math.Min(ChunkLength, input.Length - first);
            ReadOnlySpan<T> chunk = input.Slice(first, length);
            int count = NonZeroInputs.List(chunk, length, list[..length]);
            bool far = (long)count * output.Length * input.Length / Math.Max(1, length) * Unsafe.SizeOf<T>() > FarBytes;
            var rows = new WeightRows<T>(list[..count], chunk, weights.Slice(first * output.Length, length * output.Length), far);
            if (output.Length >= TVector.Width) AddStrips<TVector, T>(in rows, start, output);
            else if (output.Length > 4) AddStrips<VectorPair<ScalarVector<T>, T>, T>(in rows, start, output);
            else AddStrips<ScalarVector<T>, T>(in rows, start, output);
            start = output;
            first += length;
        }
        while (first < input.Length);
    }

    /// <summary>The next strip of a row of outputs. A row has at least one vector of outputs, and so has its last strip.</summary>
    /// <param name="left">Number of outputs that no strip has yet.</param>
    /// <returns>Number of outputs: 16 or 8 vectors, or at most 4 vectors, which are the last ones of a row.</returns>
    internal static nuint StripLength<TVector, T>(nuint left)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TVector.Width;
        if (TVector.HasManyRegisters && (left == 16 * width || left >= 17 * width)) return 16 * width;
        if (left == 8 * width || left >= 9 * width) return 8 * width;
        return left <= 4 * width ? left : Math.Min(4 * width, left - width);
    }

    /// <summary>Adds a chunk of the inputs to one strip of outputs.</summary>
    internal static void AddStrip<TVector, T>(in WeightRows<T> rows, nuint column, nuint columns, ReadOnlySpan<T> start, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TVector.Width;
        if (columns == 16 * width) AddEight<VectorPair<TVector, T>, T>(in rows, column, start, output);
        else if (columns == 8 * width) AddEight<TVector, T>(in rows, column, start, output);
        else AddUpToFour<TVector, T>(in rows, column, columns, start, output);
    }

    private static void AddStrips<TVector, T>(in WeightRows<T> rows, ReadOnlySpan<T> start, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint left = (nuint)output.Length, columns;
        for (nuint column = 0; left > 0; column += columns, left -= columns)
        {
            columns = StripLength<TVector, T>(left);
            AddStrip<TVector, T>(in rows, column, columns, start, output);
        }
    }

    /// <summary>Computes 8 neighboring vectors of outputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddEight<TVector, T>(in WeightRows<T> rows, nuint column, ReadOnlySpan<T> start, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TVector.Width, stride = (nuint)output.Length, count = rows.Count;
        bool far = rows.ExceedL2;
        ref int indices = ref rows.Indices;
        ref T x = ref rows.Input;
        ref T weight = ref Unsafe.Add(ref rows.Weights, column);
        ref T b = ref Unsafe.Add(ref MemoryMarshal.GetReference(start), column);
        TVector s0 = TVector.Load(in b, 0), s1 = TVector.Load(in b, width), s2 = TVector.Load(in b, 2 * width);
        TVector s3 = TVector.Load(in b, 3 * width), s4 = TVector.Load(in b, 4 * width), s5 = TVector.Load(in b, 5 * width);
        TVector s6 = TVector.Load(in b, 6 * width), s7 = TVector.Load(in b, 7 * width);
        for (nuint n = 0; n < count; n++)
        {
            nuint next = (nuint)Unsafe.Add(ref indices, Math.Min(n + RowsAhead, count - 1));
            ref T ahead = ref Unsafe.Add(ref weight, next * stride);
            nuint i = (nuint)Unsafe.Add(ref indices, n);
            ref T w = ref Unsafe.Add(ref weight, i * stride);
            TVector input = TVector.Broadcast(Unsafe.Add(ref x, i));
            if (far) CacheLines.Prefetch<TVector, T>(ref ahead, 0);
            s0 = TVector.LoadMultiplyAdd(in w, 0, input, s0);
            if (far) CacheLines.Prefetch<TVector, T>(ref ahead, width);
            s1 = TVector.LoadMultiplyAdd(in w, width, input, s1);
            if (far) CacheLines.Prefetch<TVector, T>(ref ahead, 2 * width);
            s2 = TVector.LoadMultiplyAdd(in w, 2 * width, input, s2);
            if (far) CacheLines.Prefetch<TVector, T>(ref ahead, 3 * width);
            s3 = TVector.LoadMultiplyAdd(in w, 3 * width, input, s3);
            if (far) CacheLines.Prefetch<TVector, T>(ref ahead, 4 * width);
            s4 = TVector.LoadMultiplyAdd(in w, 4 * width, input, s4);
            if (far) CacheLines.Prefetch<TVector, T>(ref ahead, 5 * width);
            s5 = TVector.LoadMultiplyAdd(in w, 5 * width, input, s5);
            if (far) CacheLines.Prefetch<TVector, T>(ref ahead, 6 * width);
            s6 = TVector.LoadMultiplyAdd(in w, 6 * width, input, s6);
            if (far) CacheLines.Prefetch<TVector, T>(ref ahead, 7 * width);
            s7 = TVector.LoadMultiplyAdd(in w, 7 * width, input, s7);
        }

        ref T y = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), column);
        TVector.Store(s0, ref y, 0);
        TVector.Store(s1, ref y, width);
        TVector.Store(s2, ref y, 2 * width);
        TVector.Store(s3, ref y, 3 * width);
        TVector.Store(s4, ref y, 4 * width);
        TVector.Store(s5, ref y, 5 * width);
        TVector.Store(s6, ref y, 6 * width);
        TVector.Store(s7, ref y, 7 * width);
    }

    /// <summary>
    /// Computes 1 to 4 vectors of outputs. If the columns do not fill four vectors, the vectors overlap, and the same sums are stored
    /// twice.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddUpToFour<TVector, T>(in WeightRows<T> rows, nuint column, nuint columns, ReadOnlySpan<T> start, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TVector.Width, stride = (nuint)output.Length, count = rows.Count;
        nuint c3 = columns - width, c1 = Math.Min(width, c3), c2 = Math.Min(2 * width, c3);
        ref int indices = ref rows.Indices;
        ref T x = ref rows.Input;
        ref T weight = ref Unsafe.Add(ref rows.Weights, column);
        ref T b = ref Unsafe.Add(ref MemoryMarshal.GetReference(start), column);
        TVector s0 = TVector.Load(in b, 0), s1 = TVector.Load(in b, c1), s2 = TVector.Load(in b, c2), s3 = TVector.Load(in b, c3);
        for (nuint n = 0; n < count; n++)
        {
            nuint i = (nuint)Unsafe.Add(ref indices, n);
            ref T w = ref Unsafe.Add(ref weight, i * stride);
            TVector input = TVector.Broadcast(Unsafe.Add(ref x, i));
            s0 = TVector.LoadMultiplyAdd(in w, 0, input, s0);
            s1 = TVector.LoadMultiplyAdd(in w, c1, input, s1);
            s2 = TVector.LoadMultiplyAdd(in w, c2, input, s2);
            s3 = TVector.LoadMultiplyAdd(in w, c3, input, s3);
        }

        ref T y = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), column);
        TVector.Store(s0, ref y, 0);
        TVector.Store(s1, ref y, c1);
        TVector.Store(s2, ref y, c2);
        TVector.Store(s3, ref y, c3);
    }
}

/// <summary>The rows of a chunk of weights whose inputs are not 0.</summary>
internal readonly ref struct WeightRows<T>
    where T : unmanaged
{
    private readonly ref int _indices;
    private readonly ref T _input;
    private readonly ref T _weights;

    /// <summary>Combines the parts.</summary>
    internal WeightRows(ReadOnlySpan<int> indices, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, bool exceedL2)
    {
        _indices = ref MemoryMarshal.GetReference(indices);
        _input = ref MemoryMarshal.GetReference(input);
        _weights = ref MemoryMarshal.GetReference(weights);
        (Count, ExceedL2) = ((nuint)indices.Length, exceedL2);
    }

    /// <summary>Number of rows.</summary>
    internal nuint Count { get; }

    /// <summary>Whether the rows must be fetched from beyond the second-level cache.</summary>
    internal bool ExceedL2 { get; }

    /// <summary>The first of <see cref="Count"/> indices of rows and inputs.</summary>
    internal ref int Indices => ref _indices;

    /// <summary>The chunk's first input.</summary>
    internal ref T Input => ref _input;

    /// <summary>The first weight of the chunk's first row.</summary>
    internal ref T Weights => ref _weights;
}
