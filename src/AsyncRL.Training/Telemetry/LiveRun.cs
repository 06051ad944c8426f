using System.Diagnostics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Training.Telemetry;

/// <summary>An engine that runs now, for outside tools to look at; until it is disposed of.</summary>
internal sealed class LiveRun : IDisposable
{
    private readonly SharedParameters _shared;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long _agentStepsBefore, _updatesBefore, _episodesBefore;
    private long _episodes;
    private double _meanReturn = double.NaN;

    /// <summary>Enters an engine as it is.</summary>
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

    /// <summary>Counts the engines of the process, from 1.</summary>
    internal int Number { get; }

    /// <summary>Name of the environment.</summary>
    internal string Environment { get; }

    /// <summary>One for each thread, or actor of the simulated execution.</summary>
    internal IReadOnlyList<IWorker> Workers { get; }

    /// <summary>T.</summary>
    internal long AgentSteps => _shared.AgentSteps;

    /// <summary>Updates of all threads.</summary>
    internal long Updates => _shared.Updates;

    /// <summary>Agent steps, updates and episodes since the start or the resume: what this process has done.</summary>
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
