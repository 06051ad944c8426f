using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Numerics.Vectors;

/// <summary>
/// Two neighboring vectors as one vector of double width. A kernel over a pair keeps twice as many sums in registers and uses each
/// broadcast number twice. The same source serves machines with 32 vector registers (over pairs) and with 16 (over single vectors).
/// </summary>
/// <typeparam name="TVector">The vector of which there are two.</typeparam>
/// <typeparam name="TElement">Its element.</typeparam>
internal readonly struct VectorPair<TVector, TElement> : IVector<VectorPair<TVector, TElement>, TElement>
    where TVector : unmanaged, IVector<TVector, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly TVector _low;
    private readonly TVector _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private VectorPair(TVector low, TVector high)
    {
        _low = low;
        _high = high;
    }

    public static VectorWidth Kind => TVector.Kind;

    public static int Width => 2 * TVector.Width;

    public static bool IsAccelerated => TVector.IsAccelerated;

    public static bool IsFused => TVector.IsFused;

    public static bool HasManyRegisters => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> Broadcast(TElement value)
    {
        TVector vector = TVector.Broadcast(value);
        return new(vector, vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> Load(ref readonly TElement source, nuint offset) =>
        new(TVector.Load(in source, offset), TVector.Load(in source, offset + (nuint)TVector.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(VectorPair<TVector, TElement> value, ref TElement destination, nuint offset)
    {
        TVector.Store(value._low, ref destination, offset);
        TVector.Store(value._high, ref destination, offset + (nuint)TVector.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> BroadcastMultiplyAdd(
        ref readonly TElement scalar, nuint offset, VectorPair<TVector, TElement> vector, VectorPair<TVector, TElement> sum) => new(
            TVector.BroadcastMultiplyAdd(in scalar, offset, vector._low, sum._low),
            TVector.BroadcastMultiplyAdd(in scalar, offset, vector._high, sum._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> LoadMultiplyAdd(
        ref readonly TElement source, nuint offset, VectorPair<TVector, TElement> factor, VectorPair<TVector, TElement> sum) => new(
            TVector.LoadMultiplyAdd(in source, offset, factor._low, sum._low),
            TVector.LoadMultiplyAdd(in Unsafe.Add(ref Unsafe.AsRef(in source), TVector.Width), offset, factor._high, sum._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> MultiplyAdd(
        VectorPair<TVector, TElement> left, VectorPair<TVector, TElement> right, VectorPair<TVector, TElement> addend) => new(
            TVector.MultiplyAdd(left._low, right._low, addend._low), TVector.MultiplyAdd(left._high, right._high, addend._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> SquareRoot(VectorPair<TVector, TElement> value) =>
        new(TVector.SquareRoot(value._low), TVector.SquareRoot(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> ReciprocalSquareRoot(VectorPair<TVector, TElement> value) =>
        new(TVector.ReciprocalSquareRoot(value._low), TVector.ReciprocalSquareRoot(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> Minimum(VectorPair<TVector, TElement> limit, VectorPair<TVector, TElement> value) =>
        new(TVector.Minimum(limit._low, value._low), TVector.Minimum(limit._high, value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> Maximum(VectorPair<TVector, TElement> limit, VectorPair<TVector, TElement> value) =>
        new(TVector.Maximum(limit._low, value._low), TVector.Maximum(limit._high, value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> SelectGreater(
        VectorPair<TVector, TElement> left,
        VectorPair<TVector, TElement> right,
        VectorPair<TVector, TElement> whenGreater,
        VectorPair<TVector, TElement> otherwise) => new(
            TVector.SelectGreater(left._low, right._low, whenGreater._low, otherwise._low),
            TVector.SelectGreater(left._high, right._high, whenGreater._high, otherwise._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> PowerOfTwo(VectorPair<TVector, TElement> exponent) =>
        new(TVector.PowerOfTwo(exponent._low), TVector.PowerOfTwo(exponent._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> SplitExponent(
        VectorPair<TVector, TElement> value, out VectorPair<TVector, TElement> exponent)
    {
        TVector low = TVector.SplitExponent(value._low, out TVector lowExponent);
        TVector high = TVector.SplitExponent(value._high, out TVector highExponent);
        exponent = new(lowExponent, highExponent);
        return new(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TElement Sum(VectorPair<TVector, TElement> value) => TVector.Sum(value._low + value._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(
        VectorPair<TVector, TElement> first,
        VectorPair<TVector, TElement> second,
        VectorPair<TVector, TElement> third,
        VectorPair<TVector, TElement> fourth,
        ref TElement destination) => TVector.StoreSums(
            first._low + first._high, second._low + second._high, third._low + third._high, fourth._low + fourth._high, ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> operator +(VectorPair<TVector, TElement> left, VectorPair<TVector, TElement> right) =>
        new(left._low + right._low, left._high + right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> operator -(VectorPair<TVector, TElement> left, VectorPair<TVector, TElement> right) =>
        new(left._low - right._low, left._high - right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> operator *(VectorPair<TVector, TElement> left, VectorPair<TVector, TElement> right) =>
        new(left._low * right._low, left._high * right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector, TElement> operator /(VectorPair<TVector, TElement> left, VectorPair<TVector, TElement> right) =>
        new(left._low / right._low, left._high / right._high);
}
