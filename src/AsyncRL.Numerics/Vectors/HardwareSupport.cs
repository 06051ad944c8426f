using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Vectors;

/// <summary>The processor's capabilities, as constants that the compiler folds.</summary>
internal static class HardwareSupport
{
    /// <summary>Whether multiply-add is one instruction with one rounding.</summary>
    internal static bool FusesMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>Whether there are 32 vector registers (AVX-512 at every width, Arm64) instead of 16.</summary>
    internal static bool HasThirtyTwoVectorRegisters => Avx512F.VL.IsSupported || AdvSimd.Arm64.IsSupported;
}
