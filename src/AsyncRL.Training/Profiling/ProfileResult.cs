using System.Collections.Immutable;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Actors;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Profiling;

/// <summary>What a profile found.</summary>
/// <param name="Setups">One for each set-up of the request.</param>
/// <param name="Trace">A lane for each thread, for <see cref="ChromeTrace"/>; empty if no trace was asked for.</param>
public sealed record ProfileResult(ImmutableArray<SetupProfile> Setups, ImmutableArray<TraceLane> Trace);

/// <summary>What was found of one set-up.</summary>
/// <param name="Setup">What ran.</param>
/// <param name="Rates">Agent steps per second of all its threads, in each round.</param>
/// <param name="Threads">What each thread did in all rounds.</param>
/// <param name="Collections">Garbage collections while it ran; 0 once an engine is set up.</param>
public sealed record SetupProfile(
    ProfileSetup Setup, ImmutableArray<double> Rates, ImmutableArray<ThreadProfile> Threads, int Collections)
{
    /// <summary>Agent steps per second in the middle round.</summary>
    public double MedianRate => Rates.Median();

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

    private HistogramCounts Sum(Func<ThreadProfile, HistogramCounts> counts)
    {
        HistogramCounts sum = counts(Threads[0]);
        for (int i = 1; i < Threads.Length; i++) sum = sum.Plus(counts(Threads[i]));
        return sum;
    }
}

/// <summary>What one thread did while it was its set-up's turn, after the warm-up.</summary>
public sealed record ThreadProfile
{
    /// <summary>Index of its engine in the set-up.</summary>
    public required int Engine { get; init; }

    /// <summary>Index of its actor-learner in the engine.</summary>
    public required int Actor { get; init; }

    /// <summary>Its name, as debuggers and traces show it.</summary>
    public required string Name { get; init; }

    /// <summary>The processor that it was tied to; null for none.</summary>
    public required int? Processor { get; init; }

    /// <summary>Seconds that it ran, by the clock.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds that it had a processor; null where the system does not tell.</summary>
    public required double? ProcessorSeconds { get; init; }

    /// <summary>Agent steps that it did.</summary>
    public required long AgentSteps { get; init; }

    /// <summary>Updates that it applied.</summary>
    public required long Updates { get; init; }

    /// <summary>Seconds in each phase, in the order of <see cref="Phase"/>.</summary>
    public required ImmutableArray<double> PhaseSeconds { get; init; }

    /// <summary>Bytes that it allocated; 0 once an engine is set up.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Times of its segments from snapshot to apply, in ticks of the stopwatch.</summary>
    public required HistogramCounts SegmentTicks { get; init; }

    /// <summary>Stalenesses of its updates: updates by others between the snapshot and the apply.</summary>
    public required HistogramCounts Stalenesses { get; init; }

    /// <summary>How much of each layer's inputs was not 0 in its last segment; empty if nobody knows.</summary>
    public ImmutableArray<InputDensity> Densities { get; init; } = [];

    /// <summary>
    /// Seconds in no phase: the loop around the segments, and finished episodes. Where segments are so short that not all are timed, phases
    /// are estimates without the times that the system gave the processor to others; those are in the rest. Chance may bring it a little
    /// below 0.
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

    /// <summary>Its agent steps per second.</summary>
    public double AgentStepsPerSecond => AgentSteps / Seconds;

    /// <summary>Its updates per second.</summary>
    public double UpdatesPerSecond => Updates / Seconds;

    /// <summary>Seconds that a share of its segments does not exceed: 0.5 for the median, 1 for the longest that was timed.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>Seconds.</returns>
    public double SegmentSeconds(double share) => SegmentTicks.Quantile(share) / System.Diagnostics.Stopwatch.Frequency;
}
