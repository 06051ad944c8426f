using System.Collections.Immutable;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Numerics.Networks;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Profiling;

/// <summary>The result of a profile.</summary>
/// <param name="Setups">One result for each set-up of the request.</param>
/// <param name="Trace">A track for each thread, for <see cref="ChromeTrace"/>; empty if no trace was requested.</param>
/// <param name="Layers">The time of each layer of the network; empty if it was not requested.</param>
public sealed record ProfileResult(
    ImmutableArray<SetupProfile> Setups, ImmutableArray<TraceTrack> Trace, ImmutableArray<LayerProfile> Layers);

/// <summary>The result of one set-up.</summary>
/// <param name="Setup">The set-up that ran.</param>
/// <param name="Rates">Agent steps per second of all its threads, in each round.</param>
/// <param name="Threads">The work of each thread in all rounds.</param>
/// <param name="Collections">Number of garbage collections while it ran; 0 once an engine is set up.</param>
public sealed record SetupProfile(
    ProfileSetup Setup, ImmutableArray<double> Rates, ImmutableArray<ThreadProfile> Threads, int Collections)
{
    /// <summary>The exchange of each group; empty if the set-up has no groups.</summary>
    public ImmutableArray<ExchangeProfile> Exchanges { get; init; } = [];

    /// <summary>
    /// The median over the rounds of the agent steps per second; the mean if a round has none, because segments are then longer than a
    /// round and the rounds' rates are all or nothing.
    /// </summary>
    public double MedianRate => HasEmptyRounds ? Rates.Mean() : Rates.Median();

    /// <summary>Whether no segment ended in some round.</summary>
    internal bool HasEmptyRounds => Rates.Contains(0);

    /// <summary>The 5th percentile of the rounds' rates.</summary>
    public double LowRate => RateAt(0.05);

    /// <summary>The 95th percentile of the rounds' rates.</summary>
    public double HighRate => RateAt(0.95);

    /// <summary>A percentile of the rounds' rates.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>Agent steps per second.</returns>
    public double RateAt(double share) => Rates.Quantile(share);

    /// <summary>Segment times of all threads, in ticks of the stopwatch.</summary>
    /// <returns>The counts.</returns>
    public HistogramCounts SegmentTicks() => Sum(thread => thread.SegmentTicks);

    /// <summary>Stalenesses of the updates of all threads.</summary>
    /// <returns>The counts.</returns>
    public HistogramCounts Stalenesses() => Sum(thread => thread.Stalenesses);

    /// <summary>
    /// The share of the updates before which another thread has updated θ since the thread's snapshot; 0 if there were no updates. For
    /// these updates another thread wrote the lines of θ and of shared statistics last.
    /// </summary>
    public double StaleShare
    {
        get
        {
            HistogramCounts counts = Stalenesses();
            long fresh = 0;
            foreach ((long from, _, long count) in counts.NonEmptyBuckets()) fresh += from == 0 ? count : 0;
            return counts.Total == 0 ? 0 : 1 - ((double)fresh / counts.Total);
        }
    }

    /// <summary>The metrics of the algorithm.</summary>
    public ImmutableArray<Metric> Metrics => Threads[0].Metrics;

    /// <summary>Value of a metric over all threads: the mean, or the sum of the threads' rates.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The value; NaN if there was none.</returns>
    public double Value(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ActorCounts together = ActorCounts.Zero;
        double seconds = 0;
        foreach (ThreadProfile thread in Threads) (together, seconds) = (together.Plus(thread.Counts), seconds + thread.Seconds);
        return together.Value(metric, seconds / Threads.Length);
    }

    private HistogramCounts Sum(Func<ThreadProfile, HistogramCounts> counts)
    {
        HistogramCounts sum = counts(Threads[0]);
        for (int i = 1; i < Threads.Length; i++) sum = sum.Plus(counts(Threads[i]));
        return sum;
    }
}

/// <summary>The work of one thread during the turns of its set-up, after the warm-up.</summary>
public sealed record ThreadProfile
{
    /// <summary>Index of the thread's engine in the set-up.</summary>
    public required int Engine { get; init; }

    /// <summary>Index of the thread's actor-learner in the engine.</summary>
    public required int Actor { get; init; }

    /// <summary>Name of the thread, as debuggers and traces show it.</summary>
    public required string Name { get; init; }

    /// <summary>The processor that the thread is tied to; null if it is not tied.</summary>
    public required int? Processor { get; init; }

    /// <summary>Seconds that the thread ran, by the clock.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds that the thread had a processor; null if the system does not report it.</summary>
    public required double? ProcessorSeconds { get; init; }

    /// <summary>Number of agent steps of the thread.</summary>
    public required long AgentSteps { get; init; }

    /// <summary>Number of updates that the thread applied.</summary>
    public required long Updates { get; init; }

    /// <summary>The metrics of the run.</summary>
    public ImmutableArray<Metric> Metrics { get; init; } = [];

    /// <summary>What the thread counted.</summary>
    public ActorCounts Counts { get; init; } = ActorCounts.Zero;

    /// <summary>The phases of the run: the standard ones, then those that the algorithm declared.</summary>
    public ImmutableArray<Phase> Phases { get; init; } = [.. Phase.Standard];

    /// <summary>Seconds in each phase, in the order of <see cref="Phases"/>.</summary>
    public required ImmutableArray<double> PhaseSeconds { get; init; }

    /// <summary>Bytes that the thread allocated; 0 once an engine is set up.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Times of the thread's segments from snapshot to apply, in ticks of the stopwatch.</summary>
    public required HistogramCounts SegmentTicks { get; init; }

    /// <summary>Stalenesses of the thread's updates: the number of updates by other threads between the snapshot and the apply.</summary>
    public required HistogramCounts Stalenesses { get; init; }

    /// <summary>The share of each layer's inputs that were not 0 in the thread's last segment; empty if it is unknown.</summary>
    public ImmutableArray<InputDensity> Densities { get; init; } = [];

    /// <summary>
    /// Seconds in no phase: the loop around the segments, and finished episodes. If segments are so short that not all are timed, the
    /// phases are estimates. They do not include the times for which the system gave the processor to other programs; those are part of the
    /// rest. Random errors of the estimates may make the rest slightly negative.
    /// </summary>
    public double RestSeconds
    {
        get
        {
            double rest = Seconds;
            foreach (double phase in PhaseSeconds) rest -= phase;
            return rest;
        }
    }

    /// <summary>The thread's agent steps per second.</summary>
    public double AgentStepsPerSecond => AgentSteps / Seconds;

    /// <summary>The thread's updates per second.</summary>
    public double UpdatesPerSecond => Updates / Seconds;

    /// <summary>
    /// The segment time in seconds that a given share of the segments does not exceed: 0.5 for the median, 1 for the longest timed segment.
    /// </summary>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>Seconds.</returns>
    public double SegmentSeconds(double share) => SegmentTicks.Quantile(share) / System.Diagnostics.Stopwatch.Frequency;
}

/// <summary>Compares the rates of two set-ups.</summary>
public static class Scaling
{
    /// <summary>
    /// The rate of a set-up divided by the rate of another one, as the median over the rounds. The rounds of the two alternate in time.
    /// Therefore a machine that slows down slows both. It is the ratio of the two rates if a round of either has no agent step.
    /// </summary>
    /// <param name="profile">A set-up.</param>
    /// <param name="other">Another set-up of the same profile.</param>
    /// <returns>The median of the rounds' ratios.</returns>
    public static double SpeedUp(SetupProfile profile, SetupProfile other)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(other);
        if (profile.HasEmptyRounds || other.HasEmptyRounds) return profile.MedianRate / other.MedianRate;
        var ratios = new double[profile.Rates.Length];
        for (int i = 0; i < ratios.Length; i++) ratios[i] = profile.Rates[i] / other.Rates[i];
        return ratios.Median();
    }
}
