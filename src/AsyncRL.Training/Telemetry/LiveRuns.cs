using System.Collections.Immutable;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Training.Telemetry;

/// <summary>
/// The engines that run in this process. Meters and counters read this list, and what the workers count anyway, when a listener asks. An
/// engine without listeners only enters the list and leaves it.
/// </summary>
internal static class LiveRuns
{
    private static readonly Lock Gate = new();
    private static ImmutableArray<LiveRun> _now = [];
    private static int _number;
    private static (long AgentSteps, long Updates, long Episodes) _ended;

    /// <summary>Those that run now.</summary>
    internal static ImmutableArray<LiveRun> Now
    {
        get
        {
            lock (Gate) return _now;
        }
    }

    /// <summary>
    /// Agent steps, updates and episodes that this process has done so far, by all engines, the ended ones included: they never fall, and a
    /// resumed run begins at 0, so that their growth is a rate.
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

    /// <summary>Enters an engine.</summary>
    /// <param name="names">What it runs.</param>
    /// <param name="shared">Counts its agent steps and updates.</param>
    /// <param name="workers">Its workers.</param>
    /// <param name="episodes">Episodes that it finished before it was resumed.</param>
    /// <returns>Its entry; disposing of it ends it.</returns>
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

    /// <summary>Takes an engine out again.</summary>
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
