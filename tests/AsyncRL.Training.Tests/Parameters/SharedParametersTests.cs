using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

public class SharedParametersTests
{
    private static readonly NetworkStructure Structure = Structures.Perceptron(3, 20, 2);

    [Theory]
    [MemberData(nameof(SharingModes.All), MemberType = typeof(SharingModes))]
    public void A_snapshot_is_theta_bit_for_bit(string sharing, VectorWidth width)
    {
        var shared = new SharedParameters(Structure.Layout, SharingModes.Create(sharing, width));
        float[] theta = Numbers.Normal(new RandomGenerator(1), shared.Length);
        theta[0] = -0f;
        theta[^1] = float.Epsilon;
        shared.Restore(theta, 7, 3);
        var snapshot = new float[shared.Length];
        shared.Snapshot(snapshot);
        Bits.AssertSame(theta, snapshot, sharing);
        Assert.Equal((7, 3), (shared.AgentSteps, shared.Updates));
    }

    [Fact]
    public void What_a_checkpoint_reads_is_what_restore_sets()
    {
        SharedParameters shared = Structures.Share(Structure, new float[Structure.Layout.BlockLength]);
        float[] theta = Numbers.Normal(new RandomGenerator(1), shared.Length);
        shared.Restore(theta, 0, 0);
        Section section = Assert.Single(shared.Sections);
        var bytes = new byte[theta.Length * sizeof(float)];
        section.Save(new BinaryWriter(new MemoryStream(bytes)));
        Bits.AssertSame(theta, MemoryMarshal.Cast<byte, float>(bytes).ToArray(), "theta");
        shared.Restore(new float[theta.Length], 0, 0);
        section.Restore(new BinaryReader(new MemoryStream(bytes)));
        var restored = new float[shared.Length];
        shared.Snapshot(restored);
        Bits.AssertSame(theta, restored, "theta");
    }

    [Fact]
    public void A_block_of_another_length_is_refused_before_theta_is_touched()
    {
        SharedParameters shared = Structures.Share(Structure, new float[Structure.Layout.BlockLength]);
        var (rule, right, wrong) = (new MomentumRule(1, 0), new float[shared.Length], new float[shared.Length - 1]);
        Array.Fill(right, 1);
        Assert.Throws<ArgumentException>(() => shared.Snapshot(wrong));
        Assert.Throws<ArgumentException>(() => shared.Apply(rule, wrong));
        Assert.Throws<ArgumentException>(() => shared.Apply(rule, right, wrong));
        Assert.Throws<ArgumentException>(() => shared.Restore(wrong, 0, 0));
        var theta = new float[shared.Length];
        shared.Snapshot(theta);
        Assert.All(theta, parameter => Assert.Equal(0, parameter));
        Assert.Equal(0, shared.Updates);
    }

    [Fact]
    public void The_sharing_mode_names_make_them_and_no_other_name_does()
    {
        Assert.Equal(["hogwild", "volatile", "interlocked"], SharingMode.Names);
        foreach (string name in SharingMode.Names) Assert.Equal(name, SharingMode.Create(name, VectorWidth.Scalar)!.Name);
        Assert.Null(SharingMode.Create("locked", VectorWidth.Scalar));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(33_360)]
    [InlineData(677_952)]
    public void Sweeps_begin_at_cache_lines_of_the_block_and_far_from_the_sweep_before(int length)
    {
        const int Line = 16;
        for (long ticket = 1; ticket < 2000; ticket++)
        {
            int start = SweepStart.Of(ticket, length);
            Assert.Equal(0, start % Line);
            Assert.InRange(start, 0, length - Line);
            int apart = Math.Abs(start - SweepStart.Of(ticket + 1, length));
            Assert.True(
                Math.Min(apart, length - apart) >= (0.38 * length) - Line, $"{start} of {length} at {ticket} is {apart} from the next.");
        }
    }

    [Fact]
    public void Sweeps_begin_within_the_block_after_years()
    {
        for (long ticket = long.MaxValue - 1000; ticket < long.MaxValue; ticket++)
            Assert.InRange(SweepStart.Of(ticket, 677_952), 0, 677_936);
    }
}
