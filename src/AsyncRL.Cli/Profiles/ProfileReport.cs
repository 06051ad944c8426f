using System.Collections.Immutable;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Numerics.Networks;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Profiles;

/// <summary>All that <c>asyncrl profile</c> found.</summary>
/// <param name="Configuration">What ran; the number of threads is the first row's.</param>
/// <param name="Seconds">Seconds that were asked for.</param>
/// <param name="Rows">One for each number of threads.</param>
/// <param name="LostAdditions">The calibration, a count for each sharing mode.</param>
/// <param name="Trace">A vector for each thread; empty if no trace was asked for.</param>
internal sealed record ProfileReport(
    TrainingConfiguration Configuration,
    double Seconds,
    ImmutableArray<ProfileRow> Rows,
    ImmutableArray<LostAdditionCount> LostAdditions,
    ImmutableArray<TraceTrack> Trace)
{
    /// <summary>What ran, in a line.</summary>
    internal string Subject =>
        $"{Configuration.Algorithm.Name} on {Configuration.Environment.Name} with {Configuration.Network.Description.Name}";
}

/// <summary>One number of threads.</summary>
internal sealed record ProfileRow
{
    /// <summary>What the threads did.</summary>
    internal required SetupProfile Profile { get; init; }

    /// <summary>What as many threads can do at most.</summary>
    internal required MachineLimits Limits { get; init; }

    /// <summary>How much of each layer's inputs was not 0 in the threads' last segments.</summary>
    internal required ImmutableArray<InputDensity> Densities { get; init; }

    /// <summary>What a mean segment is, counted.</summary>
    internal required SegmentWork Work { get; init; }

    /// <summary>
    /// The mean thread's mean segment against the limits, in processor time: a limit holds while a thread has a processor, and that it has
    /// to wait for one is no fault of its arithmetic.
    /// </summary>
    internal required Roofline Roofline { get; init; }

    /// <summary>How many times the rate of the first row, in the middle round: rounds lie side by side in time.</summary>
    internal required double SpeedUp { get; init; }

    /// <summary>The speed-up against as many times more threads.</summary>
    internal required double Efficiency { get; init; }

    internal int Threads => Profile.Threads.Length;

    /// <summary>Puts together what was measured.</summary>
    /// <param name="profile">What the threads did.</param>
    /// <param name="first">What those of the first row did.</param>
    /// <param name="limits">What as many threads can do.</param>
    /// <returns>The row.</returns>
    internal static ProfileRow Of(SetupProfile profile, SetupProfile first, MachineLimits limits)
    {
        double segments = 0, agentSteps = 0, running = 0;
        foreach (ThreadProfile thread in profile.Threads)
        {
            (segments, agentSteps) = (segments + thread.Updates, agentSteps + thread.AgentSteps);
            running += Math.Min(thread.Seconds, thread.ProcessorSeconds ?? thread.Seconds);
        }

        double inPhases = 0, stepsPerSegment = agentSteps / segments;
        foreach (Phase phase in Phase.Standard) inPhases += SecondsOf(profile, phase);

        // What phases took beyond the processor's time they spent waiting for a processor, each in proportion.
        double withProcessor = Math.Min(1, running / inPhases) / segments;
        ImmutableArray<InputDensity> densities = MeanDensities(profile);
        var work = SegmentWork.Count(profile.Setup.Engines[0], stepsPerSegment, densities);
        double speedUp = Scaling.SpeedUp(profile, first);
        return new ProfileRow
        {
            Profile = profile,
            Limits = limits,
            Densities = densities,
            Work = work,
            Roofline = Roofline.Of(work, limits, phase => SecondsOf(profile, phase) * withProcessor, running / segments),
            SpeedUp = speedUp,
            Efficiency = speedUp * first.Threads.Length / profile.Threads.Length,
        };
    }

    private static ImmutableArray<InputDensity> MeanDensities(SetupProfile profile)
    {
        var means = ImmutableArray.CreateBuilder<InputDensity>();
        int threads = profile.Threads.Length;
        for (int node = 0; node < profile.Threads[0].Densities.Length; node++)
        {
            double row = 0, segment = 0;
            foreach (ThreadProfile thread in profile.Threads)
                (row, segment) = (row + thread.Densities[node].Row, segment + thread.Densities[node].Segment);
            means.Add(new InputDensity(row / threads, segment / threads));
        }

        return means.ToImmutable();
    }

    private static double SecondsOf(SetupProfile profile, Phase phase)
    {
        double seconds = 0;
        foreach (ThreadProfile thread in profile.Threads) seconds += thread.PhaseSeconds[phase.Index];
        return seconds;
    }
}
