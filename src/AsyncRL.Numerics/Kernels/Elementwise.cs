using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Applies functions to every number of a span. The vector loop and its tail round every element in the same way.</summary>
/// <remarks>
/// <see cref="Map"/> is never inlined. A compiler that inlines it into a caller has no inlining budget left for the functions within it,
/// and the operations of a lane become calls, at thirty times the cost.
/// </remarks>
internal static class Elementwise
{
    /// <summary>destination[i] = f(source[i]); source and destination may be the same span.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Map<TFunction, TLane, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TFunction : struct, IElementwiseFunction
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, destination.Length);
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint width = (nuint)TLane.Width;
        nuint i = 0;
        for (; i + width <= length; i += width) TLane.Store(TFunction.Invoke<TLane, T>(TLane.Load(in from, i)), ref to, i);
        for (; i < length; i++)
            ScalarLane<T>.Store(TFunction.Invoke<ScalarLane<T>, T>(ScalarLane<T>.Load(in from, i)), ref to, i);
    }

    /// <summary>destination[i] = max(0, source[i]), where a NaN stays NaN; source and destination may be the same span.</summary>
    /// <remarks>Processes four lanes per iteration: with one lane, the loop's own instructions would take a third of the time.</remarks>
    internal static void PositivePart<TLane, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, destination.Length);
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint width = (nuint)TLane.Width;
        nuint i = 0;
        for (; i + (4 * width) <= length; i += 4 * width)
        {
            PositivePartAt<TLane, T>(ref from, ref to, i);
            PositivePartAt<TLane, T>(ref from, ref to, i + width);
            PositivePartAt<TLane, T>(ref from, ref to, i + (2 * width));
            PositivePartAt<TLane, T>(ref from, ref to, i + (3 * width));
        }

        for (; i + width <= length; i += width) PositivePartAt<TLane, T>(ref from, ref to, i);
        for (; i < length; i++) PositivePartAt<ScalarLane<T>, T>(ref from, ref to, i);
    }

    /// <summary>destination[i] = source[i] where gate[i] &gt; 0, else 0; source and destination may be the same span.</summary>
    /// <remarks>Processes four lanes per iteration, as <see cref="PositivePart"/> does.</remarks>
    internal static void KeepWherePositive<TLane, T>(ReadOnlySpan<T> gate, ReadOnlySpan<T> source, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, destination.Length);
        Check.SameLength(gate.Length, destination.Length);
        ref T open = ref MemoryMarshal.GetReference(gate);
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint width = (nuint)TLane.Width;
        nuint i = 0;
        for (; i + (4 * width) <= length; i += 4 * width)
        {
            KeepAt<TLane, T>(ref open, ref from, ref to, i);
            KeepAt<TLane, T>(ref open, ref from, ref to, i + width);
            KeepAt<TLane, T>(ref open, ref from, ref to, i + (2 * width));
            KeepAt<TLane, T>(ref open, ref from, ref to, i + (3 * width));
        }

        for (; i + width <= length; i += width) KeepAt<TLane, T>(ref open, ref from, ref to, i);
        for (; i < length; i++) KeepAt<ScalarLane<T>, T>(ref open, ref from, ref to, i);
    }

    /// <summary>destination[i] += source[i].</summary>
    internal static void AddTo<TLane, T>(ReadOnlySpan<T> source, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check.SameLength(source.Length, destination.Length);
        ref T from = ref MemoryMarshal.GetReference(source);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length;
        nuint width = (nuint)TLane.Width;
        nuint i = 0;
        for (; i + width <= length; i += width) TLane.Store(TLane.Load(in to, i) + TLane.Load(in from, i), ref to, i);
        for (; i < length; i++) destination[(int)i] += source[(int)i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PositivePartAt<TLane, T>(ref T source, ref T destination, nuint i)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLane.Store(TLane.Maximum(TLane.Broadcast(T.Zero), TLane.Load(in source, i)), ref destination, i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void KeepAt<TLane, T>(ref T gate, ref T source, ref T destination, nuint i)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TLane zero = TLane.Broadcast(T.Zero);
        TLane.Store(TLane.SelectGreater(TLane.Load(in gate, i), zero, TLane.Load(in source, i), zero), ref destination, i);
    }
}
