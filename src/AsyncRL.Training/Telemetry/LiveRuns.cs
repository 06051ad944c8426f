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
    private static long _endedAgentSteps, _endedUpdates, _endedEpisodes;

    /// <summary>Those that run now.</summary>
    internal static ImmutableArray<LiveRun> Now
    {
        get
        {
            lock (Gate) return _now;
        }
    }

    /// <summary>Agent steps, updates and episodes of all engines so far, the ended ones included: they never fall.</summary>
    internal static (long AgentSteps, long Updates, long Episodes) Totals
    {
        get
        {
            lock (Gate)
            {
                (long agentSteps, long updates, long episodes) = (_endedAgentSteps, _endedUpdates, _endedEpisodes);
                foreach (LiveRun run in _now)
                {
                    agentSteps += run.AgentSteps;
                    updates += run.Updates;
                    episodes += run.Episodes;
                }

                return (agentSteps, updates, episodes);
            }
        }
    }

    /// <summary>Enters an engine.</summary>
    /// <param name="configuration">What it runs.</param>
    /// <param name="engine">The engine.</param>
    /// <returns>Its entry; disposing of it ends it.</returns>
    internal static LiveRun Begin(TrainingConfiguration configuration, Engine engine)
    {
        EngineMeter.Publish();
        LiveRun run;
        lock (Gate)
        {
            run = new LiveRun(++_number, configuration.Environment.Name, engine);
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
            _endedAgentSteps += run.AgentSteps;
            _endedUpdates += run.Updates;
            _endedEpisodes += run.Episodes;
        }

        EngineEvents.Log.End(run);
    }
}
