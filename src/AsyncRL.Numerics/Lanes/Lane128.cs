using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Lanes;

/// <summary>4 floats in a 128-bit register.</summary>
public readonly struct Lane128 : ILane<Lane128, float>
{
    private readonly Vector128<float> _vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lane128(Vector128<float> vector) => _vector = vector;

    /// <inheritdoc/>
    public static LaneWidth Kind => LaneWidth.Vector128;

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    public static bool IsAccelerated => Vector128.IsHardwareAccelerated;

    /// <inheritdoc/>
    public static bool IsFused => HardwareSupport.FusesMultiplyAdd;

    /// <inheritdoc/>
    public static bool HasManyRegisters => HardwareSupport.HasThirtyTwoVectorRegisters;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Broadcast(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Load(ref readonly float source, nuint offset) => new(Vector128.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane128 value, ref float destination, nuint offset) => value._vector.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 BroadcastMultiplyAdd(ref readonly float scalar, nuint offset, Lane128 vector, Lane128 sum) =>
        IsFused
            ? new(Vector128.FusedMultiplyAdd(
                vector._vector, Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset)), sum._vector))
            : new((vector._vector * Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset))) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 LoadMultiplyAdd(ref readonly float source, nuint offset, Lane128 factor, Lane128 sum) =>
        IsFused
            ? new(Vector128.FusedMultiplyAdd(factor._vector, Vector128.LoadUnsafe(in source, offset), sum._vector))
            : new((factor._vector * Vector128.LoadUnsafe(in source, offset)) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 MultiplyAdd(Lane128 left, Lane128 right, Lane128 addend) =>
        IsFused
            ? new(Vector128.FusedMultiplyAdd(left._vector, right._vector, addend._vector))
            : new((left._vector * right._vector) + addend._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 SquareRoot(Lane128 value) => new(Vector128.Sqrt(value._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 ReciprocalSquareRoot(Lane128 value)
    {
        if (Avx512F.VL.IsSupported)
            return NewtonStep.ReciprocalSquareRoot<Lane128, float>(value, new(Avx512F.VL.ReciprocalSqrt14(value._vector)));
        if (Sse.IsSupported) return NewtonStep.ReciprocalSquareRoot<Lane128, float>(value, new(Sse.ReciprocalSqrt(value._vector)));
        if (!AdvSimd.IsSupported) return Broadcast(1) / SquareRoot(value);

        // Arm's estimate has 8 bits; each step doubles the number of bits.
        Lane128 first = NewtonStep.ReciprocalSquareRoot<Lane128, float>(value, new(AdvSimd.ReciprocalSquareRootEstimate(value._vector)));
        return NewtonStep.ReciprocalSquareRoot<Lane128, float>(value, first);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Minimum(Lane128 limit, Lane128 value) => SelectGreater(value, limit, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 Maximum(Lane128 limit, Lane128 value) => SelectGreater(limit, value, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 SelectGreater(Lane128 left, Lane128 right, Lane128 whenGreater, Lane128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(left._vector, right._vector), whenGreater._vector, otherwise._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 PowerOfTwo(Lane128 exponent)
    {
        Vector128<float> anchored = exponent._vector + Vector128.Create(SingleBits.IntegerAnchor + SingleBits.ExponentBias);
        return new Lane128(Vector128.ShiftLeft(anchored.AsInt32(), SingleBits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 SplitExponent(Lane128 value, out Lane128 exponent)
    {
        Vector128<int> bits = value._vector.AsInt32();
        Vector128<int> power = Vector128.ShiftRightArithmetic(
            bits - Vector128.Create(SingleBits.SquareRootOfHalf), SingleBits.MantissaBits);
        exponent = new Lane128(Vector128.ConvertToSingle(power));
        return new Lane128((bits - Vector128.ShiftLeft(power, SingleBits.MantissaBits)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane128 value) => Vector128.Sum(value._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Lane128 first, Lane128 second, Lane128 third, Lane128 fourth, ref float destination)
    {
        if (AdvSimd.Arm64.IsSupported)
        {
            Vector128<float> firstPair = AdvSimd.Arm64.AddPairwise(first._vector, second._vector);
            AdvSimd.Arm64.AddPairwise(firstPair, AdvSimd.Arm64.AddPairwise(third._vector, fourth._vector)).StoreUnsafe(ref destination);
            return;
        }

        if (!Sse2.IsSupported)
        {
            FourSums.StoreOneByOne<Lane128, float>(first, second, third, fourth, ref destination);
            return;
        }

        Vector128<float> low = Sse.UnpackLow(first._vector, second._vector) + Sse.UnpackHigh(first._vector, second._vector);
        Vector128<float> high = Sse.UnpackLow(third._vector, fourth._vector) + Sse.UnpackHigh(third._vector, fourth._vector);
        (Sse.MoveLowToHigh(low, high) + Sse.MoveHighToLow(high, low)).StoreUnsafe(ref destination);
    }

    /// <summary>Adds element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The sums.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator +(Lane128 left, Lane128 right) => new(left._vector + right._vector);

    /// <summary>Subtracts element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The differences.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator -(Lane128 left, Lane128 right) => new(left._vector - right._vector);

    /// <summary>Multiplies element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The products.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator *(Lane128 left, Lane128 right) => new(left._vector * right._vector);

    /// <summary>Divides element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The quotients.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128 operator /(Lane128 left, Lane128 right) => new(left._vector / right._vector);
}
