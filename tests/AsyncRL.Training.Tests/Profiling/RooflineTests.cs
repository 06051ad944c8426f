using AsyncRL.Algorithms.Metrics;
using AsyncRL.Profiling;

namespace AsyncRL.Training.Tests.Profiling;

/// <summary>
/// Compares with a machine of 100 operations per second, 50 for each of two threads, that reads 5 bytes of L1 and 0.25 of memory.
/// </summary>
public class RooflineTests
{
    private static readonly MachineLimits Limits = KnownLimits.Make(threads: 2);

    private static readonly SegmentWork Work = new()
    {
        AgentSteps = 5,
        IsFused = false,
        LayerFlops = 1000,
        Phases =
        [
            new PhaseWork(Phase.Act, 1000, 20, 0, 0, WorkingSet: 80),
            new PhaseWork(Phase.Apply, 100, 30, 10, 20, WorkingSet: 9000),
        ],
    };

    private static readonly Roofline Roofline = Roofline.Of(Work, Limits, phase => phase == Phase.Act ? 40 : 480, segmentSeconds: 560);

    [Fact]
    public void A_phase_of_much_arithmetic_is_held_to_the_peak()
    {
        RooflinePoint act = Roofline.Phases[0];
        Assert.Equal((Phase.Act, MemoryLevel.L1, false), (act.Phase, act.Level, act.IsMemoryBound));
        Assert.Equal((20, 4), (act.ComputeSeconds, act.MemorySeconds));
        Assert.Equal((0.5, 50, 25), (act.Share, act.Intensity, act.FlopsPerSecond));
    }

    /// <summary>The 9,000 bytes of each of two threads do not fit into a third level of 10,000 bytes.</summary>
    [Fact]
    public void A_phase_of_many_bytes_is_held_to_the_level_where_they_are()
    {
        RooflinePoint apply = Roofline.Phases[1];
        Assert.Equal((MemoryLevel.Memory, true), (apply.Level, apply.IsMemoryBound));
        Assert.Equal((2, 240, 0.5), (apply.ComputeSeconds, apply.MemorySeconds, apply.Share));
    }

    [Fact]
    public void The_segment_is_the_sum_of_its_phases_against_its_own_time()
    {
        RooflinePoint segment = Roofline.Segment;
        Assert.Null(segment.Phase);
        Assert.Equal((1100, 80, MemoryLevel.Memory), (segment.Flops, segment.Bytes, segment.Level));
        Assert.Equal((22, 244, 244.0 / 560), (segment.ComputeSeconds, segment.MemorySeconds, segment.Share));
    }

    [Fact]
    public void What_was_not_measured_has_no_share() =>
        Assert.All(
            Roofline.Of(Work, Limits, _ => 0, 0).Phases,
            point => Assert.True(double.IsNaN(point.Share)));
}
