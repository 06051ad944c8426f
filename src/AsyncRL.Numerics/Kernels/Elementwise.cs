using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Applies functions to every number of a span. The vector loop and its tail round every element in the same way.</summary>
/// <remarks>
/// <see cref="Map"/> is never inlined. A compiler that inlines it into a caller has no inlining budget left for the functions within it,
/// and the operations of a vector become calls, at thirty times the cost.
/// </remarks>
internal static class Elementwise
{
    /// <summary>destination[i] = f(source[i]); source and destination may be the same span.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Map<TFunction, TVector, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TFunction : struct, IElementwiseFunction
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, destination.Length);
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint width = (nuint)TVector.Width;
        nuint i = 0;
        for (; i + width <= length; i += width) TVector.Store(TFunction.Invoke<TVector, T>(TVector.Load(in from, i)), ref to, i);
        for (; i < length; i++)
            ScalarVector<T>.Store(TFunction.Invoke<ScalarVector<T>, T>(ScalarVector<T>.Load(in from, i)), ref to, i);
    }

    /// <summary>destination[i] = max(0, source[i]), where a NaN stays NaN; source and destination may be the same span.</summary>
    /// <remarks>
    /// Processes four vectors per iteration: with one vector, the loop's own instructions would take a third of the time.
    /// </remarks>
    internal static void PositivePart<TVector, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, destination.Length);
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint width = (nuint)TVector.Width;
        nuint i = 0;
        for (; i + (4 * width) <= length; i += 4 * width)
        {
            PositivePartAt<TVector, T>(ref from, ref to, i);
            PositivePartAt<TVector, T>(ref from, ref to, i + width);
            PositivePartAt<TVector, T>(ref from, ref to, i + (2 * width));
            PositivePartAt<TVector, T>(ref from, ref to, i + (3 * width));
        }

        for (; i + width <= length; i += width) PositivePartAt<TVector, T>(ref from, ref to, i);
        for (; i < length; i++) PositivePartAt<ScalarVector<T>, T>(ref from, ref to, i);
    }

    /// <summary>destination[i] = source[i] where gate[i] &gt; 0, else 0; source and destination may be the same span.</summary>
    /// <remarks>Processes four vectors per iteration, as <see cref="PositivePart"/> does.</remarks>
    internal static void KeepWherePositive<TVector, T>(ReadOnlySpan<T> gate, ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, destination.Length);
        Check.SameLength(gate.Length, destination.Length);
        ref T open = ref MemoryMarshal.GetReference(gate);
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint width = (nuint)TVector.Width;
        nuint i = 0;
        for (; i + (4 * width) <= length; i += 4 * width)
        {
            KeepAt<TVector, T>(ref open, ref from, ref to, i);
            KeepAt<TVector, T>(ref open, ref from, ref to, i + width);
            KeepAt<TVector, T>(ref open, ref from, ref to, i + (2 * width));
            KeepAt<TVector, T>(ref open, ref from, ref to, i + (3 * width));
        }

        for (; i + width <= length; i += width) KeepAt<TVector, T>(ref open, ref from, ref to, i);
        for (; i < length; i++) KeepAt<ScalarVector<T>, T>(ref open, ref from, ref to, i);
    }

    /// <summary>destination[i] = source[i] · y[i] (1 − y[i]), the derivative of the logistic sigmoid y.</summary>
    internal static void MultiplyBySlope<TVector, T>(ReadOnlySpan<T> sigmoid, ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, destination.Length);
        Check.SameLength(sigmoid.Length, destination.Length);
        ref T output = ref MemoryMarshal.GetReference(sigmoid);
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint width = (nuint)TVector.Width;
        nuint i = 0;
        for (; i + width <= length; i += width) SlopeAt<TVector, T>(ref output, ref from, ref to, i);
        for (; i < length; i++) SlopeAt<ScalarVector<T>, T>(ref output, ref from, ref to, i);
    }

    /// <summary>destination[i] += source[i].</summary>
    internal static void AddTo<TVector, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, destination.Length);
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint width = (nuint)TVector.Width;
        nuint i = 0;
        for (; i + width <= length; i += width) TVector.Store(TVector.Load(in to, i) + TVector.Load(in from, i), ref to, i);
        for (; i < length; i++) destination[(int)i] += source[(int)i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PositivePartAt<TVector, T>(ref T source, ref T destination, nuint i)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Store(TVector.Maximum(TVector.Broadcast(T.Zero), TVector.Load(in source, i)), ref destination, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KeepAt<TVector, T>(ref T gate, ref T source, ref T destination, nuint i)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector zero = TVector.Broadcast(T.Zero);
        TVector.Store(TVector.SelectGreater(TVector.Load(in gate, i), zero, TVector.Load(in source, i), zero), ref destination, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SlopeAt<TVector, T>(ref T sigmoid, ref T source, ref T destination, nuint i)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector y = TVector.Load(in sigmoid, i);
        TVector.Store(TVector.Load(in source, i) * (y * (TVector.Broadcast(T.One) - y)), ref destination, i);
    }
}
