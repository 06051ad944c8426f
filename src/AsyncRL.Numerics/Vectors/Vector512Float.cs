using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Vectors;

/// <summary>16 floats in a 512-bit register.</summary>
public readonly struct Vector512Float : IVector<Vector512Float, float>
{
    private readonly Vector512<float> _vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512Float(Vector512<float> vector) => _vector = vector;

    /// <inheritdoc/>
    public static VectorWidth Kind => VectorWidth.Vector512;

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
    public static Vector512Float Broadcast(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float Load(ref readonly float source, nuint offset) => new(Vector512.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512Float value, ref float destination, nuint offset) =>
        value._vector.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float BroadcastMultiplyAdd(ref readonly float scalar, nuint offset, Vector512Float vector, Vector512Float sum) =>
        IsFused
            ? new(Vector512.FusedMultiplyAdd(
                vector._vector, Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset)), sum._vector))
            : new((vector._vector * Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in scalar), offset))) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float LoadMultiplyAdd(ref readonly float source, nuint offset, Vector512Float factor, Vector512Float sum) =>
        IsFused
            ? new(Vector512.FusedMultiplyAdd(factor._vector, Vector512.LoadUnsafe(in source, offset), sum._vector))
            : new((factor._vector * Vector512.LoadUnsafe(in source, offset)) + sum._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float MultiplyAdd(Vector512Float left, Vector512Float right, Vector512Float addend) =>
        IsFused
            ? new(Vector512.FusedMultiplyAdd(left._vector, right._vector, addend._vector))
            : new((left._vector * right._vector) + addend._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float SquareRoot(Vector512Float value) => new(Vector512.Sqrt(value._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float ReciprocalSquareRoot(Vector512Float value) => Avx512F.IsSupported
            ? NewtonStep.ReciprocalSquareRoot<Vector512Float, float>(value, new(Avx512F.ReciprocalSqrt14(value._vector)))
            : Broadcast(1) / SquareRoot(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float Minimum(Vector512Float limit, Vector512Float value) => SelectGreater(value, limit, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float Maximum(Vector512Float limit, Vector512Float value) => SelectGreater(limit, value, limit, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float SelectGreater(
        Vector512Float left, Vector512Float right, Vector512Float whenGreater, Vector512Float otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(left._vector, right._vector), whenGreater._vector, otherwise._vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float PowerOfTwo(Vector512Float exponent)
    {
        Vector512<float> anchored = exponent._vector + Vector512.Create(SingleBits.IntegerAnchor + SingleBits.ExponentBias);
        return new Vector512Float(Vector512.ShiftLeft(anchored.AsInt32(), SingleBits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float SplitExponent(Vector512Float value, out Vector512Float exponent)
    {
        Vector512<int> bits = value._vector.AsInt32();
        Vector512<int> power = Vector512.ShiftRightArithmetic(
            bits - Vector512.Create(SingleBits.SquareRootOfHalf), SingleBits.MantissaBits);
        exponent = new Vector512Float(Vector512.ConvertToSingle(power));
        return new Vector512Float((bits - Vector512.ShiftLeft(power, SingleBits.MantissaBits)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512Float value) => Vector512.Sum(value._vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(
        Vector512Float first, Vector512Float second, Vector512Float third, Vector512Float fourth, ref float destination)
    {
        if (!Avx512F.IsSupported)
        {
            FourSums.StoreOneByOne<Vector512Float, float>(first, second, third, fourth, ref destination);
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
    public static Vector512Float operator +(Vector512Float left, Vector512Float right) => new(left._vector + right._vector);

    /// <summary>Subtracts element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The differences.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float operator -(Vector512Float left, Vector512Float right) => new(left._vector - right._vector);

    /// <summary>Multiplies element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The products.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float operator *(Vector512Float left, Vector512Float right) => new(left._vector * right._vector);

    /// <summary>Divides element by element.</summary>
    /// <param name="left">Left operand.</param>
    /// <param name="right">Right operand.</param>
    /// <returns>The quotients.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float operator /(Vector512Float left, Vector512Float right) => new(left._vector / right._vector);
}
