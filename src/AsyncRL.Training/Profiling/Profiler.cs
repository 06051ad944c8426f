using System.Collections.Immutable;

namespace AsyncRL.Training.Profiling;

/// <summary>
/// Measures how fast engines run: the engines that training runs, with the same threads and the same segments, but nobody who reports or
/// saves.
/// </summary>
/// <remarks>
/// Set-ups take turns of a fraction of a second, round by round, the others parked; every other round goes the other way round. A machine
/// whose clock drifts, or that others use, so treats all alike, and ratios of their rates hold where the rates themselves do not.
/// </remarks>
public static class Profiler
{
    /// <summary>Profiles.</summary>
    /// <param name="request">What to run and for how long.</param>
    /// <param name="stop">Cancelled to end early.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="Environments.Options.InputException">Threads cannot be tied to processors on this system.</exception>
    /// <exception cref="Runs.TrainingFaultException">An actor-learner failed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ProfileResult Profile(ProfileRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        int[] processors = request.Pin ? ProcessorAffinity.Allowed() : [];
        var setups = new List<RunningSetup>(request.Setups.Length);
        try
        {
            foreach (ProfileSetup setup in request.Setups) setups.Add(new RunningSetup(setup, request.Rounds, processors));
            WarmUp(setups, request, stop);
            foreach (RunningSetup setup in setups) setup.BeginCounting();
            for (int round = 0; round < request.Rounds; round++) RunRound(setups, round, request.SliceSeconds, stop);
            ImmutableArray<SetupProfile> results = [.. setups.ConvertAll(setup => setup.Result())];
            return new ProfileResult(results, Trace(setups, request, stop));
        }
        finally
        {
            foreach (RunningSetup setup in setups) setup.Stop();
        }
    }

    /// <summary>Every set-up has two turns at least: the second is the first that meets what it has in the caches.</summary>
    private static void WarmUp(List<RunningSetup> setups, ProfileRequest request, CancellationToken stop)
    {
        int rounds = Math.Max(2, (int)Math.Ceiling(request.WarmUpSeconds / (request.SliceSeconds * setups.Count)));
        for (int round = 0; round < rounds; round++) RunRound(setups, round, request.SliceSeconds, stop);

        // What setting up left behind would be collected in somebody's turn.
        GC.Collect();
    }

    /// <summary>After the figures are taken, because a trace times every segment.</summary>
    private static ImmutableArray<TraceLane> Trace(List<RunningSetup> setups, ProfileRequest request, CancellationToken stop)
    {
        if (request.TraceCapacity == 0) return [];
        var lanes = ImmutableArray.CreateBuilder<TraceLane>();
        foreach (RunningSetup setup in setups)
        {
            stop.ThrowIfCancellationRequested();
            lanes.AddRange(setup.Trace(request.TraceCapacity, request.SliceSeconds));
        }

        return lanes.ToImmutable();
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
