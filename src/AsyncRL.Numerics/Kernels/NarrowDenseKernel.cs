using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The passes of a dense layer with fewer outputs than a cache line has floats. Heads are such layers: a policy's logits, a value. In the
/// backward pass vectors run along the inputs, because along the outputs most of a vector would be empty. In the forward pass a vector
/// begins at the first output of an input, and its elements beyond the last output are ignored.
/// </summary>
/// <remarks>
/// The sum of an output is computed in four chains: inputs 0, 4, 8, …, then 1, 5, 9, …, and so on, with every vector. Therefore all widths
/// give the same bits, and the sum does not wait for the latency of one chain over all inputs. Gradients are added in the order of samples
/// and of outputs.
/// </remarks>
internal static class NarrowDenseKernel
{
    /// <summary>From this number of outputs on, a layer is not narrow.</summary>
    internal const int Limit = 16;

    private const int WidestVector = 16;

    /// <summary>The sums of a row's outputs, and the elements of the last vector beyond them.</summary>
    private const int SumsPerRow = Limit + WidestVector;

    /// <summary>output[r, o] = bias[o] + Σᵢ input[r, i] · weights[i, o].</summary>
    /// <param name="rows">Number of rows r.</param>
    /// <param name="input">[row, input].</param>
    /// <param name="weights">
    /// [input, output], and at least <see cref="Limit"/> further numbers, which are read and have no effect: a vector begins at each row of
    /// weights and reaches beyond the last one.
    /// </param>
    /// <param name="bias">[output].</param>
    /// <param name="output">[row, output], overwritten.</param>
    internal static void Forward<TVector, T>(
        int rows, ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = input.Length / Math.Max(1, rows), outputs = bias.Length;
        if (outputs == 1 && TVector.Width > 1)
        {
            // Vectors of one useful element cost more than scalars: each load crosses into the next cache line.
            Forward<ScalarVector<T>, T>(rows, input, weights, bias, output);
            return;
        }

        if (typeof(T) == typeof(float) && outputs <= Vector128Float.Width && TVector.Width > Vector128Float.Width)
        {
            // A row of weights fits a short vector, and most loads of a short vector stay within a cache line.
            Forward<Vector128Float, float>(
                rows,
                MemoryMarshal.Cast<T, float>(input),
                MemoryMarshal.Cast<T, float>(weights),
                MemoryMarshal.Cast<T, float>(bias),
                MemoryMarshal.Cast<T, float>(output));
            return;
        }

        Check.LengthAtLeast("dense", "weights and what follows", weights.Length, checked((inputs * outputs) + Limit));
        Span<T> sums = stackalloc T[2 * SumsPerRow];
        for (int row = 0, count; row < rows; row += count)
        {
            count = Math.Min(2, rows - row);
            ref T x = ref MemoryMarshal.GetReference(input.Slice(row * inputs, count * inputs));
            for (int o = 0; o < outputs; o += TVector.Width)
            {
                ref T w = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), o);
                if (count == 2) SumTwoRows<TVector, T>((nuint)inputs, (nuint)outputs, ref x, ref w, sums[o..]);
                else SumOneRow<TVector, T>((nuint)inputs, (nuint)outputs, ref x, ref w, sums[o..]);
            }

            for (int n = 0; n < count; n++)
            {
                for (int o = 0; o < outputs; o++) output[((row + n) * outputs) + o] = bias[o] + sums[(n * SumsPerRow) + o];
            }
        }
    }

    /// <summary>weightGradient[i, o] += Σₜ input[t, i] · outputGradient[t, o].</summary>
    internal static void AddWeightGradient<TVector, T>(
        int inputs, int outputs, ReadOnlySpan<T> input, ReadOnlySpan<T> outputGradient, Span<T> weightGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i + TVector.Width <= inputs; i += TVector.Width)
            AddBlock<TVector, T>(i, inputs, outputs, input, outputGradient, weightGradient);
        for (; i < inputs; i++) AddBlock<ScalarVector<T>, T>(i, inputs, outputs, input, outputGradient, weightGradient);
    }

    /// <summary>inputGradient[t, i] = Σₒ outputGradient[t, o] · weights[i, o].</summary>
    internal static void ComputeInputGradient<TVector, T>(
        int inputs, int outputs, ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> weights, Span<T> inputGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> transposed = stackalloc T[Limit * WidestVector];
        int i = 0;
        for (; i + TVector.Width <= inputs; i += TVector.Width)
            ComputeBlock<TVector, T>(i, inputs, outputs, outputGradient, weights, transposed, inputGradient);
        for (; i < inputs; i++)
            ComputeBlock<ScalarVector<T>, T>(i, inputs, outputs, outputGradient, weights, transposed, inputGradient);
    }

    /// <summary>Computes one vector of outputs, the elements beyond the last output included.</summary>
    private static void SumOneRow<TVector, T>(nuint inputs, nuint outputs, ref T x, ref T w, Span<T> sums)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector s0 = TVector.Broadcast(T.Zero), s1 = s0, s2 = s0, s3 = s0;
        nuint i = 0;
        for (; i + 3 < inputs; i += 4)
        {
            s0 = TVector.BroadcastMultiplyAdd(in x, i, TVector.Load(in w, 0), s0);
            s1 = TVector.BroadcastMultiplyAdd(in x, i + 1, TVector.Load(in w, outputs), s1);
            s2 = TVector.BroadcastMultiplyAdd(in x, i + 2, TVector.Load(in w, 2 * outputs), s2);
            s3 = TVector.BroadcastMultiplyAdd(in x, i + 3, TVector.Load(in w, 3 * outputs), s3);
            w = ref Unsafe.Add(ref w, 4 * outputs);
        }

        for (; i < inputs; i++, w = ref Unsafe.Add(ref w, outputs)) s0 = TVector.BroadcastMultiplyAdd(in x, i, TVector.Load(in w, 0), s0);
        TVector.Store(s0 + s1 + (s2 + s3), ref MemoryMarshal.GetReference(sums), 0);
    }

    /// <summary>Does the same for two rows, which share the weights that are loaded: twice as many chains hide the latency.</summary>
    private static void SumTwoRows<TVector, T>(nuint inputs, nuint outputs, ref T x, ref T w, Span<T> sums)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T second = ref Unsafe.Add(ref x, inputs);
        TVector s0 = TVector.Broadcast(T.Zero), s1 = s0, s2 = s0, s3 = s0, r0 = s0, r1 = s0, r2 = s0, r3 = s0;
        nuint i = 0;
        for (; i + 3 < inputs; i += 4)
        {
            TVector w0 = TVector.Load(in w, 0), w1 = TVector.Load(in w, outputs);
            TVector w2 = TVector.Load(in w, 2 * outputs), w3 = TVector.Load(in w, 3 * outputs);
            s0 = TVector.BroadcastMultiplyAdd(in x, i, w0, s0);
            r0 = TVector.BroadcastMultiplyAdd(in second, i, w0, r0);
            s1 = TVector.BroadcastMultiplyAdd(in x, i + 1, w1, s1);
            r1 = TVector.BroadcastMultiplyAdd(in second, i + 1, w1, r1);
            s2 = TVector.BroadcastMultiplyAdd(in x, i + 2, w2, s2);
            r2 = TVector.BroadcastMultiplyAdd(in second, i + 2, w2, r2);
            s3 = TVector.BroadcastMultiplyAdd(in x, i + 3, w3, s3);
            r3 = TVector.BroadcastMultiplyAdd(in second, i + 3, w3, r3);
            w = ref Unsafe.Add(ref w, 4 * outputs);
        }

        for (; i < inputs; i++, w = ref Unsafe.Add(ref w, outputs))
        {
            s0 = TVector.BroadcastMultiplyAdd(in x, i, TVector.Load(in w, 0), s0);
            r0 = TVector.BroadcastMultiplyAdd(in second, i, TVector.Load(in w, 0), r0);
        }

        ref T to = ref MemoryMarshal.GetReference(sums);
        TVector.Store(s0 + s1 + (s2 + s3), ref to, 0);
        TVector.Store(r0 + r1 + (r2 + r3), ref to, SumsPerRow);
    }

    /// <summary>
    /// Adds the gradients of one vector of inputs, output by output. The weights of one output are not neighbors in memory: each is in
    /// another row.
    /// </summary>
    private static void AddBlock<TVector, T>(
        int first, int inputs, int outputs, ReadOnlySpan<T> input, ReadOnlySpan<T> outputGradient, Span<T> weightGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T x = ref Unsafe.Add(ref MemoryMarshal.GetReference(input), first);
        ref T rows = ref MemoryMarshal.GetReference(weightGradient.Slice(first * outputs, TVector.Width * outputs));
        nuint samples = (nuint)(outputGradient.Length / outputs);
        Span<T> sums = stackalloc T[WidestVector];
        ref T from = ref MemoryMarshal.GetReference(sums);
        for (int o = 0; o < outputs; o++)
        {
            ref T d = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputGradient), o);
            TVector sum = TVector.Broadcast(T.Zero);
            for (nuint t = 0; t < samples; t++)
                sum = TVector.BroadcastMultiplyAdd(in d, t * (nuint)outputs, TVector.Load(in x, t * (nuint)inputs), sum);
            if (outputs == 1)
            {
                TVector.Store(TVector.Load(in rows, 0) + sum, ref rows, 0);
                return;
            }

            // A vector that is read as numbers is kept in memory. Therefore only a copy of the sum is read so.
            TVector.Store(sum, ref from, 0);
            ref T column = ref Unsafe.Add(ref rows, o);
            for (int k = 0; k < TVector.Width; k++, column = ref Unsafe.Add(ref column, outputs)) column += Unsafe.Add(ref from, k);
        }
    }

    /// <summary>
    /// Computes the gradients with respect to one vector of inputs, for all samples. The weights are transposed to the order of the inputs.
    /// </summary>
    private static void ComputeBlock<TVector, T>(
        int first,
        int inputs,
        int outputs,
        ReadOnlySpan<T> outputGradient,
        ReadOnlySpan<T> weights,
        Span<T> transposed,
        Span<T> inputGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(weights.Slice(first * outputs, TVector.Width * outputs));
        ref T to = ref MemoryMarshal.GetReference(transposed);
        for (int k = 0; k < TVector.Width; k++)
        {
            for (int o = 0; o < outputs; o++) Unsafe.Add(ref to, (o * TVector.Width) + k) = Unsafe.Add(ref from, (k * outputs) + o);
        }

        ref T d = ref MemoryMarshal.GetReference(outputGradient);
        ref T destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputGradient), first);
        nuint samples = (nuint)(outputGradient.Length / outputs), width = (nuint)TVector.Width;
        for (nuint t = 0; t < samples; t++)
        {
            TVector sum = TVector.Broadcast(T.Zero);
            for (nuint o = 0; o < (nuint)outputs; o++)
                sum = TVector.BroadcastMultiplyAdd(in d, (t * (nuint)outputs) + o, TVector.Load(in to, o * width), sum);
            TVector.Store(sum, ref destination, t * (nuint)inputs);
        }
    }
}
