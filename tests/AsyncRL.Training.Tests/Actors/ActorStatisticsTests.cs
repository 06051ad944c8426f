using System.Diagnostics;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Tests.Actors;

public class ActorStatisticsTests
{
    [Fact]
    public void Counts_are_sums_and_the_largest_staleness_a_maximum()
    {
        var statistics = new ActorStatistics();
        statistics.CountAgentSteps(5);
        statistics.CountAgentSteps(2);
        Count(statistics, 5, (1, 2, 3), gradientNorm: 1.5, staleness: 3);
        Count(statistics, 2, (0.5, 0.25, 0.125), gradientNorm: 1.5, staleness: 7);
        ActorCounts counts = statistics.Read();
        Assert.Equal((7, 2), (counts.AgentSteps, counts.Updates));
        Assert.Equal<IEnumerable<double>>([1.5, 2.25, 3.125, 3], counts.MetricSums);
        Assert.Equal<IEnumerable<double>>([7, 7, 7, 2], counts.MetricCounts);
        Assert.Equal((10.0, 7.0), (counts.Staleness, counts.LargestStaleness));
        AssertMeans(counts, policy: 1.5 / 7, value: 2.25 / 7, entropy: 3.125 / 7, norm: 1.5, staleness: 5);
    }

    /// <summary>Agent steps whose update is not yet applied enter no mean, and a mean over nothing is NaN.</summary>
    [Fact]
    public void Means_are_over_the_agent_steps_whose_losses_are_in_the_sums()
    {
        var statistics = new ActorStatistics();
        ActorCounts start = statistics.Read();
        statistics.CountAgentSteps(5);
        ActorCounts computed = statistics.Read();
        Count(statistics, 5, (15, 5, 10), gradientNorm: 4, staleness: 1);
        ActorCounts applied = statistics.Read();
        AssertNoMeans(computed.Since(start));
        AssertNoMeans(applied.Since(applied));
        AssertMeans(applied.Since(computed), policy: 3, value: 1, entropy: 2, norm: 4, staleness: 1);
        Assert.Equal((5, 0), (computed.Since(start).AgentSteps, applied.Since(computed).AgentSteps));
    }

    /// <summary>
    /// Segments of 1 to 20 agent steps; all agent steps have the same losses. The means between any two instants must equal these losses to
    /// the last bit.
    /// </summary>
    [Fact]
    public void A_reader_never_sees_a_sum_without_the_number_that_divides_it()
    {
        var statistics = new ActorStatistics(null, timesEverySegment: true);
        Count(statistics, 1, (-3, 0.25, 1), gradientNorm: 2, staleness: 5);
        statistics.CountAgentSteps(1);
        bool stop = false;
        var writer = new Thread(() =>
        {
            for (int segment = 0; !Volatile.Read(ref stop); segment++)
            {
                int steps = 1 + (segment % 20);
                statistics.BeginSegment();
                statistics.CountAgentSteps(steps);
                Count(statistics, steps, (-3 * steps, 0.25 * steps, steps), gradientNorm: 2, staleness: 5);
                statistics.EndSegment();
            }
        });
        writer.Start();
        int withMeans = 0;
        ActorCounts before = statistics.Read();
        for (int reading = 0; reading < 200_000 || withMeans == 0; reading++)
        {
            ActorCounts now = statistics.Read(), recent = now.Since(before);
            before = now;
            Assert.InRange(now.AgentSteps - Applied(now), 0, 20);
            if (recent.Updates == 0) AssertNoMeans(recent);
            else AssertMeans(recent, policy: -3, value: 0.25, entropy: 1, norm: 2, staleness: 5);
            withMeans += recent.Updates > 0 ? 1 : 0;
        }

        Volatile.Write(ref stop, true);
        writer.Join();
    }

    [Fact]
    public void Saved_counts_and_times_come_back()
    {
        var saved = new ActorStatistics();
        saved.CountAgentSteps(5);
        Count(saved, 5, (1, 2, 3), gradientNorm: 1.5, staleness: 3);
        saved.BeginSegment();
        foreach (Phase phase in Phase.Standard) saved.Mark(phase);
        saved.EndSegment();
        using var state = new MemoryStream();
        saved.Transfer(new StateTransfer(new BinaryWriter(state)));
        state.Position = 0;
        var restored = new ActorStatistics(saved.Measures);
        restored.Transfer(new StateTransfer(new BinaryReader(state)));
        Assert.Equal(state.Length, state.Position);
        ActorCounts expected = saved.Read(), actual = restored.Read();
        Assert.Equal((5, 1), (actual.AgentSteps, actual.Updates));
        Assert.Equal<IEnumerable<double>>([1, 2, 3, 1.5], actual.MetricSums);
        Assert.Equal<IEnumerable<double>>([5, 5, 5, 1], actual.MetricCounts);
        Assert.Equal((3.0, 3.0), (actual.Staleness, actual.LargestStaleness));
        Assert.Equal<IEnumerable<double>>(expected.PhaseSeconds, actual.PhaseSeconds);
    }

    /// <summary>
    /// On a machine of any speed, the counted time is between the time inside the marks and the time around them.
    /// </summary>
    [Fact]
    public void All_time_between_the_start_and_the_last_mark_is_booked_once_and_to_its_phase()
    {
        var statistics = new ActorStatistics(null, timesEverySegment: true);
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

        Assert.True(statistics.Read().Seconds(Phase.Act) >= 0.004);
        Assert.True(statistics.Read().Seconds(Phase.Environment) >= 0.003);
        Assert.InRange(statistics.Read().Seconds(Phase.Act) + statistics.Read().Seconds(Phase.Environment), inner, outer);
        ActorCounts counts = statistics.Read();
        Assert.Equal(0, counts.Seconds(Phase.Snapshot) + counts.Seconds(Phase.Backward) + counts.Seconds(Phase.Apply));
    }

    [Fact]
    public void Time_between_segments_and_time_that_a_segment_is_held_belong_to_no_phase()
    {
        var statistics = new ActorStatistics(null, timesEverySegment: true);
        long shortStart = Stopwatch.GetTimestamp();
        statistics.BeginSegment();
        statistics.Mark(Phase.Act);
        statistics.EndSegment();
        TimeSpan shortSegment = Stopwatch.GetElapsedTime(shortStart);
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
        Assert.InRange(statistics.Read().Seconds(Phase.Snapshot), 0, first.TotalSeconds);
        Assert.InRange(statistics.Read().Seconds(Phase.Apply), 0, second.TotalSeconds);

        // The largest time may also be that of the first segment, which the system may interrupt like any other.
        double longest = Math.Max(shortSegment.TotalSeconds, (first + second).TotalSeconds);
        Assert.InRange(statistics.SegmentTicks().Largest / Stopwatch.Frequency, 0, longest);
    }

    private static void AssertMeans(ActorCounts counts, double policy, double value, double entropy, double norm, double staleness)
    {
        Assert.Equal((policy, value, entropy), (Mean(counts, 0), Mean(counts, 1), Mean(counts, 2)));
        Assert.Equal((norm, staleness), (Mean(counts, 3), counts.MeanStaleness));
    }

    private static double Mean(ActorCounts counts, int metric) => counts.Mean(new Metric("", "", metric));

    private static double Applied(ActorCounts counts) => counts.MetricCounts.Length > 0 ? counts.MetricCounts[0] : 0;

    /// <summary>Counts an update as an actor-critic learner does.</summary>
    private static void Count(
        ActorStatistics statistics, int steps, (double Policy, double Value, double Entropy) losses, double gradientNorm, long staleness)
    {
        statistics.Add(statistics.Measures.Metric("policy_loss", ""), losses.Policy, steps);
        statistics.Add(statistics.Measures.Metric("value_loss", ""), losses.Value, steps);
        statistics.Add(statistics.Measures.Metric("entropy", ""), losses.Entropy, steps);
        statistics.Add(statistics.Measures.Metric("gradient_norm", ""), gradientNorm, 1);
        statistics.CountUpdate(staleness);
    }

    private static void AssertNoMeans(ActorCounts counts) =>
        AssertMeans(counts, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    private static void SpinFor(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) Thread.SpinWait(10);
    }
}
