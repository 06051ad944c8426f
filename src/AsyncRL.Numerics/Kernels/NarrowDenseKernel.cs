using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The passes of a dense layer with fewer outputs than a cache line has floats. Heads are such layers: a policy's logits, a value. Vectors
/// run along the inputs here, because along the outputs most of a vector would be empty.
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

    /// <summary>output[o] = bias[o] + Σᵢ input[i] · weights[i, o], for one row.</summary>
    internal static void Forward<T>(ReadOnlySpan<T> input, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T x = ref MemoryMarshal.GetReference(input);
        nuint inputs = (nuint)input.Length, outputs = (nuint)output.Length;
        for (int o = 0; o < output.Length; o++)
        {
            ref T w = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), o);
            ScalarVector<T> s0 = ScalarVector<T>.Broadcast(T.Zero), s1 = s0, s2 = s0, s3 = s0;
            nuint i = 0, at = 0;
            for (; i + 3 < inputs; i += 4, at += 4 * outputs)
            {
                s0 = ScalarVector<T>.BroadcastMultiplyAdd(in x, i, ScalarVector<T>.Load(in w, at), s0);
                s1 = ScalarVector<T>.BroadcastMultiplyAdd(in x, i + 1, ScalarVector<T>.Load(in w, at + outputs), s1);
                s2 = ScalarVector<T>.BroadcastMultiplyAdd(in x, i + 2, ScalarVector<T>.Load(in w, at + (2 * outputs)), s2);
                s3 = ScalarVector<T>.BroadcastMultiplyAdd(in x, i + 3, ScalarVector<T>.Load(in w, at + (3 * outputs)), s3);
            }

            for (; i < inputs; i++, at += outputs) s0 = ScalarVector<T>.BroadcastMultiplyAdd(in x, i, ScalarVector<T>.Load(in w, at), s0);
            output[o] = bias[o] + ScalarVector<T>.Sum(s0 + s1 + (s2 + s3));
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
        for (int o = 0; o < outputs; o++)
        {
            ref T d = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputGradient), o);
            TVector sum = TVector.Broadcast(T.Zero);
            for (nuint t = 0; t < samples; t++)
                sum = TVector.BroadcastMultiplyAdd(in d, t * (nuint)outputs, TVector.Load(in x, t * (nuint)inputs), sum);
            ref T column = ref Unsafe.Add(ref rows, o);
            ref T sums = ref Unsafe.As<TVector, T>(ref sum);
            for (int k = 0; k < TVector.Width; k++) Unsafe.Add(ref column, k * outputs) += Unsafe.Add(ref sums, k);
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
