using System.Diagnostics;
using AsyncRL.Training.Actors;

namespace AsyncRL.Training.Tests.Actors;

public class ActorStatisticsTests
{
    [Fact]
    public void Counts_are_sums_and_the_largest_staleness_a_maximum()
    {
        var statistics = new ActorStatistics();
        statistics.CountAgentSteps(5);
        statistics.CountAgentSteps(2);
        statistics.CountLosses(policyLoss: 1, valueLoss: 2, entropy: 3);
        statistics.CountLosses(policyLoss: 0.5, valueLoss: 0.25, entropy: 0.125);
        foreach (long staleness in new long[] { 3, 7, 0 }) statistics.CountUpdate(gradientNorm: 1.5, staleness);
        Assert.Equal((7, 3), (statistics.AgentSteps, statistics.Updates));
        Assert.Equal((1.5, 2.25, 3.125), (statistics.PolicyLoss, statistics.ValueLoss, statistics.Entropy));
        Assert.Equal((4.5, 10.0, 7.0), (statistics.GradientNorm, statistics.Staleness, statistics.LargestStaleness));
    }

    [Fact]
    public void Saved_counts_and_times_come_back()
    {
        var saved = new ActorStatistics();
        saved.CountAgentSteps(5);
        saved.CountUpdate(1.5, 3);
        saved.BeginSegment();
        foreach (Phase phase in Enum.GetValues<Phase>()) saved.Mark(phase);
        saved.EndSegment();
        using var state = new MemoryStream();
        saved.SaveState(new BinaryWriter(state));
        state.Position = 0;
        var restored = new ActorStatistics();
        restored.RestoreState(new BinaryReader(state));
        Assert.Equal(state.Length, state.Position);
        Assert.Equal((5, 1, 1.5, 3.0), (restored.AgentSteps, restored.Updates, restored.GradientNorm, restored.LargestStaleness));
        foreach (Phase phase in Enum.GetValues<Phase>()) Assert.Equal(saved.Seconds(phase), restored.Seconds(phase));
    }

    /// <summary>
    /// Whatever the speed of the machine: what is booked lies between what passes inside the marks and what passes around them.
    /// </summary>
    [Fact]
    public void All_time_between_the_start_and_the_last_mark_is_booked_once_and_to_its_phase()
    {
        var statistics = new ActorStatistics(timesEverySegment: true);
        long outerStart = Stopwatch.GetTimestamp();
        statistics.BeginSegment();
        long innerStart = Stopwatch.GetTimestamp();
        SpinFor(TimeSpan.FromMilliseconds(2));
        statistics.Mark(Phase.Act);
        SpinFor(TimeSpan.FromMilliseconds(3));
        statistics.Mark(Phase.Environment);
        SpinFor(TimeSpan.FromMilliseconds(2));
        double inner = Stopwatch.GetElapsedTime(innerStart).TotalSeconds;
        statistics.Mark(Phase.Act);
        double outer = Stopwatch.GetElapsedTime(outerStart).TotalSeconds;
        statistics.EndSegment();

        Assert.True(statistics.Seconds(Phase.Act) >= 0.004);
        Assert.True(statistics.Seconds(Phase.Environment) >= 0.003);
        Assert.InRange(statistics.Seconds(Phase.Act) + statistics.Seconds(Phase.Environment), inner, outer);
        Assert.Equal(0, statistics.Seconds(Phase.Snapshot) + statistics.Seconds(Phase.Backward) + statistics.Seconds(Phase.Apply));
    }

    [Fact]
    public void Time_between_segments_and_time_that_a_segment_is_held_are_booked_to_nobody()
    {
        var statistics = new ActorStatistics(timesEverySegment: true);
        statistics.BeginSegment();
        statistics.Mark(Phase.Act);
        statistics.EndSegment();
        SpinFor(TimeSpan.FromMilliseconds(5));
        long firstStart = Stopwatch.GetTimestamp();
        statistics.BeginSegment();
        statistics.Mark(Phase.Snapshot);
        TimeSpan first = Stopwatch.GetElapsedTime(firstStart);
        SpinFor(TimeSpan.FromMilliseconds(5));
        long secondStart = Stopwatch.GetTimestamp();
        statistics.ContinueSegment();
        statistics.Mark(Phase.Apply);
        TimeSpan second = Stopwatch.GetElapsedTime(secondStart);
        statistics.EndSegment();
        Assert.InRange(statistics.Seconds(Phase.Snapshot), 0, first.TotalSeconds);
        Assert.InRange(statistics.Seconds(Phase.Apply), 0, second.TotalSeconds);
        Assert.InRange(statistics.SegmentTicks().Largest / Stopwatch.Frequency, 0, (first + second).TotalSeconds);
    }

    private static void SpinFor(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) Thread.SpinWait(10);
    }
}
