using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;
using CommunityToolkit.HighPerformance;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The forward pass of a dense layer for many rows: output[r, o] = bias[o] + Σᵢ input[r, i] · weights[i, o]. The weights of a chunk of
/// inputs stay in the first-level cache while all rows use them. Therefore arithmetic limits the speed, not the memory that holds the
/// weights.
/// </summary>
/// <remarks>
/// <para>Strips of 8 and of 16 vectors are computed row by row as <see cref="DenseKernel"/> does, and skip the inputs of the row that are
/// 0. A strip of up to 4 vectors has too few sums to hide the latency of multiply-add. Therefore it is computed for two rows at once, and
/// skips the inputs that are 0 in both.</para>
/// <para>For each output the inputs are added in the order in which <see cref="DenseKernel"/> adds them. Therefore a row has the same bits
/// as alone. There are two exceptions: the sign of a zero, and an infinite or NaN weight of an input that is 0 in one row of two.</para>
/// </remarks>
internal readonly ref struct DenseBatch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowsAtOnce = 32;

    /// <summary>32 inputs of 256 outputs are 32 KB, which stay in a first-level cache beside the rows.</summary>
    private const int InputsAtOnce = 32;

    /// <summary>[row, input].</summary>
    internal required ReadOnlySpan2D<T> Input { get; init; }

    /// <summary>[input, output].</summary>
    internal required ReadOnlySpan<T> Weights { get; init; }

    /// <summary>[output]; empty to add to the outputs.</summary>
    internal ReadOnlySpan<T> Bias { get; init; }

    /// <summary>[row, output], overwritten or added to.</summary>
    internal required Span2D<T> Output { get; init; }

    /// <summary>Views rows of numbers that are some distance apart.</summary>
    internal static ReadOnlySpan2D<T> Rows(ReadOnlySpan<T> numbers, int rows, int width, int stride) =>
        rows == 0 ? default : ReadOnlySpan2D<T>.DangerousCreate(in Extent(numbers, rows, width, stride)[0], rows, width, stride - width);

    /// <inheritdoc cref="Rows(ReadOnlySpan{T}, int, int, int)"/>
    internal static Span2D<T> Rows(Span<T> numbers, int rows, int width, int stride)
    {
        if (rows == 0) return default;
        _ = Extent(numbers, rows, width, stride);
        return Span2D<T>.DangerousCreate(ref numbers[0], rows, width, stride - width);
    }

    /// <summary>Computes all rows.</summary>
    internal void Forward<TVector>()
        where TVector : unmanaged, IVector<TVector, T>
    {
        if (Input.Height == 1 || Output.Width < TVector.Width)
        {
            for (int row = 0; row < Input.Height; row++)
                DenseKernel.Forward<TVector, T>(Input.GetRowSpan(row), Weights, Start(row, 0), Output.GetRowSpan(row));
            return;
        }

        int wide = 0, strip;
        while ((strip = (int)DenseKernel.StripLength<TVector, T>((nuint)(Output.Width - wide))) >= 8 * TVector.Width) wide += strip;
        for (int firstRow = 0; firstRow < Input.Height; firstRow += RowsAtOnce)
        {
            int end = Math.Min(firstRow + RowsAtOnce, Input.Height);
            for (int first = 0; first < Input.Width; first += InputsAtOnce)
            {
                int count = Math.Min(InputsAtOnce, Input.Width - first);
                if (wide > 0) AddWideStrips<TVector>(firstRow, end, first, count, wide);
                if (wide < Output.Width) AddNarrowStrips<TVector>(firstRow, end, first, count, wide);
            }
        }
    }

    /// <summary>From the first row to the end of the last. A span that is too short raises an exception.</summary>
    private static ReadOnlySpan<T> Extent(ReadOnlySpan<T> numbers, int rows, int width, int stride) =>
        numbers[..(((rows - 1) * stride) + width)];

    /// <summary>The sums before a chunk of inputs.</summary>
    private ReadOnlySpan<T> Start(int row, int firstInput) => firstInput == 0 && !Bias.IsEmpty ? Bias : Output.GetRowSpan(row);

    private ReadOnlySpan<T> WeightsOf(int first, int count) => Weights.Slice(first * Output.Width, count * Output.Width);

    [SkipLocalsInit]
    private void AddWideStrips<TVector>(int firstRow, int end, int first, int count, int wide)
        where TVector : unmanaged, IVector<TVector, T>
    {
        Span<int> lists = stackalloc int[RowsAtOnce * InputsAtOnce];
        Span<int> counts = stackalloc int[RowsAtOnce];
        for (int row = firstRow; row < end; row++)
        {
            int n = row - firstRow;
            counts[n] = NonZeroInputs.List(Input.GetRowSpan(row).Slice(first, count), count, lists.Slice(n * InputsAtOnce, count));
        }

        nuint columns;
        for (nuint column = 0; column < (nuint)wide; column += columns)
        {
            columns = DenseKernel.StripLength<TVector, T>((nuint)Output.Width - column);
            for (int row = firstRow; row < end; row++)
            {
                int n = row - firstRow;
                if (column == 0) FetchNext(firstRow, n, end - firstRow, first + count);
                ReadOnlySpan<int> indices = lists.Slice(n * InputsAtOnce, counts[n]);
                var rows = new WeightRows<T>(indices, Input.GetRowSpan(row).Slice(first, count), WeightsOf(first, count), exceedL2: false);
                DenseKernel.AddStrip<TVector, T>(in rows, column, columns, Start(row, first), Output.GetRowSpan(row));
            }
        }
    }

    /// <summary>Fetches the inputs and a row's share of the weights of the next chunk, while the rows use those of this chunk.</summary>
    private void FetchNext(int firstRow, int row, int rows, int nextInput)
    {
        int next = Math.Min(InputsAtOnce, Input.Width - nextInput);
        CacheLines.FetchRow<T>(Input.GetRowSpan(firstRow + row).Slice(nextInput, next));
        for (int i = row * next / rows; i < (row + 1) * next / rows; i++) CacheLines.FetchRow<T>(WeightsOf(nextInput + i, 1));
    }

    [SkipLocalsInit]
    private void AddNarrowStrips<TVector>(int firstRow, int end, int first, int count, int wide)
        where TVector : unmanaged, IVector<TVector, T>
    {
        Span<int> list = stackalloc int[InputsAtOnce];
        for (int row = firstRow; row < end; row += 2)
        {
            // A last row without a partner is computed twice.
            int partner = Math.Min(row + 1, end - 1);
            ReadOnlySpan<T> left = Input.GetRowSpan(row).Slice(first, count), right = Input.GetRowSpan(partner).Slice(first, count);

            // The two chunks as rows of one matrix. The distance is 0 if there is no partner.
            ref T x = ref MemoryMarshal.GetReference(left);
            int distance = (int)(Unsafe.ByteOffset(ref x, ref MemoryMarshal.GetReference(right)) / Unsafe.SizeOf<T>());
            ReadOnlySpan<T> both = MemoryMarshal.CreateReadOnlySpan(ref x, distance + count);
            int listed = NonZeroInputs.List(both, Math.Max(distance, count), list[..count]);
            var rows = new WeightRows<T>(list[..listed], left, WeightsOf(first, count), exceedL2: false);
            nuint columns;
            for (nuint column = (nuint)wide; column < (nuint)Output.Width; column += columns)
            {
                columns = DenseKernel.StripLength<TVector, T>((nuint)Output.Width - column);
                AddUpToFour<TVector>(in rows, right, column, columns, row, partner, first);
            }
        }
    }

    /// <summary>
    /// Computes 1 to 4 vectors of outputs of two rows. If the columns do not fill four vectors, the vectors overlap, and the same sums are
    /// stored twice.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddUpToFour<TVector>(
        in WeightRows<T> rows, ReadOnlySpan<T> right, nuint column, nuint columns, int row, int partner, int first)
        where TVector : unmanaged, IVector<TVector, T>
    {
        nuint width = (nuint)TVector.Width, stride = (nuint)Output.Width, count = rows.Count;
        nuint c3 = columns - width, c1 = Math.Min(width, c3), c2 = Math.Min(2 * width, c3);
        ref int list = ref rows.Indices;
        ref T x = ref rows.Input;
        ref T xPartner = ref MemoryMarshal.GetReference(right);
        ref T weight = ref Unsafe.Add(ref rows.Weights, column);
        ref T b = ref Unsafe.Add(ref MemoryMarshal.GetReference(Start(row, first)), column);
        ref T bPartner = ref Unsafe.Add(ref MemoryMarshal.GetReference(Start(partner, first)), column);
        TVector s0 = TVector.Load(in b, 0), s1 = TVector.Load(in b, c1), s2 = TVector.Load(in b, c2), s3 = TVector.Load(in b, c3);
        TVector p0 = TVector.Load(in bPartner, 0), p1 = TVector.Load(in bPartner, c1);
        TVector p2 = TVector.Load(in bPartner, c2), p3 = TVector.Load(in bPartner, c3);
        for (nuint n = 0; n < count; n++)
        {
            nuint i = (nuint)Unsafe.Add(ref list, n);
            ref T w = ref Unsafe.Add(ref weight, i * stride);
            TVector input = TVector.Broadcast(Unsafe.Add(ref x, i)), partnerInput = TVector.Broadcast(Unsafe.Add(ref xPartner, i));
            TVector w0 = TVector.Load(in w, 0), w1 = TVector.Load(in w, c1), w2 = TVector.Load(in w, c2), w3 = TVector.Load(in w, c3);
            s0 = TVector.MultiplyAdd(w0, input, s0);
            p0 = TVector.MultiplyAdd(w0, partnerInput, p0);
            s1 = TVector.MultiplyAdd(w1, input, s1);
            p1 = TVector.MultiplyAdd(w1, partnerInput, p1);
            s2 = TVector.MultiplyAdd(w2, input, s2);
            p2 = TVector.MultiplyAdd(w2, partnerInput, p2);
            s3 = TVector.MultiplyAdd(w3, input, s3);
            p3 = TVector.MultiplyAdd(w3, partnerInput, p3);
        }

        ref T y = ref Unsafe.Add(ref MemoryMarshal.GetReference(Output.GetRowSpan(row)), column);
        ref T yPartner = ref Unsafe.Add(ref MemoryMarshal.GetReference(Output.GetRowSpan(partner)), column);
        TVector.Store(s0, ref y, 0);
        TVector.Store(s1, ref y, c1);
        TVector.Store(s2, ref y, c2);
        TVector.Store(s3, ref y, c3);
        TVector.Store(p0, ref yPartner, 0);
        TVector.Store(p1, ref yPartner, c1);
        TVector.Store(p2, ref yPartner, c2);
        TVector.Store(p3, ref yPartner, c3);
    }
}
