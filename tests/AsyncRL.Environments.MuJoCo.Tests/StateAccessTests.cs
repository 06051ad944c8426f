using System.Runtime.InteropServices;
using AsyncRL.Core.Options;
using AsyncRL.Environments.MuJoCo.Native;
using AsyncRL.Environments.MuJoCo.Physics;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>How the state is found in the versions of the library. The functions of version 2.3.6 and later cannot be run here.</summary>
public unsafe class StateAccessTests
{
    private static readonly StateLayout Layout = new(Positions: 9, Velocities: 8, Activations: 2, Controls: 3);

    [Theory]
    [InlineData(222, "2.2.2")]
    [InlineData(236, "2.3.6")]
    [InlineData(340, "3.4.0")]
    [InlineData(3_009_000, "3.9.0")]
    [InlineData(3_012_001, "3.12.1")]
    public void Supported_versions_are_accepted(int version, string text)
    {
        MuJoCoLibrary.CheckVersion("lib", version);
        Assert.Equal(text, MuJoCoLibrary.TextOf(version));
    }

    [Theory]
    [InlineData(210)]
    [InlineData(221)]
    [InlineData(230)]
    [InlineData(235)]
    public void Other_versions_are_refused(int version) => Assert.Equal(
        $"lib is MuJoCo {MuJoCoLibrary.TextOf(version)}; expected 2.2.2 (sudo apt-get install libmujoco2.2.2), or 2.3.6 or later.",
        Assert.Throws<InputException>(() => MuJoCoLibrary.CheckVersion("lib", version)).Message);

    /// <summary>Version 3.5.0 inserted a part of the state before the accelerations.</summary>
    [Theory]
    [InlineData(236, 1u << 4, 1u << 5)]
    [InlineData(340, 1u << 4, 1u << 5)]
    [InlineData(3_005_000, 1u << 5, 1u << 6)]
    [InlineData(3_009_000, 1u << 5, 1u << 6)]
    public void The_bits_follow_the_version(int version, uint accelerations, uint controls) =>
        Assert.Equal((accelerations, controls), StateByFunction.BitsOf(version));

    [Fact]
    public void A_layout_has_the_parts_one_after_another() => Assert.Equal(
        (1, 10, 18, 20, 28, 31),
        (StateLayout.PositionsAt, Layout.VelocitiesAt, Layout.ActivationsAt, Layout.AccelerationsAt, Layout.ControlsAt, Layout.Size));

    /// <summary>Memory of the size of mjData with pointers at one place: that of version 2.2.2, or another.</summary>
    [Theory]
    [InlineData(40_376, 0, 40_376)]
    [InlineData(24, 0, 24)]
    [InlineData(24, 64, -1)]
    [InlineData(24, -8, -1)]
    public void Pointers_are_found_only_where_they_fit(int offset, int displaced, int expected)
    {
        nint* words = (nint*)NativeMemory.AllocZeroed(41_176);
        try
        {
            nint* place = words + (offset / sizeof(nint));
            place[-2] = 0x100000;
            place[0] = 0x100000;
            place[1] = place[0] + 128;
            place[2] = place[1] + 64;
            place[3] = place[2] + 64;
            place[4] = place[3] + 64 + displaced;
            Assert.Equal(expected, StateByOffset.Discover(words, Layout));
        }
        finally
        {
            NativeMemory.Free(words);
        }
    }

    [MuJoCoFact]
    public void The_engine_s_own_data_are_found_and_read_back()
    {
        using Simulation simulation = Bench.Simulate("walker");
        ModelFacts facts = simulation.Facts;
        Assert.Equal((9, 9, 0, 6), (facts.Positions, facts.Velocities, facts.Activations, facts.Controls));
        Assert.Equal(0.002, simulation.Facts.TimeStep);
        Assert.Equal(["x", "z", "tilt", "right hip", "right knee"], simulation.Facts.Joints[..5].ConvertAll(joint => joint.Name));
        Assert.Equal([JointKind.Slide, JointKind.Slide, JointKind.Hinge], simulation.Facts.Joints[..3].ConvertAll(joint => joint.Kind));
        Assert.Equal(new Actuator("left ankle", true, -1, 1), simulation.Facts.Actuators[5]);
        Assert.Equal(40_376, StateByOffset.Discover((nint*)simulation.Data, new StateLayout(simulation.Facts)));

        // A layout of other sizes does not fit, so the library would be refused.
        Assert.Equal(-1, StateByOffset.Discover((nint*)simulation.Data, new StateLayout(40, 9, 0, 6)));
    }
}
