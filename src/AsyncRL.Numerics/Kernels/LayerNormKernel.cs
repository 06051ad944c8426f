using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// One row of layer normalization. Mean and variance are two passes over the row: the variance is a mean of squares of differences, never a
/// difference of means of squares, which would lose the digits of a row that lies far from 0.
/// </summary>
/// <remarks>Sums run along the vectors, so widths agree within rounding; the rest is element by element.</remarks>
internal static class LayerNormKernel
{
    /// <summary>normalized = (x − μ) / √(σ² + ε), output = gain · normalized + shift.</summary>
    /// <returns>1 / √(σ² + ε).</returns>
    internal static T Forward<TVector, T>(
        ReadOnlySpan<T> input, ReadOnlySpan<T> gain, ReadOnlySpan<T> shift, T epsilon, Span<T> normalized, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T length = T.CreateTruncating(input.Length);
        T mean = Sum<TVector, T>(input) / length;
        T variance = Center<TVector, T>(input, mean, normalized) / length;
        T scale = T.One / T.Sqrt(variance + epsilon);
        ref T n = ref MemoryMarshal.GetReference(normalized);
        nuint i = 0;
        for (; i + (nuint)TVector.Width <= (nuint)input.Length; i += (nuint)TVector.Width)
            Scale<TVector, T>(scale, i, ref n, in gain[0], in shift[0], ref output[0]);
        for (; i < (nuint)input.Length; i++) Scale<ScalarVector<T>, T>(scale, i, ref n, in gain[0], in shift[0], ref output[0]);
        return scale;
    }

    /// <summary>gainGradient += dy · n, for the normalized numbers n of the row.</summary>
    internal static void AddGainGradient<TVector, T>(ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> normalized, Span<T> gainGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T to = ref MemoryMarshal.GetReference(gainGradient);
        nuint i = 0;
        for (; i + (nuint)TVector.Width <= (nuint)normalized.Length; i += (nuint)TVector.Width)
            AddProduct<TVector, T>(i, in outputGradient[0], in normalized[0], ref to);
        for (; i < (nuint)normalized.Length; i++) AddProduct<ScalarVector<T>, T>(i, in outputGradient[0], in normalized[0], ref to);
    }

    /// <summary>dx = scale · (g − mean(g) − n · mean(g · n)) with g = gain · dy.</summary>
    internal static void ComputeInputGradient<TVector, T>(
        ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> gain, ReadOnlySpan<T> normalized, T scale, Span<T> inputGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint length = (nuint)normalized.Length, width = (nuint)TVector.Width;
        ref readonly T dy = ref MemoryMarshal.GetReference(outputGradient);
        ref readonly T factor = ref MemoryMarshal.GetReference(gain);
        ref readonly T n = ref MemoryMarshal.GetReference(normalized);
        ref T to = ref MemoryMarshal.GetReference(inputGradient);
        TVector sums = TVector.Broadcast(T.Zero), products = sums;
        nuint i = 0;
        for (; i + width <= length; i += width) AddMoments<TVector, T>(i, in dy, in factor, in n, ref sums, ref products);
        ScalarVector<T> sum = ScalarVector<T>.Broadcast(TVector.Sum(sums)), product = ScalarVector<T>.Broadcast(TVector.Sum(products));
        for (; i < length; i++) AddMoments<ScalarVector<T>, T>(i, in dy, in factor, in n, ref sum, ref product);

        T count = T.CreateTruncating(normalized.Length);
        T mean = ScalarVector<T>.Sum(sum) / count, slope = ScalarVector<T>.Sum(product) / count;
        for (i = 0; i + width <= length; i += width) Project<TVector, T>(i, mean, slope, scale, in dy, in factor, in n, ref to);
        for (; i < length; i++) Project<ScalarVector<T>, T>(i, mean, slope, scale, in dy, in factor, in n, ref to);
    }

    private static T Sum<TVector, T>(ReadOnlySpan<T> source)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(source);
        TVector sums = TVector.Broadcast(T.Zero);
        nuint i = 0;
        for (; i + (nuint)TVector.Width <= (nuint)source.Length; i += (nuint)TVector.Width) sums += TVector.Load(in from, i);
        T sum = TVector.Sum(sums);
        for (; i < (nuint)source.Length; i++) sum += source[(int)i];
        return sum;
    }

    /// <summary>centered = x − mean.</summary>
    /// <returns>The sum of the squares of these differences.</returns>
    private static T Center<TVector, T>(ReadOnlySpan<T> input, T mean, Span<T> centered)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(input);
        ref T to = ref MemoryMarshal.GetReference(centered);
        TVector squares = TVector.Broadcast(T.Zero), means = TVector.Broadcast(mean);
        nuint i = 0;
        for (; i + (nuint)TVector.Width <= (nuint)input.Length; i += (nuint)TVector.Width)
        {
            TVector difference = TVector.Load(in from, i) - means;
            TVector.Store(difference, ref to, i);
            squares = TVector.MultiplyAdd(difference, difference, squares);
        }

        T sum = TVector.Sum(squares);
        for (; i < (nuint)input.Length; i++)
        {
            T difference = input[(int)i] - mean;
            centered[(int)i] = difference;
            sum += difference * difference;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TVector, T>(T scale, nuint i, ref T normalized, in T gain, in T shift, ref T output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector n = TVector.Load(in normalized, i) * TVector.Broadcast(scale);
        TVector.Store(n, ref normalized, i);
        TVector.Store(TVector.MultiplyAdd(TVector.Load(in gain, i), n, TVector.Load(in shift, i)), ref output, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct<TVector, T>(nuint i, in T left, in T right, ref T sum)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Store(TVector.MultiplyAdd(TVector.Load(in left, i), TVector.Load(in right, i), TVector.Load(in sum, i)), ref sum, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMoments<TVector, T>(
        nuint i, in T outputGradient, in T gain, in T normalized, ref TVector sum, ref TVector product)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector g = TVector.Load(in outputGradient, i) * TVector.Load(in gain, i);
        sum += g;
        product = TVector.MultiplyAdd(g, TVector.Load(in normalized, i), product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Project<TVector, T>(
        nuint i, T mean, T slope, T scale, in T outputGradient, in T gain, in T normalized, ref T inputGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector g = TVector.Load(in outputGradient, i) * TVector.Load(in gain, i);
        TVector rest = g - TVector.Broadcast(mean) - (TVector.Load(in normalized, i) * TVector.Broadcast(slope));
        TVector.Store(TVector.Broadcast(scale) * rest, ref inputGradient, i);
    }
}
