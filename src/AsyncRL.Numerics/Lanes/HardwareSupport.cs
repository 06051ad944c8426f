using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Lanes;

/// <summary>What the processor can do, as constants that the compiler folds.</summary>
internal static class HardwareSupport
{
    /// <summary>Whether multiply-add is one instruction with one rounding.</summary>
    internal static bool FusesMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>32 vector registers (AVX-512 at every width, Arm64) rather than 16.</summary>
    internal static bool HasThirtyTwoVectorRegisters => Avx512F.VL.IsSupported || AdvSimd.Arm64.IsSupported;
}
