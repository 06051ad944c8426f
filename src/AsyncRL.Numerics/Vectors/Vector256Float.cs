using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Vectors;

/// <summary>8 floats in a 256-bit register.</summary>
public readonly struct Vector256Float : IVector<Vector256Float, float>
{
    private readonly Vector256<float> _vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256Float(Vector256<float> vector) => _vector = vector;

    /// <inheritdoc/>
    public static VectorWidth Kind => VectorWidth.Vector256;

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
    public static Vector256Float Broadcast(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float Load(ref readonly float source, nuint offset) => new(Vector256.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256Float value, ref float destination, nuint offset) =>
        value._vector.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float BroadcastMultiplyAdd(ref readonly float scalar, nuint offset, Vector256Float vector, Vector256Float sum) =>
        IsFused
            ? new(Vector256.FusedMultiplyAdd(
                vector._vector, Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset)), sum._vector))
            : new((vector._vector * Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset))) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float LoadMultiplyAdd(ref readonly float source, nuint offset, Vector256Float factor, Vector256Float sum) =>
        IsFused
            ? new(Vector256.FusedMultiplyAdd(factor._vector, Vector256.LoadUnsafe(in source, offset), sum._vector))
            : new((factor._vector * Vector256.LoadUnsafe(in source, offset)) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float MultiplyAdd(Vector256Float left, Vector256Float right, Vector256Float addend) =>
        IsFused
            ? new(Vector256.FusedMultiplyAdd(left._vector, right._vector, addend._vector))
            : new((left._vector * right._vector) + addend._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float SquareRoot(Vector256Float value) => new(Vector256.Sqrt(value._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float ReciprocalSquareRoot(Vector256Float value)
    {
        if (Avx512F.VL.IsSupported)
            return NewtonStep.ReciprocalSquareRoot<Vector256Float, float>(value, new(Avx512F.VL.ReciprocalSqrt14(value._vector)));
        return Avx.IsSupported
            ? NewtonStep.ReciprocalSquareRoot<Vector256Float, float>(value, new(Avx.ReciprocalSqrt(value._vector)))
            : Broadcast(1) / SquareRoot(value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float Minimum(Vector256Float limit, Vector256Float value) => SelectGreater(value, limit, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float Maximum(Vector256Float limit, Vector256Float value) => SelectGreater(limit, value, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float SelectGreater(
        Vector256Float left, Vector256Float right, Vector256Float whenGreater, Vector256Float otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(left._vector, right._vector), whenGreater._vector, otherwise._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float PowerOfTwo(Vector256Float exponent)
    {
        Vector256<float> anchored = exponent._vector + Vector256.Create(SingleBits.IntegerAnchor + SingleBits.ExponentBias);
        return new Vector256Float(Vector256.ShiftLeft(anchored.AsInt32(), SingleBits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float SplitExponent(Vector256Float value, out Vector256Float exponent)
    {
        Vector256<int> bits = value._vector.AsInt32();
        Vector256<int> power = Vector256.ShiftRightArithmetic(
            bits - Vector256.Create(SingleBits.SquareRootOfHalf), SingleBits.MantissaBits);
        exponent = new Vector256Float(Vector256.ConvertToSingle(power));
        return new Vector256Float((bits - Vector256.ShiftLeft(power, SingleBits.MantissaBits)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256Float value) => Vector256.Sum(value._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(
        Vector256Float first, Vector256Float second, Vector256Float third, Vector256Float fourth, ref float destination)
    {
        if (!Avx.IsSupported)
        {
            FourSums.StoreOneByOne<Vector256Float, float>(first, second, third, fourth, ref destination);
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
    public static Vector256Float operator +(Vector256Float left, Vector256Float right) => new(left._vector + right._vector);

    /// <summary>Subtracts element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The differences.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float operator -(Vector256Float left, Vector256Float right) => new(left._vector - right._vector);

    /// <summary>Multiplies element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The products.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float operator *(Vector256Float left, Vector256Float right) => new(left._vector * right._vector);

    /// <summary>Divides element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The quotients.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float operator /(Vector256Float left, Vector256Float right) => new(left._vector / right._vector);
}
