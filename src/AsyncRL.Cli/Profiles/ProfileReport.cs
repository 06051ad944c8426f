using System.Collections.Immutable;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Cli.Views;
using AsyncRL.Numerics.Networks;
using AsyncRL.Profiling;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Profiles;

/// <summary>The results of <c>asyncrl profile</c>.</summary>
/// <param name="Configuration">The run; the number of threads is that of the first row.</param>
/// <param name="Seconds">The requested seconds.</param>
/// <param name="Latencies">
/// The latencies between the cores before the engines ran; null if there is one core, or if they could not be measured.
/// </param>
/// <param name="LatenciesAfter">The latencies after the engines ran.</param>
/// <param name="Rows">One for each number of threads.</param>
/// <param name="LostAdditions">The calibration, a count for each sharing mode.</param>
/// <param name="Layers">The time of each layer in the first row's mean segment; empty if there was no update.</param>
/// <param name="Trace">A vector for each thread; empty if no trace was requested.</param>
internal sealed record ProfileReport(
    TrainingConfiguration Configuration,
    double Seconds,
    CoreLatencies? Latencies,
    CoreLatencies? LatenciesAfter,
    ImmutableArray<ProfileRow> Rows,
    ImmutableArray<LostAdditionCount> LostAdditions,
    ImmutableArray<LayerProfile> Layers,
    ImmutableArray<TraceTrack> Trace)
{
    /// <summary>What is profiled, in a line: the algorithm, the environment, the network and the settings of the threads.</summary>
    /// <param name="c">The run.</param>
    internal static string Describe(TrainingConfiguration c) =>
        $"{c.Algorithm.Name} on {c.Environment.Name} with {c.Network.Description.Name}: "
        + $"{NumberText.Count(c.Network.Layout.ParameterCount, "parameter")}, {c.Optimizer.Optimizer}, {c.Sharing}, seed {c.Seed}";
}

/// <summary>The results for one number of threads.</summary>
internal sealed record ProfileRow
{
    /// <summary>The measurements of the threads.</summary>
    internal required SetupProfile Profile { get; init; }

    /// <summary>The machine's limits for this number of threads.</summary>
    internal required MachineLimits Limits { get; init; }

    /// <summary>The share of each layer's inputs that was not 0 in the threads' last segments.</summary>
    internal required ImmutableArray<InputDensity> Densities { get; init; }

    /// <summary>The counted work of a mean segment.</summary>
    internal required SegmentWork Work { get; init; }

    /// <summary>
    /// The mean segment of the mean thread, compared with the limits. Times are processor times, because the limits hold only while a
    /// thread has a processor.
    /// </summary>
    internal required Roofline Roofline { get; init; }

    /// <summary>The rate divided by that of the first row, as the median over rounds. A round measures all rows close together.</summary>
    internal required double SpeedUp { get; init; }

    /// <summary>The speed-up divided by the ratio of the numbers of threads.</summary>
    internal required double Efficiency { get; init; }

    internal int Threads => Profile.Threads.Length;

    /// <summary>The number of threads, and of groups if there are several, for tables.</summary>
    internal string Label => LabelOf(Threads, Profile.Setup.Groups);

    /// <summary>"2", "2 in 2 groups".</summary>
    internal static string LabelOf(int threads, int groups) =>
        NumberText.Count(threads) + (groups > 1 ? $" in {NumberText.Count(groups, "group")}" : "");

    /// <summary>Makes a row of measurements.</summary>
    /// <param name="profile">The measurements of the threads.</param>
    /// <param name="first">The measurements of the first row's threads.</param>
    /// <param name="limits">The machine's limits for this number of threads.</param>
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
        foreach (Phase phase in profile.Threads[0].Phases) inPhases += SecondsOf(profile, phase);

        // The difference between elapsed and processor time is waiting for a processor. It is attributed to the phases in proportion.
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
            Roofline = Roofline.Of(
                work, limits, phase => SecondsOf(profile, phase) * withProcessor, running / segments, profile.StaleShare),
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

/// <summary>Warnings about conditions that make the results of a profile unreliable.</summary>
internal static class ProfileWarnings
{
    private const double EnoughShare = 0.95;

    /// <summary>Finds the warnings.</summary>
    /// <param name="report">The report.</param>
    /// <returns>
    /// A sentence for each number of threads for which a thread had to wait for a processor, and one if the cache domains have changed.
    /// </returns>
    internal static IReadOnlyList<string> Of(ProfileReport report)
    {
        var warnings = new List<string>();
        foreach (ProfileRow row in report.Rows)
        {
            if (Of(row.Profile.Threads) is { } warning) warnings.Add(warning);
        }

        if (Of(report.Latencies, report.LatenciesAfter) is { } moved) warnings.Add(moved);
        return warnings;
    }

    /// <summary>Compares the cache domains before and after the engines ran. The host of a virtual machine may move its cores.</summary>
    /// <param name="before">The latencies before; null if they are unknown.</param>
    /// <param name="after">The latencies after; null if they are unknown.</param>
    /// <returns>The warning; null if the domains are the same, or unknown.</returns>
    internal static string? Of(CoreLatencies? before, CoreLatencies? after)
    {
        if (before is null || after is null) return null;
        if (before.Domains.AsSpan().SequenceEqual(after.Domains.AsSpan())) return null;
        return $"The largest latency between cores was {Largest(before)} ns before the engines ran and {Largest(after)} ns after; "
            + "the cores have changed their cache domains, and figures of several threads mix both states.";

        static string Largest(CoreLatencies latencies) => NumberText.Count((latencies.Between ?? latencies.Within)!.Largest);
    }

    /// <summary>Compares each thread's processor time with its elapsed time.</summary>
    /// <param name="threads">Threads that ran at the same time.</param>
    /// <returns>The warning; null if each thread nearly always had a processor, or if the system does not measure it.</returns>
    internal static string? Of(IReadOnlyList<ThreadProfile> threads)
    {
        double least = 1;
        foreach (ThreadProfile thread in threads) least = Math.Min(least, (thread.ProcessorSeconds ?? thread.Seconds) / thread.Seconds);
        if (least >= EnoughShare) return null;
        string which = threads.Count == 1 ? "The thread" : $"One of {NumberText.Count(threads.Count)} threads";
        return $"{which} had a processor for only {NumberText.Percent(least)} % of its time, because of other work on the machine; "
            + "rates, speed-ups and shares of the limits are unreliable.";
    }
}
