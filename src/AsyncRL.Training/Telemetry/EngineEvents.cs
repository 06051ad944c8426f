using System.Diagnostics.Tracing;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Training.Telemetry;

/// <summary>
/// The event source "AsyncRL", for <c>dotnet-trace</c> and <c>dotnet-counters</c>. It has events for the start, the reports and the stop of
/// runs, and counters that are read at the listener's interval. The counters are created only when there is a listener.
/// </summary>
[EventSource(Name = SourceName)]
internal sealed class EngineEvents : EventSource
{
    internal const string SourceName = "AsyncRL";

    /// <summary>The event source of the process.</summary>
    internal static readonly EngineEvents Log = new();

    private List<DiagnosticCounter>? _counters;

    private EngineEvents()
    {
    }

    /// <summary>A run starts or is resumed.</summary>
    [Event(1)]
    public void RunStart(int run, string environment, string algorithm, string network, int threads) =>
        WriteEvent(1, run, environment, algorithm, network, threads);

    /// <summary>A run finishes an interval of its logs.</summary>
    [Event(2)]
    public void Report(int run, long agentSteps, double agentStepsPerSecond, long episodes, double meanReturn) =>
        WriteEvent(2, run, agentSteps, agentStepsPerSecond, episodes, meanReturn);

    /// <summary>A run ends.</summary>
    [Event(3)]
    public void RunStop(int run, long agentSteps, double seconds) => WriteEvent(3, run, agentSteps, seconds);

    [NonEvent]
    internal void Begin(LiveRun run, RunNames names)
    {
        if (IsEnabled()) RunStart(run.Number, names.Environment, names.Algorithm, names.Network, names.Threads);
    }

    [NonEvent]
    internal void Report(LiveRun run, double agentStepsPerSecond)
    {
        if (IsEnabled()) Report(run.Number, run.AgentSteps, agentStepsPerSecond, run.Episodes, run.MeanReturn);
    }

    [NonEvent]
    internal void End(LiveRun run)
    {
        if (IsEnabled()) RunStop(run.Number, run.AgentSteps, run.Seconds);
    }

    /// <inheritdoc/>
    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        if (command.Command != EventCommand.Enable || _counters is not null) return;
        _counters =
        [
            new IncrementingPollingCounter("agent-steps-per-second", this, () => LiveRuns.Totals.AgentSteps)
            {
                DisplayName = "Agent steps", DisplayRateTimeScale = TimeSpan.FromSeconds(1),
            },
            new IncrementingPollingCounter("updates-per-second", this, () => LiveRuns.Totals.Updates)
            {
                DisplayName = "Updates", DisplayRateTimeScale = TimeSpan.FromSeconds(1),
            },
            new IncrementingPollingCounter("episodes-per-second", this, () => LiveRuns.Totals.Episodes)
            {
                DisplayName = "Episodes", DisplayRateTimeScale = TimeSpan.FromSeconds(1),
            },
            new PollingCounter("mean-staleness", this, MeanStaleness) { DisplayName = "Mean staleness", DisplayUnits = "updates" },
            new PollingCounter("mean-return", this, MeanReturn) { DisplayName = "Mean return of the latest episodes" },
        ];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _counters is not null)
        {
            foreach (DiagnosticCounter counter in _counters) counter.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The mean staleness of all updates of the running engines; NaN before the first update.</summary>
    private static double MeanStaleness()
    {
        ActorCounts counts = ActorCounts.Zero;
        foreach (LiveRun run in LiveRuns.Now)
        {
            foreach (IWorker learner in run.Workers) counts = counts.Plus(learner.Statistics.Read());
        }

        return counts.MeanStaleness;
    }

    /// <summary>The mean return of the latest run that has one; NaN if none has.</summary>
    private static double MeanReturn()
    {
        double latest = double.NaN;
        foreach (LiveRun run in LiveRuns.Now)
        {
            if (!double.IsNaN(run.MeanReturn)) latest = run.MeanReturn;
        }

        return latest;
    }
}
