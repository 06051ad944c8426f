using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Applies functions to every number of a span. Every element is rounded alike in the vector loop and in its tail.</summary>
/// <remarks>
/// <see cref="Map"/> is never inlined: a compiler that inlines it into a caller has no budget left for the functions within it, and a
/// lane's operations become calls, at thirty times the cost.
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

    /// <summary>destination[i] = source[i] where gate[i] &gt; 0, else 0; source and destination may be the same span.</summary>
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
        TLane zero = TLane.Broadcast(T.Zero);
        nuint i = 0;
        for (; i + width <= length; i += width)
            TLane.Store(TLane.SelectGreater(TLane.Load(in open, i), zero, TLane.Load(in from, i), zero), ref to, i);
        for (; i < length; i++) destination[(int)i] = gate[(int)i] > T.Zero ? source[(int)i] : T.Zero;
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
}
