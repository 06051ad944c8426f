using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Numerics.Lanes;

/// <summary>
/// Two neighbouring lanes as one lane of double width. A kernel over a pair keeps twice as many sums in registers and uses each broadcast
/// number twice. The same source serves machines with 32 vector registers (over pairs) and with 16 (over single lanes).
/// </summary>
/// <typeparam name="TLane">The lane of which there are two.</typeparam>
/// <typeparam name="TElement">Its element.</typeparam>
internal readonly struct LanePair<TLane, TElement> : ILane<LanePair<TLane, TElement>, TElement>
    where TLane : unmanaged, ILane<TLane, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly TLane _low;
    private readonly TLane _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LanePair(TLane low, TLane high)
    {
        _low = low;
        _high = high;
    }

    public static LaneWidth Kind => TLane.Kind;

    public static int Width => 2 * TLane.Width;

    public static bool IsAccelerated => TLane.IsAccelerated;

    public static bool IsFused => TLane.IsFused;

    public static bool HasManyRegisters => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> Broadcast(TElement value)
    {
        TLane lane = TLane.Broadcast(value);
        return new(lane, lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> Load(ref readonly TElement source, nuint offset) =>
        new(TLane.Load(in source, offset), TLane.Load(in source, offset + (nuint)TLane.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(LanePair<TLane, TElement> value, ref TElement destination, nuint offset)
    {
        TLane.Store(value._low, ref destination, offset);
        TLane.Store(value._high, ref destination, offset + (nuint)TLane.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> BroadcastMultiplyAdd(
        ref readonly TElement scalar, nuint offset, LanePair<TLane, TElement> vector, LanePair<TLane, TElement> sum) => new(
            TLane.BroadcastMultiplyAdd(in scalar, offset, vector._low, sum._low),
            TLane.BroadcastMultiplyAdd(in scalar, offset, vector._high, sum._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> LoadMultiplyAdd(
        ref readonly TElement source, nuint offset, LanePair<TLane, TElement> factor, LanePair<TLane, TElement> sum) => new(
            TLane.LoadMultiplyAdd(in source, offset, factor._low, sum._low),
            TLane.LoadMultiplyAdd(in Unsafe.Add(ref Unsafe.AsRef(in source), TLane.Width), offset, factor._high, sum._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> MultiplyAdd(
        LanePair<TLane, TElement> left, LanePair<TLane, TElement> right, LanePair<TLane, TElement> addend) => new(
            TLane.MultiplyAdd(left._low, right._low, addend._low), TLane.MultiplyAdd(left._high, right._high, addend._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> SquareRoot(LanePair<TLane, TElement> value) =>
        new(TLane.SquareRoot(value._low), TLane.SquareRoot(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> ReciprocalSquareRoot(LanePair<TLane, TElement> value) =>
        new(TLane.ReciprocalSquareRoot(value._low), TLane.ReciprocalSquareRoot(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> Minimum(LanePair<TLane, TElement> limit, LanePair<TLane, TElement> value) =>
        new(TLane.Minimum(limit._low, value._low), TLane.Minimum(limit._high, value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> Maximum(LanePair<TLane, TElement> limit, LanePair<TLane, TElement> value) =>
        new(TLane.Maximum(limit._low, value._low), TLane.Maximum(limit._high, value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> SelectGreater(
        LanePair<TLane, TElement> left,
        LanePair<TLane, TElement> right,
        LanePair<TLane, TElement> whenGreater,
        LanePair<TLane, TElement> otherwise) => new(
            TLane.SelectGreater(left._low, right._low, whenGreater._low, otherwise._low),
            TLane.SelectGreater(left._high, right._high, whenGreater._high, otherwise._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> PowerOfTwo(LanePair<TLane, TElement> exponent) =>
        new(TLane.PowerOfTwo(exponent._low), TLane.PowerOfTwo(exponent._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> SplitExponent(LanePair<TLane, TElement> value, out LanePair<TLane, TElement> exponent)
    {
        TLane low = TLane.SplitExponent(value._low, out TLane lowExponent);
        TLane high = TLane.SplitExponent(value._high, out TLane highExponent);
        exponent = new(lowExponent, highExponent);
        return new(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TElement Sum(LanePair<TLane, TElement> value) => TLane.Sum(value._low + value._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(
        LanePair<TLane, TElement> first,
        LanePair<TLane, TElement> second,
        LanePair<TLane, TElement> third,
        LanePair<TLane, TElement> fourth,
        ref TElement destination) => TLane.StoreSums(
            first._low + first._high, second._low + second._high, third._low + third._high, fourth._low + fourth._high, ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> operator +(LanePair<TLane, TElement> left, LanePair<TLane, TElement> right) =>
        new(left._low + right._low, left._high + right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> operator -(LanePair<TLane, TElement> left, LanePair<TLane, TElement> right) =>
        new(left._low - right._low, left._high - right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> operator *(LanePair<TLane, TElement> left, LanePair<TLane, TElement> right) =>
        new(left._low * right._low, left._high * right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanePair<TLane, TElement> operator /(LanePair<TLane, TElement> left, LanePair<TLane, TElement> right) =>
        new(left._low / right._low, left._high / right._high);
}
