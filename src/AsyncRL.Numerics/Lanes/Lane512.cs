using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Lanes;

/// <summary>16 floats in a 512-bit register.</summary>
public readonly struct Lane512 : ILane<Lane512, float>
{
    private readonly Vector512<float> _vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lane512(Vector512<float> vector) => _vector = vector;

    /// <inheritdoc/>
    public static LaneWidth Kind => LaneWidth.Vector512;

    /// <inheritdoc/>
    public static int Width => 16;

    /// <inheritdoc/>
    public static bool IsAccelerated => Vector512.IsHardwareAccelerated;

    /// <inheritdoc/>
    public static bool IsFused => HardwareSupport.FusesMultiplyAdd;

    /// <inheritdoc/>
    public static bool HasManyRegisters => HardwareSupport.HasThirtyTwoVectorRegisters;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Broadcast(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Load(ref readonly float source, nuint offset) => new(Vector512.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane512 value, ref float destination, nuint offset) => value._vector.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 BroadcastMultiplyAdd(ref readonly float scalar, nuint offset, Lane512 vector, Lane512 sum) =>
        IsFused
            ? new(Vector512.FusedMultiplyAdd(
                vector._vector, Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset)), sum._vector))
            : new((vector._vector * Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset))) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 LoadMultiplyAdd(ref readonly float source, nuint offset, Lane512 factor, Lane512 sum) =>
        IsFused
            ? new(Vector512.FusedMultiplyAdd(factor._vector, Vector512.LoadUnsafe(in source, offset), sum._vector))
            : new((factor._vector * Vector512.LoadUnsafe(in source, offset)) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 MultiplyAdd(Lane512 left, Lane512 right, Lane512 addend) =>
        IsFused
            ? new(Vector512.FusedMultiplyAdd(left._vector, right._vector, addend._vector))
            : new((left._vector * right._vector) + addend._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 SquareRoot(Lane512 value) => new(Vector512.Sqrt(value._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 ReciprocalSquareRoot(Lane512 value) => Avx512F.IsSupported
            ? NewtonStep.ReciprocalSquareRoot<Lane512, float>(value, new(Avx512F.ReciprocalSqrt14(value._vector)))
            : Broadcast(1) / SquareRoot(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Minimum(Lane512 limit, Lane512 value) => SelectGreater(value, limit, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 Maximum(Lane512 limit, Lane512 value) => SelectGreater(limit, value, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 SelectGreater(Lane512 left, Lane512 right, Lane512 whenGreater, Lane512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(left._vector, right._vector), whenGreater._vector, otherwise._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 PowerOfTwo(Lane512 exponent)
    {
        Vector512<float> anchored = exponent._vector + Vector512.Create(SingleBits.IntegerAnchor + SingleBits.ExponentBias);
        return new Lane512(Vector512.ShiftLeft(anchored.AsInt32(), SingleBits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 SplitExponent(Lane512 value, out Lane512 exponent)
    {
        Vector512<int> bits = value._vector.AsInt32();
        Vector512<int> power = Vector512.ShiftRightArithmetic(
            bits - Vector512.Create(SingleBits.SquareRootOfHalf), SingleBits.MantissaBits);
        exponent = new Lane512(Vector512.ConvertToSingle(power));
        return new Lane512((bits - Vector512.ShiftLeft(power, SingleBits.MantissaBits)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane512 value) => Vector512.Sum(value._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Lane512 first, Lane512 second, Lane512 third, Lane512 fourth, ref float destination)
    {
        if (!Avx512F.IsSupported)
        {
            FourSums.StoreOneByOne<Lane512, float>(first, second, third, fourth, ref destination);
            return;
        }

        Vector512<float> low = Avx512F.UnpackLow(first._vector, second._vector) + Avx512F.UnpackHigh(first._vector, second._vector);
        Vector512<float> high = Avx512F.UnpackLow(third._vector, fourth._vector) + Avx512F.UnpackHigh(third._vector, fourth._vector);
        Vector512<double> even = Avx512F.UnpackLow(low.AsDouble(), high.AsDouble());
        Vector512<double> odd = Avx512F.UnpackHigh(low.AsDouble(), high.AsDouble());
        Vector512<float> sums = even.AsSingle() + odd.AsSingle();
        Vector256<float> halves = sums.GetLower() + sums.GetUpper();
        (halves.GetLower() + halves.GetUpper()).StoreUnsafe(ref destination);
    }

    /// <summary>Adds element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The sums.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator +(Lane512 left, Lane512 right) => new(left._vector + right._vector);

    /// <summary>Subtracts element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The differences.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator -(Lane512 left, Lane512 right) => new(left._vector - right._vector);

    /// <summary>Multiplies element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The products.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator *(Lane512 left, Lane512 right) => new(left._vector * right._vector);

    /// <summary>Divides element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The quotients.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512 operator /(Lane512 left, Lane512 right) => new(left._vector / right._vector);
}
