using System.Collections.Immutable;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Profiling;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Profiles;

/// <summary>
/// Measures the latencies between cores, the machine's limits, the engines, the limits again, the lost additions, and the latencies again.
/// Measuring the limits before and after the engines reduces the effect of a drifting clock rate.
/// </summary>
internal sealed class ProfileMeasurement
{
    private const double LongestWarmUp = 1.5, LatencySeconds = 0.5, LongestLayers = 1;

    private readonly ProfileRequest _request;
    private readonly double _limitSeconds;
    private readonly double _raceSeconds;
    private string _stage = "";

    /// <summary>Plans the measurement.</summary>
    /// <param name="request">The request.</param>
    internal ProfileMeasurement(ProfileRequest request)
    {
        double seconds = request.Seconds;
        int setups = request.Setups.Length;
        _limitSeconds = Math.Min(0.25, seconds / 8);
        _raceSeconds = Math.Min(0.25, seconds / 20);
        _request = request with
        {
            SliceSeconds = Math.Min(request.SliceSeconds, seconds / (4 * setups)),
            WarmUpSeconds = Math.Min(LongestWarmUp, seconds),
            LayerSeconds = Math.Min(LongestLayers, seconds / 8),
        };
    }

    /// <summary>The present stage, for the progress display.</summary>
    internal string Stage => Volatile.Read(ref _stage);

    /// <summary>The approximate duration in seconds.</summary>
    internal double ExpectedSeconds =>
        _request.Seconds + _request.WarmUpSeconds + (2 * _request.LayerSeconds) + (2 * _limitSeconds * _request.Setups.Length)
        + (_raceSeconds * SharingMode.Names.Count * RacedThreads().Count);

    /// <summary>Runs the measurement.</summary>
    /// <param name="stop">Cancelled to abandon the measurement.</param>
    /// <returns>The report.</returns>
    /// <exception cref="OperationCanceledException">The measurement was abandoned.</exception>
    internal ProfileReport Measure(CancellationToken stop)
    {
        CoreLatencies? latencies = MeasureLatencies(stop);
        MachineLimits[] before = MeasureLimits(latencies, stop);
        Enter("profiling");
        ProfileResult result = Profiler.Profile(_request, stop);
        MachineLimits[] after = MeasureLimits(latencies, stop);
        var rows = ImmutableArray.CreateBuilder<ProfileRow>();
        for (int i = 0; i < result.Setups.Length; i++)
            rows.Add(ProfileRow.Of(result.Setups[i], result.Setups[0], before[i].BestWith(after[i])));
        return new ProfileReport(
            _request.Setups[0].Engines[0],
            _request.Seconds,
            latencies,
            MeasureLatencies(stop),
            rows.ToImmutable(),
            CountLostAdditions(rows[0], stop),
            result.Layers,
            result.Trace);
    }

    private CoreLatencies? MeasureLatencies(CancellationToken stop)
    {
        Enter("latencies between cores");
        CoreLatencies? latencies = CoreLatencies.Measure(LatencySeconds, stop);
        stop.ThrowIfCancellationRequested();
        return latencies;
    }

    private MachineLimits[] MeasureLimits(CoreLatencies? latencies, CancellationToken stop)
    {
        Enter("the machine's limits");
        return Array.ConvertAll([.. _request.Setups], setup =>
        {
            stop.ThrowIfCancellationRequested();
            return MachineLimits.Measure(
                setup.Engines[0].VectorWidth, setup.Threads, CacheSizes.OfThisMachine, _limitSeconds, latencies);
        });
    }

    private ImmutableArray<LostAdditionCount> CountLostAdditions(ProfileRow first, CancellationToken stop)
    {
        const int MostRows = 64;
        Enter("lost additions");
        int fusedRows = first.Work.IsFused ? Math.Min(MostRows, (int)Math.Ceiling(first.Work.AgentSteps)) : 0;
        TrainingConfiguration configuration = _request.Setups[0].Engines[0];
        var counts = ImmutableArray.CreateBuilder<LostAdditionCount>();
        foreach (int threads in RacedThreads())
        {
            foreach (string name in SharingMode.Names)
            {
                stop.ThrowIfCancellationRequested();
                SharingMode sharing = SharingMode.Create(name, configuration.VectorWidth)!;
                counts.Add(LostAdditions.Measure(sharing, configuration.Network, threads, fusedRows, _raceSeconds));
            }
        }

        return counts.ToImmutable();
    }

    /// <summary>
    /// The numbers of threads that race. One thread loses nothing, so that it races only if no other number is requested.
    /// </summary>
    private List<int> RacedThreads()
    {
        var counts = new List<int>();
        foreach (ProfileSetup setup in _request.Setups)
        {
            if (setup.Threads > 1 && setup.Groups == 1) counts.Add(setup.Threads);
        }

        return counts.Count > 0 ? counts : [1];
    }

    private void Enter(string stage) => Volatile.Write(ref _stage, stage);
}
