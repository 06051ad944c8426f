using System.Collections.Immutable;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Telemetry;

/// <summary>
/// The engines that run in this process. Meters and counters look here, and at what the actor-learners count anyway, when somebody asks
/// them; nobody tells them anything, and a run that nobody watches does no more for them than to enter and to leave.
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
    /// <param name="configuration">What it runs.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="episodes">Episodes that it finished before it was resumed.</param>
    /// <returns>Its entry; disposing of it ends it.</returns>
    internal static LiveRun Begin(TrainingConfiguration configuration, Engine engine, long episodes = 0)
    {
        EngineMeter.Publish();
        LiveRun run;
        lock (Gate)
        {
            run = new LiveRun(++_number, configuration.Environment.Name, engine, episodes);
            _now = _now.Add(run);
        }

        EngineEvents.Log.Begin(run, configuration);
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
