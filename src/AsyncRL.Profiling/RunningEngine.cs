using System.Collections.Immutable;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Execution;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Telemetry;

namespace AsyncRL.Profiling;

/// <summary>An engine with its threads, as training runs it, and a meter for each thread.</summary>
internal sealed class RunningEngine : IDisposable
{
    private readonly Engine _engine;
    private readonly int _index;
    private readonly ThreadPlaces? _places;
    private readonly ThreadMeter[] _meters;
    private readonly ThreadCounts[] _before;
    private readonly LiveRun _live;

    /// <summary>Sets up an engine and starts its threads, which are parked.</summary>
    /// <param name="configuration">The configuration to run. The engine never ends by itself.</param>
    /// <param name="index">The engine's index in the set-up.</param>
    /// <param name="processors">A processor for each thread; empty if the system chooses.</param>
    /// <param name="layerTimes">Receives the times of the layers' passes; null to time nothing.</param>
    /// <param name="place">The place of the engine among groups or ranks; null if it is alone.</param>
    internal RunningEngine(
        TrainingConfiguration configuration, int index, ReadOnlySpan<int> processors, LayerTimes? layerTimes = null,
        RankPlace? place = null)
    {
        _index = index;
        _places = processors.IsEmpty ? null : ThreadPlaces.At(processors);
        _engine = new Engine(configuration, endless: true, place: place, layerTimes: layerTimes);
        _engine.Initialize(configuration.InitialParameters);

        // A profile does not evaluate. Ranks that agreed on an evaluation would wait for it.
        _engine.Evaluations.Next = long.MaxValue;
        _meters = new ThreadMeter[_engine.Workers.Count];
        for (int i = 0; i < _meters.Length; i++) _meters[i] = new ThreadMeter();
        _before = new ThreadCounts[_meters.Length];
        Func<bool>? waits = _engine.Link is { } rounds ? () => rounds.Agreed != RankSignals.None : null;
        Pool = new WorkerPool(_engine.Shared, _engine.Workers, _meters, waits, _places);
        _live = LiveRuns.Begin(configuration.Names, _engine.Shared, _engine.Workers);
        Pool.Park();
        Pool.Start();
        Pool.Park();
        BeginCounting();
    }

    /// <summary>The threads.</summary>
    internal WorkerPool Pool { get; }

    /// <summary>The engine.</summary>
    internal Engine Engine => _engine;

    /// <summary>Agent steps of this engine's threads. T also counts those of other groups.</summary>
    internal long AgentSteps
    {
        get
        {
            long sum = 0;
            foreach (IWorker worker in _engine.Workers) sum += worker.Statistics.Read().AgentSteps;
            return sum;
        }
    }

    /// <summary>Discards all measurements so far. The threads must be parked.</summary>
    internal void BeginCounting()
    {
        for (int i = 0; i < _before.Length; i++) _before[i] = Counts(i);
    }

    /// <summary>Empties the queues of finished episodes, as training does, and counts them.</summary>
    internal void CollectEpisodes()
    {
        foreach (IWorker learner in _engine.Workers)
        {
            while (learner.Episodes?.TryTake(out _) == true) _live.Episodes++;
        }
    }

    /// <summary>The work of each thread since <see cref="BeginCounting"/>. The threads must be parked.</summary>
    internal ImmutableArray<ThreadProfile> Result()
    {
        var threads = ImmutableArray.CreateBuilder<ThreadProfile>(_before.Length);
        for (int i = 0; i < _before.Length; i++)
        {
            (ThreadCounts before, ThreadCounts now) = (_before[i], Counts(i));
            ActorCounts counts = now.Counts.Since(before.Counts);
            threads.Add(new ThreadProfile
            {
                Engine = _index,
                Actor = i,
                Name = _engine.Workers[i].Name,
                Processor = _places?.ProcessorOf(i),
                Seconds = now.Seconds - before.Seconds,
                ProcessorSeconds = now.ProcessorSeconds - before.ProcessorSeconds,
                AgentSteps = counts.AgentSteps,
                Updates = counts.Updates,
                Metrics = [.. _engine.Measures.Metrics],
                Counts = counts,
                Phases = [.. _engine.Measures.Phases],
                PhaseSeconds = counts.PhaseSeconds,
                AllocatedBytes = now.AllocatedBytes - before.AllocatedBytes,
                SegmentTicks = now.SegmentTicks.Since(before.SegmentTicks),
                Stalenesses = now.Stalenesses.Since(before.Stalenesses),
                Densities = _engine.Workers[i].MeasureDensities(),
            });
        }

        return threads.MoveToImmutable();
    }

    /// <summary>Makes each thread record its phases. The threads must be parked.</summary>
    /// <returns>A buffer per thread, with its name.</returns>
    internal List<(string Thread, TraceBuffer Buffer)> BeginTrace(int capacity)
    {
        var buffers = new List<(string, TraceBuffer)>();
        foreach (IWorker learner in _engine.Workers)
        {
            var buffer = new TraceBuffer(capacity);
            learner.Statistics.Trace(buffer);
            buffers.Add((learner.Name, buffer));
        }

        return buffers;
    }

    /// <summary>Ends the recording.</summary>
    internal void EndTrace()
    {
        foreach (IWorker learner in _engine.Workers) learner.Statistics.Trace(null);
    }

    /// <summary>Throws an exception if a thread failed.</summary>
    internal void ThrowIfFailed()
    {
        if (Pool.Fault is not { } fault) return;
        if (fault.Exception is InputException wrongInput) throw wrongInput;
        throw new TrainingFaultException(
            $"{fault.Worker} failed at agent step {fault.AgentStep}: {fault.Exception.Message}", fault.Exception);
    }

    /// <summary>Ends the threads, whether they are parked or not, and disposes of their environments.</summary>
    public void Dispose()
    {
        Pool.Stop();
        Pool.Release();
        Pool.StopAndWait();
        _live.Dispose();
        _engine.Dispose();
    }

    private ThreadCounts Counts(int index)
    {
        ActorStatistics statistics = _engine.Workers[index].Statistics;
        ThreadMeter meter = _meters[index];
        return new ThreadCounts(
            meter.Seconds,
            meter.ProcessorSeconds,
            meter.AllocatedBytes,
            statistics.Read(),
            statistics.SegmentTicks(),
            statistics.Stalenesses());
    }

    private sealed record ThreadCounts(
        double Seconds,
        double? ProcessorSeconds,
        long AllocatedBytes,
        ActorCounts Counts,
        HistogramCounts SegmentTicks,
        HistogramCounts Stalenesses);
}
