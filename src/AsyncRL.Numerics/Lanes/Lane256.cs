using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Lanes;

/// <summary>8 floats in a 256-bit register.</summary>
public readonly struct Lane256 : ILane<Lane256, float>
{
    private readonly Vector256<float> _vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lane256(Vector256<float> vector) => _vector = vector;

    /// <inheritdoc/>
    public static LaneWidth Kind => LaneWidth.Vector256;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    public static bool IsAccelerated => Vector256.IsHardwareAccelerated;

    /// <inheritdoc/>
    public static bool IsFused => HardwareSupport.FusesMultiplyAdd;

    /// <inheritdoc/>
    public static bool HasManyRegisters => HardwareSupport.HasThirtyTwoVectorRegisters;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Broadcast(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Load(ref readonly float source, nuint offset) => new(Vector256.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane256 value, ref float destination, nuint offset) => value._vector.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 BroadcastMultiplyAdd(ref readonly float scalar, nuint offset, Lane256 vector, Lane256 sum) =>
        IsFused
            ? new(Vector256.FusedMultiplyAdd(
                vector._vector, Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset)), sum._vector))
            : new((vector._vector * Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset))) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 LoadMultiplyAdd(ref readonly float source, nuint offset, Lane256 factor, Lane256 sum) =>
        IsFused
            ? new(Vector256.FusedMultiplyAdd(factor._vector, Vector256.LoadUnsafe(in source, offset), sum._vector))
            : new((factor._vector * Vector256.LoadUnsafe(in source, offset)) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 MultiplyAdd(Lane256 left, Lane256 right, Lane256 addend) =>
        IsFused
            ? new(Vector256.FusedMultiplyAdd(left._vector, right._vector, addend._vector))
            : new((left._vector * right._vector) + addend._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 SquareRoot(Lane256 value) => new(Vector256.Sqrt(value._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 ReciprocalSquareRoot(Lane256 value)
    {
        if (Avx512F.VL.IsSupported)
            return NewtonStep.ReciprocalSquareRoot<Lane256, float>(value, new(Avx512F.VL.ReciprocalSqrt14(value._vector)));
        return Avx.IsSupported
            ? NewtonStep.ReciprocalSquareRoot<Lane256, float>(value, new(Avx.ReciprocalSqrt(value._vector)))
            : Broadcast(1) / SquareRoot(value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Minimum(Lane256 limit, Lane256 value) => SelectGreater(value, limit, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 Maximum(Lane256 limit, Lane256 value) => SelectGreater(limit, value, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 SelectGreater(Lane256 left, Lane256 right, Lane256 whenGreater, Lane256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(left._vector, right._vector), whenGreater._vector, otherwise._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 PowerOfTwo(Lane256 exponent)
    {
        Vector256<float> anchored = exponent._vector + Vector256.Create(SingleBits.IntegerAnchor + SingleBits.ExponentBias);
        return new Lane256(Vector256.ShiftLeft(anchored.AsInt32(), SingleBits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 SplitExponent(Lane256 value, out Lane256 exponent)
    {
        Vector256<int> bits = value._vector.AsInt32();
        Vector256<int> power = Vector256.ShiftRightArithmetic(
            bits - Vector256.Create(SingleBits.SquareRootOfHalf), SingleBits.MantissaBits);
        exponent = new Lane256(Vector256.ConvertToSingle(power));
        return new Lane256((bits - Vector256.ShiftLeft(power, SingleBits.MantissaBits)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane256 value) => Vector256.Sum(value._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Lane256 first, Lane256 second, Lane256 third, Lane256 fourth, ref float destination)
    {
        if (!Avx.IsSupported)
        {
            FourSums.StoreOneByOne<Lane256, float>(first, second, third, fourth, ref destination);
            return;
        }

        Vector256<float> low = Avx.UnpackLow(first._vector, second._vector) + Avx.UnpackHigh(first._vector, second._vector);
        Vector256<float> high = Avx.UnpackLow(third._vector, fourth._vector) + Avx.UnpackHigh(third._vector, fourth._vector);
        Vector256<double> even = Avx.UnpackLow(low.AsDouble(), high.AsDouble()), odd = Avx.UnpackHigh(low.AsDouble(), high.AsDouble());
        Vector256<float> sums = even.AsSingle() + odd.AsSingle();
        (sums.GetLower() + sums.GetUpper()).StoreUnsafe(ref destination);
    }

    /// <summary>Adds element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The sums.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator +(Lane256 left, Lane256 right) => new(left._vector + right._vector);

    /// <summary>Subtracts element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The differences.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator -(Lane256 left, Lane256 right) => new(left._vector - right._vector);

    /// <summary>Multiplies element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The products.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator *(Lane256 left, Lane256 right) => new(left._vector * right._vector);

    /// <summary>Divides element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The quotients.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256 operator /(Lane256 left, Lane256 right) => new(left._vector / right._vector);
}
