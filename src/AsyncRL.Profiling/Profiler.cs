using System.Collections.Immutable;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Machine;

namespace AsyncRL.Profiling;

/// <summary>
/// Measures the speed of engines. The engines, the threads and the segments are those of training, without reports and checkpoints.
/// </summary>
/// <remarks>
/// Set-ups run in turn for a fraction of a second, round by round, while the others are parked. Every other round runs in reverse order.
/// Therefore a drift of the machine's clock, or other programs, affect all set-ups alike, and the ratios of their rates are valid even if
/// the rates themselves are not.
/// </remarks>
public static class Profiler
{
    /// <summary>How many times the seconds of the layers an engine may take until its first update.</summary>
    private const int MostRoundsToUpdate = 4;

    /// <summary>Runs a profile.</summary>
    /// <param name="request">The engines to run and the duration.</param>
    /// <param name="stop">Cancelled to end early.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InputException">Threads cannot be tied to processors on this system.</exception>
    /// <exception cref="Training.Runs.TrainingFaultException">An actor-learner failed.</exception>
    /// <exception cref="OperationCanceledException">The profile was stopped.</exception>
    public static ProfileResult Profile(ProfileRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        int[] processors = request.Pin ? ProcessorAffinity.Allowed() : [];
        (ImmutableArray<SetupProfile> results, ImmutableArray<TraceTrack> trace) = Measure(request, processors, stop);
        return new ProfileResult(results, trace, LayersOf(request, processors, stop));
    }

    private static (ImmutableArray<SetupProfile> Setups, ImmutableArray<TraceTrack> Trace) Measure(
        ProfileRequest request, int[] processors, CancellationToken stop)
    {
        var setups = new List<RunningSetup>(request.Setups.Length);
        try
        {
            foreach (ProfileSetup setup in request.Setups) setups.Add(new RunningSetup(setup, request.Rounds, processors));
            WarmUp(setups, request, stop);
            foreach (RunningSetup setup in setups) setup.BeginCounting();
            for (int round = 0; round < request.Rounds; round++) RunRound(setups, round, request.SliceSeconds, stop);
            ImmutableArray<SetupProfile> results = [.. setups.ConvertAll(setup => setup.Result())];
            return (results, Trace(setups, request, stop));
        }
        finally
        {
            foreach (RunningSetup setup in setups) setup.Dispose();
        }
    }

    /// <summary>
    /// Times the layers in an engine of their own, because a clock in each pass slows small networks. A method with a replay memory makes
    /// no update before the memory is filled, and its first agent steps say nothing about a segment.
    /// </summary>
    private static ImmutableArray<LayerProfile> LayersOf(ProfileRequest request, int[] processors, CancellationToken stop)
    {
        if (request.LayerSeconds == 0) return [];
        ProfileSetup first = request.Setups[0];
        var one = new ProfileSetup(first.Name, [first.Engines[0]]);
        var times = new LayerTimes(first.Engines[0].Network);
        int rounds = Math.Max(1, (int)Math.Round(request.LayerSeconds / request.SliceSeconds));
        using var setup = new RunningSetup(one, rounds, processors, times);
        WarmUp([setup], request with { WarmUpSeconds = request.LayerSeconds }, stop);
        for (int round = 0; round < MostRoundsToUpdate * rounds && !setup.HasUpdates; round++)
            RunRound([setup], round, request.SliceSeconds, stop);
        if (!setup.HasUpdates) return [];
        setup.BeginCounting();
        times.Clear();
        for (int round = 0; round < rounds; round++) RunRound([setup], round, request.SliceSeconds, stop);
        return LayerProfile.Of(times, setup.Result());
    }

    /// <summary>Every set-up has at least two turns. Only from the second turn on is its data in the caches.</summary>
    private static void WarmUp(List<RunningSetup> setups, ProfileRequest request, CancellationToken stop)
    {
        int rounds = Math.Max(2, (int)Math.Ceiling(request.WarmUpSeconds / (request.SliceSeconds * setups.Count)));
        for (int round = 0; round < rounds; round++) RunRound(setups, round, request.SliceSeconds, stop);

        // Collects the garbage of the setup now. Otherwise it would be collected during a turn.
        GC.Collect();
    }

    /// <summary>Runs after the measurement, because a trace times every segment.</summary>
    private static ImmutableArray<TraceTrack> Trace(List<RunningSetup> setups, ProfileRequest request, CancellationToken stop)
    {
        if (request.TraceCapacity == 0) return [];
        var tracks = ImmutableArray.CreateBuilder<TraceTrack>();
        foreach (RunningSetup setup in setups)
        {
            stop.ThrowIfCancellationRequested();
            tracks.AddRange(setup.Trace(request.TraceCapacity, request.SliceSeconds));
        }

        return tracks.ToImmutable();
    }

    private static void RunRound(List<RunningSetup> setups, int round, double seconds, CancellationToken stop)
    {
        for (int i = 0; i < setups.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            setups[round % 2 == 0 ? i : setups.Count - 1 - i].RunSlice(seconds);
        }
    }
}
