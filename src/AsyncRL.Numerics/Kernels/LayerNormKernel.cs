using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// One row of layer normalisation. Mean and variance are two passes over the row: the variance is a mean of squares of differences, never a
/// difference of means of squares, which would lose the digits of a row that lies far from 0.
/// </summary>
/// <remarks>Sums run along the lanes, so widths agree within rounding; the rest is element by element.</remarks>
internal static class LayerNormKernel
{
    /// <summary>normalized = (x − μ) / √(σ² + ε), output = gain · normalized + shift.</summary>
    /// <returns>1 / √(σ² + ε).</returns>
    internal static T Forward<TLane, T>(
        ReadOnlySpan<T> input, ReadOnlySpan<T> gain, ReadOnlySpan<T> shift, T epsilon, Span<T> normalized, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T length = T.CreateTruncating(input.Length);
        T mean = Sum<TLane, T>(input) / length;
        T variance = Center<TLane, T>(input, mean, normalized) / length;
        T scale = T.One / T.Sqrt(variance + epsilon);
        ref T n = ref MemoryMarshal.GetReference(normalized);
        nuint i = 0;
        for (; i + (nuint)TLane.Width <= (nuint)input.Length; i += (nuint)TLane.Width)
            Scale<TLane, T>(scale, i, ref n, in gain[0], in shift[0], ref output[0]);
        for (; i < (nuint)input.Length; i++) Scale<ScalarLane<T>, T>(scale, i, ref n, in gain[0], in shift[0], ref output[0]);
        return scale;
    }

    /// <summary>gainGradient += dy · n, for the normalized numbers n of the row.</summary>
    internal static void AddGainGradient<TLane, T>(ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> normalized, Span<T> gainGradient)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T to = ref MemoryMarshal.GetReference(gainGradient);
        nuint i = 0;
        for (; i + (nuint)TLane.Width <= (nuint)normalized.Length; i += (nuint)TLane.Width)
            AddProduct<TLane, T>(i, in outputGradient[0], in normalized[0], ref to);
        for (; i < (nuint)normalized.Length; i++) AddProduct<ScalarLane<T>, T>(i, in outputGradient[0], in normalized[0], ref to);
    }

    /// <summary>dx = scale · (g − mean(g) − n · mean(g · n)) with g = gain · dy.</summary>
    internal static void ComputeInputGradient<TLane, T>(
        ReadOnlySpan<T> outputGradient, ReadOnlySpan<T> gain, ReadOnlySpan<T> normalized, T scale, Span<T> inputGradient)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint length = (nuint)normalized.Length, width = (nuint)TLane.Width;
        ref readonly T dy = ref MemoryMarshal.GetReference(outputGradient);
        ref readonly T factor = ref MemoryMarshal.GetReference(gain);
        ref readonly T n = ref MemoryMarshal.GetReference(normalized);
        ref T to = ref MemoryMarshal.GetReference(inputGradient);
        TLane sums = TLane.Broadcast(T.Zero), products = sums;
        nuint i = 0;
        for (; i + width <= length; i += width) AddMoments<TLane, T>(i, in dy, in factor, in n, ref sums, ref products);
        ScalarLane<T> sum = ScalarLane<T>.Broadcast(TLane.Sum(sums)), product = ScalarLane<T>.Broadcast(TLane.Sum(products));
        for (; i < length; i++) AddMoments<ScalarLane<T>, T>(i, in dy, in factor, in n, ref sum, ref product);

        T count = T.CreateTruncating(normalized.Length);
        T mean = ScalarLane<T>.Sum(sum) / count, slope = ScalarLane<T>.Sum(product) / count;
        for (i = 0; i + width <= length; i += width) Project<TLane, T>(i, mean, slope, scale, in dy, in factor, in n, ref to);
        for (; i < length; i++) Project<ScalarLane<T>, T>(i, mean, slope, scale, in dy, in factor, in n, ref to);
    }

    private static T Sum<TLane, T>(ReadOnlySpan<T> source)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(source);
        TLane lanes = TLane.Broadcast(T.Zero);
        nuint i = 0;
        for (; i + (nuint)TLane.Width <= (nuint)source.Length; i += (nuint)TLane.Width) lanes += TLane.Load(in from, i);
        T sum = TLane.Sum(lanes);
        for (; i < (nuint)source.Length; i++) sum += source[(int)i];
        return sum;
    }

    /// <summary>centered = x − mean.</summary>
    /// <returns>The sum of the squares of these differences.</returns>
    private static T Center<TLane, T>(ReadOnlySpan<T> input, T mean, Span<T> centered)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(input);
        ref T to = ref MemoryMarshal.GetReference(centered);
        TLane squares = TLane.Broadcast(T.Zero), means = TLane.Broadcast(mean);
        nuint i = 0;
        for (; i + (nuint)TLane.Width <= (nuint)input.Length; i += (nuint)TLane.Width)
        {
            TLane difference = TLane.Load(in from, i) - means;
            TLane.Store(difference, ref to, i);
            squares = TLane.MultiplyAdd(difference, difference, squares);
        }

        T sum = TLane.Sum(squares);
        for (; i < (nuint)input.Length; i++)
        {
            T difference = input[(int)i] - mean;
            centered[(int)i] = difference;
            sum += difference * difference;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TLane, T>(T scale, nuint i, ref T normalized, in T gain, in T shift, ref T output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane n = TLane.Load(in normalized, i) * TLane.Broadcast(scale);
        TLane.Store(n, ref normalized, i);
        TLane.Store(TLane.MultiplyAdd(TLane.Load(in gain, i), n, TLane.Load(in shift, i)), ref output, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct<TLane, T>(nuint i, in T left, in T right, ref T sum)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLane.Store(TLane.MultiplyAdd(TLane.Load(in left, i), TLane.Load(in right, i), TLane.Load(in sum, i)), ref sum, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMoments<TLane, T>(nuint i, in T outputGradient, in T gain, in T normalized, ref TLane sum, ref TLane product)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane g = TLane.Load(in outputGradient, i) * TLane.Load(in gain, i);
        sum += g;
        product = TLane.MultiplyAdd(g, TLane.Load(in normalized, i), product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Project<TLane, T>(
        nuint i, T mean, T slope, T scale, in T outputGradient, in T gain, in T normalized, ref T inputGradient)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane g = TLane.Load(in outputGradient, i) * TLane.Load(in gain, i);
        TLane rest = g - TLane.Broadcast(mean) - (TLane.Load(in normalized, i) * TLane.Broadcast(slope));
        TLane.Store(TLane.Broadcast(scale) * rest, ref inputGradient, i);
    }
}
