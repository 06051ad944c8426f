using System.Numerics;

namespace AsyncRL.Numerics.Lanes;

/// <summary>
/// The numbers that one vector register holds, and the few operations that kernels are written in. A kernel is written once, generic over a
/// lane, and the lane's type determines the width: <see cref="Lane512"/>, <see cref="Lane256"/>, <see cref="Lane128"/>, or one number at a
/// time, <see cref="ScalarLane{TElement}"/>. The tail of most vector loops is the same kernel over the scalar lane.
/// </summary>
/// <remarks>
/// Every operation except <see cref="Sum"/> and <see cref="StoreSums"/> works element by element. Every operation except
/// <see cref="ReciprocalSquareRoot"/> and these two is exactly rounded. Therefore element-wise code gives the same bits at every width on
/// one machine. Between machines only <see cref="IsFused"/> can differ: <see cref="MultiplyAdd"/> rounds once if the hardware fuses, and
/// twice if it does not (a fused operation emulated in software is about 40 times slower). Loads and stores require no alignment and check
/// no bounds: the caller of a kernel checks lengths once, as <see cref="Layers.Layer"/> does.
/// </remarks>
/// <typeparam name="TLane">The implementing struct.</typeparam>
/// <typeparam name="TElement">The element, <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ILane<TLane, TElement> :
    IAdditionOperators<TLane, TLane, TLane>,
    ISubtractionOperators<TLane, TLane, TLane>,
    IMultiplyOperators<TLane, TLane, TLane>,
    IDivisionOperators<TLane, TLane, TLane>
    where TLane : unmanaged, ILane<TLane, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The kind of this lane, for dispatch and for output.</summary>
    static abstract LaneWidth Kind { get; }

    /// <summary>Number of elements per lane.</summary>
    static abstract int Width { get; }

    /// <summary>Whether the machine has instructions of this width. Without them the lane computes the same results, slowly.</summary>
    static abstract bool IsAccelerated { get; }

    /// <summary>Whether <see cref="MultiplyAdd"/> rounds once. The same for every lane of one machine.</summary>
    static abstract bool IsFused { get; }

    /// <summary>
    /// Whether a kernel may keep 16 accumulators and its operands in registers (32 vector registers) or only 8 (16 registers).
    /// </summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>Copies one number into every element.</summary>
    /// <param name="value">The number.</param>
    /// <returns>A lane of equal elements.</returns>
    static abstract TLane Broadcast(TElement value);

    /// <summary>Reads <see cref="Width"/> consecutive numbers.</summary>
    /// <param name="source">The origin.</param>
    /// <param name="offset">Elements from the origin to the first number.</param>
    /// <returns>The numbers.</returns>
    static abstract TLane Load(ref readonly TElement source, nuint offset);

    /// <summary>Writes <see cref="Width"/> consecutive numbers.</summary>
    /// <param name="value">The numbers.</param>
    /// <param name="destination">The origin.</param>
    /// <param name="offset">Elements from the origin to the first number.</param>
    static abstract void Store(TLane value, ref TElement destination, nuint offset);

    /// <summary>
    /// scalar · vector + sum, with the scalar read from memory: one instruction if the hardware can broadcast while it loads.
    /// </summary>
    /// <param name="scalar">The origin of the scalar.</param>
    /// <param name="offset">Elements from the origin to the scalar.</param>
    /// <param name="vector">The lane to multiply.</param>
    /// <param name="sum">The lane to add to.</param>
    /// <returns>The sum, rounded as <see cref="MultiplyAdd"/> rounds.</returns>
    static abstract TLane BroadcastMultiplyAdd(ref readonly TElement scalar, nuint offset, TLane vector, TLane sum);

    /// <summary>
    /// factor · vector + sum, with the vector read from memory: one instruction if the hardware can multiply while it loads.
    /// </summary>
    /// <param name="source">The origin of the vector.</param>
    /// <param name="offset">Elements from the origin to the vector's first number.</param>
    /// <param name="factor">The lane to multiply with.</param>
    /// <param name="sum">The lane to add to.</param>
    /// <returns>The sum, rounded as <see cref="MultiplyAdd"/> rounds.</returns>
    static abstract TLane LoadMultiplyAdd(ref readonly TElement source, nuint offset, TLane factor, TLane sum);

    /// <summary>left · right + addend, fused if the hardware fuses.</summary>
    /// <param name="left">First factor.</param>
    /// <param name="right">Second factor.</param>
    /// <param name="addend">What is added.</param>
    /// <returns>The sum.</returns>
    static abstract TLane MultiplyAdd(TLane left, TLane right, TLane addend);

    /// <summary>The exactly rounded square root.</summary>
    /// <param name="value">Elements of at least 0; a negative one gives NaN.</param>
    /// <returns>The roots.</returns>
    static abstract TLane SquareRoot(TLane value);

    /// <summary>
    /// 1/√value. If the hardware has an estimate, it is refined by Newton's method to a relative error of at most 2⁻²¹ (less than half the
    /// time of a root and a division). In the scalar lane and on other hardware the result is the exactly rounded root and division. Lanes
    /// and machines agree within the bound, not bit for bit.
    /// </summary>
    /// <param name="value">Positive normal numbers; anything else gives a meaningless result.</param>
    /// <returns>The reciprocal roots.</returns>
    static abstract TLane ReciprocalSquareRoot(TLane value);

    /// <summary>The smaller of a limit and a value; a NaN in <paramref name="value"/> stays NaN.</summary>
    /// <param name="limit">Not NaN.</param>
    /// <param name="value">Any value.</param>
    /// <returns>The minimum.</returns>
    static abstract TLane Minimum(TLane limit, TLane value);

    /// <summary>The larger of a limit and a value; a NaN in <paramref name="value"/> stays NaN.</summary>
    /// <param name="limit">Not NaN.</param>
    /// <param name="value">Any value.</param>
    /// <returns>The maximum.</returns>
    static abstract TLane Maximum(TLane limit, TLane value);

    /// <summary>
    /// Per element: <paramref name="whenGreater"/> if left &gt; right, else <paramref name="otherwise"/> (also if either is NaN).
    /// </summary>
    /// <param name="left">Left side of the comparison.</param>
    /// <param name="right">Right side of the comparison.</param>
    /// <param name="whenGreater">The result if left &gt; right.</param>
    /// <param name="otherwise">The result otherwise.</param>
    /// <returns>The chosen elements.</returns>
    static abstract TLane SelectGreater(TLane left, TLane right, TLane whenGreater, TLane otherwise);

    /// <summary>2ⁿ, built from the bits of the exponent.</summary>
    /// <param name="exponent">Integers n for which 2ⁿ is a normal number.</param>
    /// <returns>The exact powers.</returns>
    static abstract TLane PowerOfTwo(TLane exponent);

    /// <summary>Splits value = mantissa · 2ᵉ with √½ ≤ mantissa &lt; √2.</summary>
    /// <param name="value">Positive normal numbers; anything else gives a meaningless result.</param>
    /// <param name="exponent">The integers e.</param>
    /// <returns>The mantissas.</returns>
    static abstract TLane SplitExponent(TLane value, out TLane exponent);

    /// <summary>Adds the elements. The order of additions is fixed for each width and differs between widths.</summary>
    /// <param name="value">The lane.</param>
    /// <returns>The sum, with a rounding error of at most log₂(width) units in the last place of the sum of magnitudes.</returns>
    static abstract TElement Sum(TLane value);

    /// <summary>
    /// Adds the elements of four lanes and writes the four sums side by side. If lanes can be transposed in registers, this takes little
    /// more time than one <see cref="Sum"/>. The error is bounded like that of <see cref="Sum"/>. The order of additions is the same for
    /// all four lanes, and may differ from that of <see cref="Sum"/>.
    /// </summary>
    /// <param name="first">Its sum goes to destination[0].</param>
    /// <param name="second">Its sum goes to destination[1].</param>
    /// <param name="third">Its sum goes to destination[2].</param>
    /// <param name="fourth">Its sum goes to destination[3].</param>
    /// <param name="destination">The first of four numbers that are overwritten.</param>
    static abstract void StoreSums(TLane first, TLane second, TLane third, TLane fourth, ref TElement destination);
}
