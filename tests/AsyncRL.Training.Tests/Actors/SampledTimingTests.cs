using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Actors;

/// <summary>Timing a sample of the segments estimates the times of all, and changes no results.</summary>
public class SampledTimingTests
{
    private const int Segments = 20_000;

    [Fact]
    public void What_is_computed_does_not_depend_on_which_segments_are_timed()
    {
        Engine all = Run(timesEverySegment: true), some = Run(timesEverySegment: false);
        float[] expected = new float[all.Shared.Length], actual = new float[all.Shared.Length];
        all.Shared.Snapshot(expected);
        some.Shared.Snapshot(actual);
        Bits.AssertSame(expected, actual, "θ");
        Assert.Equal(all.Shared.AgentSteps, some.Shared.AgentSteps);
    }

    [Fact]
    public void Timed_segments_count_for_all_but_those_of_an_unfinished_block()
    {
        ActorStatistics statistics = Run(timesEverySegment: false).Workers[0].Statistics;
        Assert.InRange(statistics.SegmentTicks().Total, Segments - 1024, Segments + 1024);
        Assert.Equal(Segments, statistics.Stalenesses().Total);
    }

    [Fact]
    public void Every_phase_of_a_segment_is_booked()
    {
        ActorStatistics statistics = Run(timesEverySegment: true).Workers[0].Statistics;
        Assert.Equal(Segments, statistics.SegmentTicks().Total);
        double sum = 0;
        foreach (Phase phase in Phase.Standard)
        {
            Assert.True(statistics.Read().Seconds(phase) > 0, $"{phase}");
            sum += statistics.Read().Seconds(phase);
        }

        // The histogram's mean has an error of up to half a bucket per segment.
        double mean = statistics.SegmentTicks().Mean * Segments / System.Diagnostics.Stopwatch.Frequency;
        Assert.InRange(sum, mean * 0.98, mean * 1.02);
    }

    private static Engine Run(bool timesEverySegment)
    {
        TrainingConfiguration configuration = Requests.Small(Segments * 5).For(new WalkTask());
        var engine = new Engine(configuration, measures => new ActorStatistics(measures, timesEverySegment));
        engine.Initialize(null);
        for (int i = 0; i < Segments; i++)
        {
            ((ActorLearner)engine.Workers[0]).Compute();
            ((ActorLearner)engine.Workers[0]).Apply();
        }

        return engine;
    }
}
