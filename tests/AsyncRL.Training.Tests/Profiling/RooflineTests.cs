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

    /// <summary>
    /// The caches of other cores give 0.25 bytes a second, and each of two threads gets half. All 8 shared bytes of the apply are in the
    /// third level, which moves 1 byte a second and holds 10,000 bytes of a domain. Three quarters of the shared bytes were written by the
    /// other thread.
    /// </summary>
    [Theory]
    [InlineData(5000, true, 0.75, 6, 48 + 4, MemoryLevel.OtherCore)]
    [InlineData(5000, true, 0, 0, 16, MemoryLevel.L3)]
    [InlineData(5000, false, 0.75, 0, 16, MemoryLevel.L3)]
    [InlineData(1000, false, 0.75, 6, 48 + 0.8, MemoryLevel.OtherCore)]
    [InlineData(9000, true, 0.75, 6, 48 + 4, MemoryLevel.OtherCore)]
    [InlineData(9000, false, 0.75, 0, 32, MemoryLevel.Memory)]
    [InlineData(10_001, true, 0.75, 0, 32, MemoryLevel.Memory)]
    public void Bytes_that_another_core_wrote_come_from_its_caches(
        double workingSet, bool spansDomains, double writtenByOthers, double fetched, double seconds, MemoryLevel level)
    {
        MachineLimits limits = KnownLimits.WithOtherCore(threads: 2) with { ThreadsPerDomain = spansDomains ? 1 : 2 };
        SegmentWork work = Work with { Phases = [new PhaseWork(Phase.Apply, 1, 0, 0, 8, workingSet) { BytesShared = 8 }] };
        var roofline = Roofline.Of(work, limits, _ => 1, 1, writtenByOthers);
        RooflinePoint apply = roofline.Phases[0];
        Assert.Equal((fetched, level), (apply.BytesFromOtherCores, apply.Level));
        Assert.Equal(seconds, apply.MemorySeconds, 1e-9);
        Assert.Equal((fetched, level, seconds), (roofline.Segment.BytesFromOtherCores, roofline.Segment.Level, apply.MemorySeconds));
    }

    [Fact]
    public void Without_the_bandwidth_of_other_cores_all_bytes_are_in_the_own_caches()
    {
        SegmentWork work = Work with { Phases = [new PhaseWork(Phase.Apply, 1, 0, 0, 8, 1000) { BytesShared = 8 }] };
        var roofline = Roofline.Of(work, Limits with { ThreadsPerDomain = 1 }, _ => 1, 1, writtenByOthers: 1);
        Assert.Equal((0, 2 * 8.0 / 5), (roofline.Phases[0].BytesFromOtherCores, roofline.Phases[0].MemorySeconds));
    }

    [Fact]
    public void What_was_not_measured_has_no_share() =>
        Assert.All(
            Roofline.Of(Work, Limits, _ => 0, 0).Phases,
            point => Assert.True(double.IsNaN(point.Share)));
}
