using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Vectors;

/// <summary>Maps a vector width that is known at run time to a vector type, once, outside every loop.</summary>
public static class VectorChoice
{
    /// <summary>The widest vector that this machine has instructions for.</summary>
    public static VectorWidth Widest { get; } =
        Vector512Float.IsAccelerated ? VectorWidth.Vector512
        : Vector256Float.IsAccelerated ? VectorWidth.Vector256
        : Vector128Float.IsAccelerated ? VectorWidth.Vector128
        : VectorWidth.Scalar;

    /// <summary>Whether this machine fuses multiply and add. Results agree bit for bit only between machines with the same value.</summary>
    public static bool IsFused => HardwareSupport.FusesMultiplyAdd;

    /// <summary>Runs an operation over the vector of the given width.</summary>
    /// <typeparam name="TResult">What the operation returns.</typeparam>
    /// <param name="width">The width. If the machine has no instructions of this width, the operation works, slowly.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>What the operation returned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is not a value of the enumeration.</exception>
    public static TResult Invoke<TResult>(VectorWidth width, IVectorOperation<TResult> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return width switch
        {
            VectorWidth.Scalar => operation.Invoke<ScalarVector<float>>(),
            VectorWidth.Vector128 => operation.Invoke<Vector128Float>(),
            VectorWidth.Vector256 => operation.Invoke<Vector256Float>(),
            VectorWidth.Vector512 => operation.Invoke<Vector512Float>(),
            _ => throw new ArgumentOutOfRangeException(nameof(width), width, "Expected scalar, vector128, vector256 or vector512."),
        };
    }
}

/// <summary>The vectors that kernels can run over, named by the width of their registers in bits.</summary>
public enum VectorWidth
{
    /// <summary>One number at a time, on any machine.</summary>
    Scalar,

    /// <summary>128 bits: 4 floats (SSE, Arm AdvSimd).</summary>
    Vector128,

    /// <summary>256 bits: 8 floats (AVX2).</summary>
    Vector256,

    /// <summary>512 bits: 16 floats (AVX-512).</summary>
    Vector512,
}

/// <summary>
/// An operation on floats that is generic over the vector. <see cref="VectorChoice.Invoke"/> runs it over a vector chosen at run time.
/// </summary>
/// <typeparam name="TResult">What the work returns.</typeparam>
public interface IVectorOperation<out TResult>
{
    /// <summary>Runs the operation over the vector.</summary>
    /// <typeparam name="TVector">The vector.</typeparam>
    /// <returns>The result.</returns>
    TResult Invoke<TVector>()
        where TVector : unmanaged, IVector<TVector, float>;
}

/// <summary>The processor's capabilities, as constants that the compiler folds.</summary>
internal static class HardwareSupport
{
    /// <summary>Whether multiply-add is one instruction with one rounding.</summary>
    internal static bool FusesMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>Whether there are 32 vector registers (AVX-512 at every width, Arm64) instead of 16.</summary>
    internal static bool HasThirtyTwoVectorRegisters => Avx512F.VL.IsSupported || AdvSimd.Arm64.IsSupported;
}
