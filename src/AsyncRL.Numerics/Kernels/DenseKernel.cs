using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The forward pass of a dense layer for one row: output[o] = bias[o] + sum over i of input[i] · weights[i, o]. While acting there is one
/// row at a time. Therefore each weight is read once, in strips of up to 16 lanes of outputs, and the speed of the memory that holds the
/// weights limits the kernel.
/// </summary>
/// <remarks>
/// <para>Inputs that are 0 are skipped, and the rows of weights that would be multiplied with them are not read: about half of the rows
/// behind a rectifier, and most rows for the observation of a board game. The sums are the same, with one exception: an infinite or NaN
/// weight has an effect only if its input is not 0.</para>
/// <para>A strip is up to 4, 8 or 16 lanes of outputs whose sums stay in registers over a chunk of the inputs. For each output the inputs
/// are added in order, on every lane: all widths give the same bits. Therefore lanes at the end of a row may overlap and there is no
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
    internal static void Forward<TLane, T>(ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<int> list = stackalloc int[ChunkLength];
        ReadOnlySpan<T> start = bias;
        int first = 0;
        do
        {
            int length = Math.Min(ChunkLength, input.Length - first);
            ReadOnlySpan<T> chunk = input.Slice(first, length);
            int count = OpenRows.List(chunk, length, list[..length]);
            bool far = (long)count * output.Length * input.Length / Math.Max(1, length) * Unsafe.SizeOf<T>() > FarBytes;
            var rows = new WeightRows<T>(list[..count], chunk, weights.Slice(first * output.Length, length * output.Length), far);
            if (output.Length >= TLane.Width) AddStrips<TLane, T>(in rows, start, output);
            else if (output.Length > 4) AddStrips<LanePair<ScalarLane<T>, T>, T>(in rows, start, output);
            else AddStrips<ScalarLane<T>, T>(in rows, start, output);
            start = output;
            first += length;
        }
        while (first < input.Length);
    }

    /// <summary>Divides the outputs, at least one lane of them, into strips. The last strip has at least one lane.</summary>
    private static void AddStrips<TLane, T>(in WeightRows<T> rows, ReadOnlySpan<T> start, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TLane.Width, left = (nuint)output.Length, columns;
        for (nuint column = 0; left > 0; column += columns, left -= columns)
        {
            if (TLane.HasManyRegisters && (left == 16 * width || left >= 17 * width))
            {
                columns = 16 * width;
                AddEight<LanePair<TLane, T>, T>(in rows, column, start, output);
            }
            else if (left == 8 * width || left >= 9 * width)
            {
                columns = 8 * width;
                AddEight<TLane, T>(in rows, column, start, output);
            }
            else
            {
                columns = left <= 4 * width ? left : Math.Min(4 * width, left - width);
                AddUpToFour<TLane, T>(in rows, column, columns, start, output);
            }
        }
    }

    /// <summary>Computes 8 neighbouring lanes of outputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddEight<TLane, T>(in WeightRows<T> rows, nuint column, ReadOnlySpan<T> start, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TLane.Width, stride = (nuint)output.Length, count = rows.Count;
        bool far = rows.AreFar;
        ref int open = ref rows.Open;
        ref T x = ref rows.Input;
        ref T weight = ref Unsafe.Add(ref rows.Weights, column);
        ref T b = ref Unsafe.Add(ref MemoryMarshal.GetReference(start), column);
        TLane s0 = TLane.Load(in b, 0), s1 = TLane.Load(in b, width), s2 = TLane.Load(in b, 2 * width);
        TLane s3 = TLane.Load(in b, 3 * width), s4 = TLane.Load(in b, 4 * width), s5 = TLane.Load(in b, 5 * width);
        TLane s6 = TLane.Load(in b, 6 * width), s7 = TLane.Load(in b, 7 * width);
        for (nuint n = 0; n < count; n++)
        {
            nuint next = (nuint)Unsafe.Add(ref open, Math.Min(n + RowsAhead, count - 1));
            ref T ahead = ref Unsafe.Add(ref weight, next * stride);
            nuint i = (nuint)Unsafe.Add(ref open, n);
            ref T w = ref Unsafe.Add(ref weight, i * stride);
            TLane input = TLane.Broadcast(Unsafe.Add(ref x, i));
            if (far) CacheLines.Prefetch<TLane, T>(ref ahead, 0);
            s0 = TLane.LoadMultiplyAdd(in w, 0, input, s0);
            if (far) CacheLines.Prefetch<TLane, T>(ref ahead, width);
            s1 = TLane.LoadMultiplyAdd(in w, width, input, s1);
            if (far) CacheLines.Prefetch<TLane, T>(ref ahead, 2 * width);
            s2 = TLane.LoadMultiplyAdd(in w, 2 * width, input, s2);
            if (far) CacheLines.Prefetch<TLane, T>(ref ahead, 3 * width);
            s3 = TLane.LoadMultiplyAdd(in w, 3 * width, input, s3);
            if (far) CacheLines.Prefetch<TLane, T>(ref ahead, 4 * width);
            s4 = TLane.LoadMultiplyAdd(in w, 4 * width, input, s4);
            if (far) CacheLines.Prefetch<TLane, T>(ref ahead, 5 * width);
            s5 = TLane.LoadMultiplyAdd(in w, 5 * width, input, s5);
            if (far) CacheLines.Prefetch<TLane, T>(ref ahead, 6 * width);
            s6 = TLane.LoadMultiplyAdd(in w, 6 * width, input, s6);
            if (far) CacheLines.Prefetch<TLane, T>(ref ahead, 7 * width);
            s7 = TLane.LoadMultiplyAdd(in w, 7 * width, input, s7);
        }

        ref T y = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), column);
        TLane.Store(s0, ref y, 0);
        TLane.Store(s1, ref y, width);
        TLane.Store(s2, ref y, 2 * width);
        TLane.Store(s3, ref y, 3 * width);
        TLane.Store(s4, ref y, 4 * width);
        TLane.Store(s5, ref y, 5 * width);
        TLane.Store(s6, ref y, 6 * width);
        TLane.Store(s7, ref y, 7 * width);
    }

    /// <summary>
    /// Computes 1 to 4 lanes of outputs. If the columns do not fill four lanes, the lanes overlap, and the same sums are stored twice.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddUpToFour<TLane, T>(in WeightRows<T> rows, nuint column, nuint columns, ReadOnlySpan<T> start, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TLane.Width, stride = (nuint)output.Length, count = rows.Count;
        nuint c3 = columns - width, c1 = Math.Min(width, c3), c2 = Math.Min(2 * width, c3);
        ref int open = ref rows.Open;
        ref T x = ref rows.Input;
        ref T weight = ref Unsafe.Add(ref rows.Weights, column);
        ref T b = ref Unsafe.Add(ref MemoryMarshal.GetReference(start), column);
        TLane s0 = TLane.Load(in b, 0), s1 = TLane.Load(in b, c1), s2 = TLane.Load(in b, c2), s3 = TLane.Load(in b, c3);
        for (nuint n = 0; n < count; n++)
        {
            nuint i = (nuint)Unsafe.Add(ref open, n);
            ref T w = ref Unsafe.Add(ref weight, i * stride);
            TLane input = TLane.Broadcast(Unsafe.Add(ref x, i));
            s0 = TLane.LoadMultiplyAdd(in w, 0, input, s0);
            s1 = TLane.LoadMultiplyAdd(in w, c1, input, s1);
            s2 = TLane.LoadMultiplyAdd(in w, c2, input, s2);
            s3 = TLane.LoadMultiplyAdd(in w, c3, input, s3);
        }

        ref T y = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), column);
        TLane.Store(s0, ref y, 0);
        TLane.Store(s1, ref y, c1);
        TLane.Store(s2, ref y, c2);
        TLane.Store(s3, ref y, c3);
    }
}

/// <summary>The rows of a chunk of weights whose inputs are not 0.</summary>
internal readonly ref struct WeightRows<T>
    where T : unmanaged
{
    private readonly ref int _open;
    private readonly ref T _input;
    private readonly ref T _weights;

    /// <summary>Combines the parts.</summary>
    internal WeightRows(ReadOnlySpan<int> open, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, bool areFar)
    {
        _open = ref MemoryMarshal.GetReference(open);
        _input = ref MemoryMarshal.GetReference(input);
        _weights = ref MemoryMarshal.GetReference(weights);
        (Count, AreFar) = ((nuint)open.Length, areFar);
    }

    /// <summary>Number of rows.</summary>
    internal nuint Count { get; }

    /// <summary>Whether the rows must be fetched from beyond the second-level cache.</summary>
    internal bool AreFar { get; }

    /// <summary>The first of <see cref="Count"/> indices of rows and inputs.</summary>
    internal ref int Open => ref _open;

    /// <summary>The chunk's first input.</summary>
    internal ref T Input => ref _input;

    /// <summary>The first weight of the chunk's first row.</summary>
    internal ref T Weights => ref _weights;
}
