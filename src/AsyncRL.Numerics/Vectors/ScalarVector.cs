using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Numerics.Vectors;

/// <summary>
/// One number at a time. This vector computes the tails of the wide vectors' loops, runs on machines without vector instructions, and, with
/// <see cref="double"/>, proves gradients.
/// </summary>
/// <typeparam name="TElement"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct ScalarVector<TElement> : IVector<ScalarVector<TElement>, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly TElement _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScalarVector(TElement value) => _value = value;

    /// <inheritdoc/>
    public static VectorWidth Kind => VectorWidth.Scalar;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static bool IsAccelerated => true;

    /// <inheritdoc/>
    public static bool IsFused => HardwareSupport.FusesMultiplyAdd;

    /// <inheritdoc/>
    public static bool HasManyRegisters => HardwareSupport.HasThirtyTwoVectorRegisters;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> Broadcast(TElement value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> Load(ref readonly TElement source, nuint offset) =>
        new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScalarVector<TElement> value, ref TElement destination, nuint offset) =>
        Unsafe.Add(ref destination, offset) = value._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> BroadcastMultiplyAdd(
        ref readonly TElement scalar, nuint offset, ScalarVector<TElement> vector, ScalarVector<TElement> sum) =>
        MultiplyAdd(vector, Load(in scalar, offset), sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> LoadMultiplyAdd(
        ref readonly TElement source, nuint offset, ScalarVector<TElement> factor, ScalarVector<TElement> sum) =>
        MultiplyAdd(factor, Load(in source, offset), sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> MultiplyAdd(
        ScalarVector<TElement> left, ScalarVector<TElement> right, ScalarVector<TElement> addend) => new(
        IsFused
            ? TElement.FusedMultiplyAdd(left._value, right._value, addend._value)
            : (left._value * right._value) + addend._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> SquareRoot(ScalarVector<TElement> value) => new(TElement.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> ReciprocalSquareRoot(ScalarVector<TElement> value) =>
        new(TElement.One / TElement.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> Minimum(ScalarVector<TElement> limit, ScalarVector<TElement> value) =>
        SelectGreater(value, limit, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> Maximum(ScalarVector<TElement> limit, ScalarVector<TElement> value) =>
        SelectGreater(limit, value, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> SelectGreater(
        ScalarVector<TElement> left, ScalarVector<TElement> right, ScalarVector<TElement> whenGreater, ScalarVector<TElement> otherwise) =>
        left._value > right._value ? whenGreater : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> PowerOfTwo(ScalarVector<TElement> exponent)
    {
        if (typeof(TElement) == typeof(float))
        {
            float anchored = Unsafe.BitCast<TElement, float>(exponent._value) + (SingleBits.IntegerAnchor + SingleBits.ExponentBias);
            return FromBits(BitConverter.SingleToInt32Bits(anchored) << SingleBits.MantissaBits);
        }
        else
        {
            double anchored = Unsafe.BitCast<TElement, double>(exponent._value) + (DoubleBits.IntegerAnchor + DoubleBits.ExponentBias);
            return FromBits(BitConverter.DoubleToInt64Bits(anchored) << DoubleBits.MantissaBits);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> SplitExponent(ScalarVector<TElement> value, out ScalarVector<TElement> exponent)
    {
        if (typeof(TElement) == typeof(float))
        {
            int bits = Unsafe.BitCast<TElement, int>(value._value);
            int power = (bits - SingleBits.SquareRootOfHalf) >> SingleBits.MantissaBits;
            exponent = new ScalarVector<TElement>(Unsafe.BitCast<float, TElement>(power));
            return FromBits(bits - (power << SingleBits.MantissaBits));
        }
        else
        {
            long bits = Unsafe.BitCast<TElement, long>(value._value);
            long power = (bits - DoubleBits.SquareRootOfHalf) >> DoubleBits.MantissaBits;
            exponent = new ScalarVector<TElement>(Unsafe.BitCast<double, TElement>(power));
            return FromBits(bits - (power << DoubleBits.MantissaBits));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TElement Sum(ScalarVector<TElement> value) => value._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(
        ScalarVector<TElement> first,
        ScalarVector<TElement> second,
        ScalarVector<TElement> third,
        ScalarVector<TElement> fourth,
        ref TElement destination) =>
        FourSums.StoreOneByOne<ScalarVector<TElement>, TElement>(first, second, third, fourth, ref destination);

    /// <summary>Adds.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> operator +(ScalarVector<TElement> left, ScalarVector<TElement> right) =>
        new(left._value + right._value);

    /// <summary>Subtracts.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The difference.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> operator -(ScalarVector<TElement> left, ScalarVector<TElement> right) =>
        new(left._value - right._value);

    /// <summary>Multiplies.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The product.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> operator *(ScalarVector<TElement> left, ScalarVector<TElement> right) =>
        new(left._value * right._value);

    /// <summary>Divides.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The quotient.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarVector<TElement> operator /(ScalarVector<TElement> left, ScalarVector<TElement> right) =>
        new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ScalarVector<TElement> FromBits(int bits) => new(Unsafe.BitCast<int, TElement>(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ScalarVector<TElement> FromBits(long bits) => new(Unsafe.BitCast<long, TElement>(bits));
}
