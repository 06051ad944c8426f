using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Lanes;

public class LaneChoiceTests
{
    /// <summary>
    /// The numerics tests run in three ways: with all instructions of the machine, with DOTNET_EnableAVX512=0 and with
    /// DOTNET_EnableHWIntrinsic=0. ASYNCRL_EXPECTED_LANE contains the lane that each run should get. A run with another lane then fails
    /// instead of testing the same lane again.
    /// </summary>
    [Fact]
    public void The_widest_lane_is_the_one_that_this_run_was_meant_for()
    {
        string? expected = Environment.GetEnvironmentVariable("ASYNCRL_EXPECTED_LANE");
        if (!string.IsNullOrEmpty(expected)) Assert.Equal(Enum.Parse<LaneWidth>(expected), LaneChoice.Widest);
    }

    [Fact]
    public void The_widest_lane_is_the_widest_that_the_machine_has_instructions_for() => Assert.Equal(
        Vector512.IsHardwareAccelerated ? LaneWidth.Vector512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Vector256
        : Vector128.IsHardwareAccelerated ? LaneWidth.Vector128
        : LaneWidth.Scalar,
        LaneChoice.Widest);

    [Fact]
    public void Without_hardware_intrinsics_the_lane_is_scalar_and_nothing_is_fused()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") != "0") return;
        Assert.Equal(LaneWidth.Scalar, LaneChoice.Widest);
        Assert.False(LaneChoice.IsFused);
    }

    [Fact]
    public void Without_avx512_the_lane_is_no_wider_than_256_bits()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0") Assert.True(LaneChoice.Widest <= LaneWidth.Vector256);
    }

    [Fact]
    public void Multiply_add_is_fused_where_the_processor_fuses() =>
        Assert.Equal(Fma.IsSupported || AdvSimd.IsSupported, LaneChoice.IsFused);

    [Theory]
    [MemberData(nameof(SampledTypes.AllLanes), MemberType = typeof(SampledTypes))]
    public void An_operation_runs_over_the_lane_that_was_asked_for(LaneWidth width) =>
        Assert.Equal(width, LaneChoice.Invoke(width, new TellKind()));

    [Fact]
    public void A_width_that_is_none_gets_a_sentence() => Assert.StartsWith(
        "Expected scalar, vector128, vector256 or vector512.",
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneChoice.Invoke((LaneWidth)9, new TellKind())).Message,
        StringComparison.Ordinal);

    private sealed record TellKind : ILaneOperation<LaneWidth>
    {
        public LaneWidth Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float> => TLane.Kind;
    }
}
