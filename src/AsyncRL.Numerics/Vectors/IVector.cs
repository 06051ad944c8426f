using System.Numerics;

namespace AsyncRL.Numerics.Vectors;

/// <summary>
/// The numbers that one vector register holds, and the few operations that kernels are written in. A kernel is written once, generic over a
/// vector, and the vector's type determines the width: <see cref="Vector512Float"/>, <see cref="Vector256Float"/>,
/// <see cref="Vector128Float"/>, or one number at a time, <see cref="ScalarVector{TElement}"/>. The tail of most vector loops is the same
/// kernel over the scalar vector.
/// </summary>
/// <remarks>
/// Every operation except <see cref="Sum"/> and <see cref="StoreSums"/> works element by element. Every operation except
/// <see cref="ReciprocalSquareRoot"/> and these two is exactly rounded. Therefore element-wise code gives the same bits at every width on
/// one machine. Between machines only <see cref="IsFused"/> can differ: <see cref="MultiplyAdd"/> rounds once if the hardware fuses, and
/// twice if it does not (a fused operation emulated in software is about 40 times slower). Loads and stores require no alignment and check
/// no bounds: the caller of a kernel checks lengths once, as <see cref="Layers.Layer"/> does.
/// </remarks>
/// <typeparam name="TVector">The implementing struct.</typeparam>
/// <typeparam name="TElement">The element, <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IVector<TVector, TElement> :
    IAdditionOperators<TVector, TVector, TVector>,
    ISubtractionOperators<TVector, TVector, TVector>,
    IMultiplyOperators<TVector, TVector, TVector>,
    IDivisionOperators<TVector, TVector, TVector>
    where TVector : unmanaged, IVector<TVector, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The kind of this vector, for dispatch and for output.</summary>
    static abstract VectorWidth Kind { get; }

    /// <summary>Number of elements per vector.</summary>
    static abstract int Width { get; }

    /// <summary>Whether the machine has instructions of this width. Without them the vector computes the same results, slowly.</summary>
    static abstract bool IsAccelerated { get; }

    /// <summary>Whether <see cref="MultiplyAdd"/> rounds once. The same for every vector of one machine.</summary>
    static abstract bool IsFused { get; }

    /// <summary>
    /// Whether a kernel may keep 16 accumulators and its operands in registers (32 vector registers) or only 8 (16 registers).
    /// </summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>Copies one number into every element.</summary>
    /// <param name="value">The number.</param>
    /// <returns>A vector of equal elements.</returns>
    static abstract TVector Broadcast(TElement value);

    /// <summary>Reads <see cref="Width"/> consecutive numbers.</summary>
    /// <param name="source">The origin.</param>
    /// <param name="offset">Elements from the origin to the first number.</param>
    /// <returns>The numbers.</returns>
    static abstract TVector Load(ref readonly TElement source, nuint offset);

    /// <summary>Writes <see cref="Width"/> consecutive numbers.</summary>
    /// <param name="value">The numbers.</param>
    /// <param name="destination">The origin.</param>
    /// <param name="offset">Elements from the origin to the first number.</param>
    static abstract void Store(TVector value, ref TElement destination, nuint offset);

    /// <summary>
    /// scalar · vector + sum, with the scalar read from memory: one instruction if the hardware can broadcast while it loads.
    /// </summary>
    /// <param name="scalar">The origin of the scalar.</param>
    /// <param name="offset">Elements from the origin to the scalar.</param>
    /// <param name="vector">The vector to multiply.</param>
    /// <param name="sum">The vector to add to.</param>
    /// <returns>The sum, rounded as <see cref="MultiplyAdd"/> rounds.</returns>
    static abstract TVector BroadcastMultiplyAdd(ref readonly TElement scalar, nuint offset, TVector vector, TVector sum);

    /// <summary>
    /// factor · vector + sum, with the vector read from memory: one instruction if the hardware can multiply while it loads.
    /// </summary>
    /// <param name="source">The origin of the vector.</param>
    /// <param name="offset">Elements from the origin to the vector's first number.</param>
    /// <param name="factor">The vector to multiply with.</param>
    /// <param name="sum">The vector to add to.</param>
    /// <returns>The sum, rounded as <see cref="MultiplyAdd"/> rounds.</returns>
    static abstract TVector LoadMultiplyAdd(ref readonly TElement source, nuint offset, TVector factor, TVector sum);

    /// <summary>left · right + addend, fused if the hardware fuses.</summary>
    /// <param name="left">First factor.</param>
    /// <param name="right">Second factor.</param>
    /// <param name="addend">What is added.</param>
    /// <returns>The sum.</returns>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The exactly rounded square root.</summary>
    /// <param name="value">Elements of at least 0; a negative one gives NaN.</param>
    /// <returns>The roots.</returns>
    static abstract TVector SquareRoot(TVector value);

    /// <summary>
    /// 1/√value. If the hardware has an estimate, it is refined by Newton's method to a relative error of at most 2⁻²¹ (less than half the
    /// time of a root and a division). In the scalar vector and on other hardware the result is the exactly rounded root and division.
    /// Vectors and machines agree within the bound, not bit for bit.
    /// </summary>
    /// <param name="value">Positive normal numbers; anything else gives a meaningless result.</param>
    /// <returns>The reciprocal roots.</returns>
    static abstract TVector ReciprocalSquareRoot(TVector value);

    /// <summary>The smaller of a limit and a value; a NaN in <paramref name="value"/> stays NaN.</summary>
    /// <param name="limit">Not NaN.</param>
    /// <param name="value">Any value.</param>
    /// <returns>The minimum.</returns>
    static abstract TVector Minimum(TVector limit, TVector value);

    /// <summary>The larger of a limit and a value; a NaN in <paramref name="value"/> stays NaN.</summary>
    /// <param name="limit">Not NaN.</param>
    /// <param name="value">Any value.</param>
    /// <returns>The maximum.</returns>
    static abstract TVector Maximum(TVector limit, TVector value);

    /// <summary>
    /// Per element: <paramref name="whenGreater"/> if left &gt; right, else <paramref name="otherwise"/> (also if either is NaN).
    /// </summary>
    /// <param name="left">Left side of the comparison.</param>
    /// <param name="right">Right side of the comparison.</param>
    /// <param name="whenGreater">The result if left &gt; right.</param>
    /// <param name="otherwise">The result otherwise.</param>
    /// <returns>The chosen elements.</returns>
    static abstract TVector SelectGreater(TVector left, TVector right, TVector whenGreater, TVector otherwise);

    /// <summary>2ⁿ, built from the bits of the exponent.</summary>
    /// <param name="exponent">Integers n for which 2ⁿ is a normal number.</param>
    /// <returns>The exact powers.</returns>
    static abstract TVector PowerOfTwo(TVector exponent);

    /// <summary>Splits value = mantissa · 2ᵉ with √½ ≤ mantissa &lt; √2.</summary>
    /// <param name="value">Positive normal numbers; anything else gives a meaningless result.</param>
    /// <param name="exponent">The integers e.</param>
    /// <returns>The mantissas.</returns>
    static abstract TVector SplitExponent(TVector value, out TVector exponent);

    /// <summary>Adds the elements. The order of additions is fixed for each width and differs between widths.</summary>
    /// <param name="value">The vector.</param>
    /// <returns>The sum, with a rounding error of at most log₂(width) units in the last place of the sum of magnitudes.</returns>
    static abstract TElement Sum(TVector value);

    /// <summary>
    /// Adds the elements of four vectors and writes the four sums side by side. If vectors can be transposed in registers, this takes
    /// little more time than one <see cref="Sum"/>. The error is bounded like that of <see cref="Sum"/>. The order of additions is the same
    /// for all four vectors, and may differ from that of <see cref="Sum"/>.
    /// </summary>
    /// <param name="first">Its sum goes to destination[0].</param>
    /// <param name="second">Its sum goes to destination[1].</param>
    /// <param name="third">Its sum goes to destination[2].</param>
    /// <param name="fourth">Its sum goes to destination[3].</param>
    /// <param name="destination">The first of four numbers that are overwritten.</param>
    static abstract void StoreSums(TVector first, TVector second, TVector third, TVector fourth, ref TElement destination);
}
