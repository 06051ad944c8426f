using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Vectors;

public class VectorChoiceTests
{
    /// <summary>
    /// The numerics tests run in three ways: with all instructions of the machine, with DOTNET_EnableAVX512=0 and with
    /// DOTNET_EnableHWIntrinsic=0. ASYNCRL_EXPECTED_VECTOR contains the vector that each run should get. A run with another vector then
    /// fails instead of testing the same vector again.
    /// </summary>
    [Fact]
    public void The_widest_vector_is_the_one_that_this_run_was_meant_for()
    {
        string? expected = Environment.GetEnvironmentVariable("ASYNCRL_EXPECTED_VECTOR");
        if (!string.IsNullOrEmpty(expected)) Assert.Equal(Enum.Parse<VectorWidth>(expected), VectorChoice.Widest);
    }

    [Fact]
    public void The_widest_vector_is_the_widest_that_the_machine_has_instructions_for() => Assert.Equal(
        Vector512.IsHardwareAccelerated ? VectorWidth.Vector512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Vector256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Vector128
        : VectorWidth.Scalar,
        VectorChoice.Widest);

    [Fact]
    public void Without_hardware_intrinsics_the_vector_is_scalar_and_nothing_is_fused()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") != "0") return;
        Assert.Equal(VectorWidth.Scalar, VectorChoice.Widest);
        Assert.False(VectorChoice.IsFused);
    }

    [Fact]
    public void Without_avx512_the_vector_is_no_wider_than_256_bits()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0") Assert.True(VectorChoice.Widest <= VectorWidth.Vector256);
    }

    [Fact]
    public void Multiply_add_is_fused_where_the_processor_fuses() =>
        Assert.Equal(Fma.IsSupported || AdvSimd.IsSupported, VectorChoice.IsFused);

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void An_operation_runs_over_the_vector_that_was_asked_for(VectorWidth width) =>
        Assert.Equal(width, VectorChoice.Invoke(width, new ReportKind()));

    [Fact]
    public void A_width_that_is_none_gets_a_sentence() => Assert.StartsWith(
        "Expected scalar, vector128, vector256 or vector512.",
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorChoice.Invoke((VectorWidth)9, new ReportKind())).Message,
        StringComparison.Ordinal);

    private sealed record ReportKind : IVectorOperation<VectorWidth>
    {
        public VectorWidth Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float> => TVector.Kind;
    }
}
