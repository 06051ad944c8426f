using System.Diagnostics.Metrics;
using AsyncRL.Algorithms.Metrics;

namespace AsyncRL.Training.Telemetry;

/// <summary>
/// The meter "AsyncRL", for OpenTelemetry, <c>dotnet-counters</c> and other listeners of <see cref="System.Diagnostics.Metrics"/>. It
/// reports the statistics of the actor-learners of all running engines, which are read when a listener collects measurements.
/// </summary>
/// <remarks>
/// Tags: <c>run</c>, the engine's number in the process; <c>environment</c>; and, for statistics of one actor-learner, <c>thread</c> and
/// <c>phase</c>.
/// </remarks>
internal static class EngineMeter
{
    internal const string Name = "AsyncRL";

    private static readonly Meter Meter = Make();

    /// <summary>Creates the instruments, so that listeners can find them.</summary>
    internal static void Publish() => _ = Meter;

    private static Meter Make()
    {
        var meter = new Meter(Name, typeof(EngineMeter).Assembly.GetName().Version?.ToString());
        meter.CreateObservableCounter(
            "asyncrl.agent_steps", () => PerThread(s => s.AgentSteps), "{agent_step}", "Agent steps of an actor-learner.");
        meter.CreateObservableCounter("asyncrl.updates", () => PerThread(s => s.Updates), "{update}", "Updates of an actor-learner.");
        meter.CreateObservableCounter("asyncrl.phase.time", PhaseSeconds, "s", "Seconds of an actor-learner in a phase of its segments.");
        meter.CreateObservableGauge(
            "asyncrl.staleness", () => PerThread(s => s.MeanStaleness), "{update}",
            "Updates by others between snapshot and apply, mean over an actor-learner's updates.");
        meter.CreateObservableCounter("asyncrl.episodes", () => PerRun(run => run.Episodes), "{episode}", "Episodes finished.");
        meter.CreateObservableGauge(
            "asyncrl.episode.return", () => PerRun(run => run.MeanReturn), "{reward}", "Mean return of the latest episodes.");
        return meter;
    }

    private static List<Measurement<T>> PerThread<T>(Func<ActorCounts, T> read)
        where T : struct
    {
        var measurements = new List<Measurement<T>>();
        foreach (LiveRun run in LiveRuns.Now)
        {
            for (int i = 0; i < run.Workers.Count; i++)
                Add(measurements, read(run.Workers[i].Statistics.Read()), [.. Tags(run), Thread(i)]);
        }

        return measurements;
    }

    private static List<Measurement<T>> PerRun<T>(Func<LiveRun, T> read)
        where T : struct
    {
        var measurements = new List<Measurement<T>>();
        foreach (LiveRun run in LiveRuns.Now) Add(measurements, read(run), Tags(run));
        return measurements;
    }

    private static List<Measurement<double>> PhaseSeconds()
    {
        var measurements = new List<Measurement<double>>();
        foreach (LiveRun run in LiveRuns.Now)
        {
            for (int i = 0; i < run.Workers.Count; i++)
            {
                ActorCounts counts = run.Workers[i].Statistics.Read();
                foreach (Phase phase in run.Workers[i].Statistics.Measures.Phases)
                {
                    Add(measurements, counts.Seconds(phase), [.. Tags(run), Thread(i), new("phase", phase.Name)]);
                }
            }
        }

        return measurements;
    }

    /// <summary>Adds a measurement, unless it is a mean over nothing.</summary>
    private static void Add<T>(List<Measurement<T>> measurements, T value, KeyValuePair<string, object?>[] tags)
        where T : struct
    {
        if (value is not double.NaN) measurements.Add(new Measurement<T>(value, tags));
    }

    private static KeyValuePair<string, object?>[] Tags(LiveRun run) => [new("run", run.Number), new("environment", run.Environment)];

    private static KeyValuePair<string, object?> Thread(int index) => new("thread", index);
}
