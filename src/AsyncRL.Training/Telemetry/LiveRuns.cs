using System.Collections.Immutable;
using System.Diagnostics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Training.Telemetry;

/// <summary>
/// The list of the running engines of this process. Meters and counters read the list and the workers' statistics when a listener collects
/// measurements. Without listeners, an engine is only added to the list and removed from it.
/// </summary>
internal static class LiveRuns
{
    private static readonly Lock Gate = new();
    private static ImmutableArray<LiveRun> _now = [];
    private static int _number;
    private static (long AgentSteps, long Updates, long Episodes) _ended;

    /// <summary>The engines that run now.</summary>
    internal static ImmutableArray<LiveRun> Now
    {
        get
        {
            lock (Gate) return _now;
        }
    }

    /// <summary>
    /// Agent steps, updates and episodes of all engines of this process, including ended engines. The totals never decrease, and a resumed
    /// run begins at 0, so that their differences are rates.
    /// </summary>
    internal static (long AgentSteps, long Updates, long Episodes) Totals
    {
        get
        {
            lock (Gate)
            {
                (long AgentSteps, long Updates, long Episodes) sum = _ended;
                foreach (LiveRun run in _now) sum = Sum(sum, run.Done);
                return sum;
            }
        }
    }

    /// <summary>Adds an engine.</summary>
    /// <param name="names">The names of its environment, algorithm and network.</param>
    /// <param name="shared">Counts its agent steps and updates.</param>
    /// <param name="workers">Its workers.</param>
    /// <param name="episodes">Episodes that it finished before it was resumed.</param>
    /// <returns>Its entry; disposing of it removes the engine.</returns>
    internal static LiveRun Begin(RunNames names, SharedParameters shared, IReadOnlyList<IWorker> workers, long episodes = 0)
    {
        EngineMeter.Publish();
        LiveRun run;
        lock (Gate)
        {
            run = new LiveRun(++_number, names.Environment, shared, workers, episodes);
            _now = _now.Add(run);
        }

        EngineEvents.Log.Begin(run, names);
        return run;
    }

    /// <summary>Removes an engine.</summary>
    /// <param name="run">Its entry.</param>
    internal static void End(LiveRun run)
    {
        lock (Gate)
        {
            _now = _now.Remove(run);
            _ended = Sum(_ended, run.Done);
        }

        EngineEvents.Log.End(run);
    }

    private static (long AgentSteps, long Updates, long Episodes) Sum(
        (long AgentSteps, long Updates, long Episodes) left, (long AgentSteps, long Updates, long Episodes) right) =>
        (left.AgentSteps + right.AgentSteps, left.Updates + right.Updates, left.Episodes + right.Episodes);
}

/// <summary>The names of what an engine runs.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Network">The network.</param>
/// <param name="Threads">Number of threads.</param>
internal sealed record RunNames(string Environment, string Algorithm, string Network, int Threads);

/// <summary>The entry of a running engine, from which outside tools read. Disposing of it removes the engine from the list.</summary>
internal sealed class LiveRun : IDisposable
{
    private readonly SharedParameters _shared;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long _agentStepsBefore, _updatesBefore, _episodesBefore;
    private long _episodes;
    private double _meanReturn = double.NaN;

    /// <summary>Creates an entry.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="environment">Name of its environment.</param>
    /// <param name="shared">Counts its agent steps and updates.</param>
    /// <param name="workers">Its workers.</param>
    /// <param name="episodes">Episodes that it finished before it was resumed.</param>
    internal LiveRun(int number, string environment, SharedParameters shared, IReadOnlyList<IWorker> workers, long episodes)
    {
        (Number, Environment, _shared, Workers) = (number, environment, shared, workers);
        (_agentStepsBefore, _updatesBefore) = (OwnAgentSteps, shared.Updates);
        (_episodes, _episodesBefore) = (episodes, episodes);
    }

    /// <summary>The engine's number in the process, from 1.</summary>
    internal int Number { get; }

    /// <summary>Name of the environment.</summary>
    internal string Environment { get; }

    /// <summary>The workers: one for each thread, or for each actor of the simulated execution.</summary>
    internal IReadOnlyList<IWorker> Workers { get; }

    /// <summary>T.</summary>
    internal long AgentSteps => _shared.AgentSteps;

    /// <summary>Updates of all threads.</summary>
    internal long Updates => _shared.Updates;

    /// <summary>Agent steps of its own workers. T also has those of other ranks and groups.</summary>
    private long OwnAgentSteps
    {
        get
        {
            long sum = 0;
            foreach (IWorker worker in Workers) sum += worker.Statistics.Read().AgentSteps;
            return sum;
        }
    }

    /// <summary>Agent steps, updates and episodes of this engine, since the start or the resume.</summary>
    internal (long AgentSteps, long Updates, long Episodes) Done =>
        (OwnAgentSteps - _agentStepsBefore, Updates - _updatesBefore, Episodes - _episodesBefore);

    /// <summary>Seconds since the start or the resume.</summary>
    internal double Seconds => Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Episodes finished.</summary>
    internal long Episodes
    {
        get => Volatile.Read(ref _episodes);
        set => Volatile.Write(ref _episodes, value);
    }

    /// <summary>Mean return of the latest episodes when they were last reported; NaN if none was.</summary>
    internal double MeanReturn
    {
        get => Volatile.Read(ref _meanReturn);
        set => Volatile.Write(ref _meanReturn, value);
    }

    /// <inheritdoc/>
    public void Dispose() => LiveRuns.End(this);
}
