using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Vectors;

/// <summary>4 floats in a 128-bit register.</summary>
public readonly struct Vector128Float : IVector<Vector128Float, float>
{
    private readonly Vector128<float> _vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128Float(Vector128<float> vector) => _vector = vector;

    /// <inheritdoc/>
    public static VectorWidth Kind => VectorWidth.Vector128;

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
    public static Vector128Float Broadcast(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float Load(ref readonly float source, nuint offset) => new(Vector128.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128Float value, ref float destination, nuint offset) =>
        value._vector.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float BroadcastMultiplyAdd(ref readonly float scalar, nuint offset, Vector128Float vector, Vector128Float sum) =>
        IsFused
            ? new(Vector128.FusedMultiplyAdd(
                vector._vector, Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset)), sum._vector))
            : new((vector._vector * Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset))) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float LoadMultiplyAdd(ref readonly float source, nuint offset, Vector128Float factor, Vector128Float sum) =>
        IsFused
            ? new(Vector128.FusedMultiplyAdd(factor._vector, Vector128.LoadUnsafe(in source, offset), sum._vector))
            : new((factor._vector * Vector128.LoadUnsafe(in source, offset)) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float MultiplyAdd(Vector128Float left, Vector128Float right, Vector128Float addend) =>
        IsFused
            ? new(Vector128.FusedMultiplyAdd(left._vector, right._vector, addend._vector))
            : new((left._vector * right._vector) + addend._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float SquareRoot(Vector128Float value) => new(Vector128.Sqrt(value._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float ReciprocalSquareRoot(Vector128Float value)
    {
        if (Avx512F.VL.IsSupported)
            return NewtonStep.ReciprocalSquareRoot<Vector128Float, float>(value, new(Avx512F.VL.ReciprocalSqrt14(value._vector)));
        if (Sse.IsSupported) return NewtonStep.ReciprocalSquareRoot<Vector128Float, float>(value, new(Sse.ReciprocalSqrt(value._vector)));
        if (!AdvSimd.IsSupported) return Broadcast(1) / SquareRoot(value);

        // Arm's estimate has 8 bits; each step doubles the number of bits.
        Vector128Float first = NewtonStep.ReciprocalSquareRoot<Vector128Float, float>(
            value, new(AdvSimd.ReciprocalSquareRootEstimate(value._vector)));
        return NewtonStep.ReciprocalSquareRoot<Vector128Float, float>(value, first);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float Minimum(Vector128Float limit, Vector128Float value) => SelectGreater(value, limit, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float Maximum(Vector128Float limit, Vector128Float value) => SelectGreater(limit, value, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float SelectGreater(
        Vector128Float left, Vector128Float right, Vector128Float whenGreater, Vector128Float otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(left._vector, right._vector), whenGreater._vector, otherwise._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float PowerOfTwo(Vector128Float exponent)
    {
        Vector128<float> anchored = exponent._vector + Vector128.Create(SingleBits.IntegerAnchor + SingleBits.ExponentBias);
        return new Vector128Float(Vector128.ShiftLeft(anchored.AsInt32(), SingleBits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float SplitExponent(Vector128Float value, out Vector128Float exponent)
    {
        Vector128<int> bits = value._vector.AsInt32();
        Vector128<int> power = Vector128.ShiftRightArithmetic(
            bits - Vector128.Create(SingleBits.SquareRootOfHalf), SingleBits.MantissaBits);
        exponent = new Vector128Float(Vector128.ConvertToSingle(power));
        return new Vector128Float((bits - Vector128.ShiftLeft(power, SingleBits.MantissaBits)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128Float value) => Vector128.Sum(value._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(
        Vector128Float first, Vector128Float second, Vector128Float third, Vector128Float fourth, ref float destination)
    {
        if (AdvSimd.Arm64.IsSupported)
        {
            Vector128<float> firstPair = AdvSimd.Arm64.AddPairwise(first._vector, second._vector);
            AdvSimd.Arm64.AddPairwise(firstPair, AdvSimd.Arm64.AddPairwise(third._vector, fourth._vector)).StoreUnsafe(ref destination);
            return;
        }

        if (!Sse2.IsSupported)
        {
            FourSums.StoreOneByOne<Vector128Float, float>(first, second, third, fourth, ref destination);
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
    public static Vector128Float operator +(Vector128Float left, Vector128Float right) => new(left._vector + right._vector);

    /// <summary>Subtracts element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The differences.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float operator -(Vector128Float left, Vector128Float right) => new(left._vector - right._vector);

    /// <summary>Multiplies element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The products.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float operator *(Vector128Float left, Vector128Float right) => new(left._vector * right._vector);

    /// <summary>Divides element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The quotients.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float operator /(Vector128Float left, Vector128Float right) => new(left._vector / right._vector);
}
