using System.Diagnostics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Training.Telemetry;

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
        (_agentStepsBefore, _updatesBefore) = (shared.AgentSteps, shared.Updates);
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

    /// <summary>Agent steps, updates and episodes of this process, since the start or the resume.</summary>
    internal (long AgentSteps, long Updates, long Episodes) Done =>
        (AgentSteps - _agentStepsBefore, Updates - _updatesBefore, Episodes - _episodesBefore);

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
