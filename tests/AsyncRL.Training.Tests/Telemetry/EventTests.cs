using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Linq;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Telemetry;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Telemetry;

public class EventTests
{
    [Fact]
    public void The_event_source_is_sound() => Assert.Null(EngineEvents.Log.ConstructionException);

    [Fact]
    public void A_run_tells_when_it_starts_reports_and_stops()
    {
        using var listener = new Listener();
        TrainingRequest request = Requests.Small(1000) with { Threads = 2 };
        Trainer.Train(request.For(new NamedTask("event-run", new WalkTask())));
        object?[] start = listener.Events.Single(e => e.Name == "RunStart" && Equals(e.Payload[1], "event-run")).Payload;
        Assert.Equal(["event-run", "a3c", "mlp", 2], start[1..]);
        object?[] report = Assert.Single(listener.Events, e => e.Name == "Report" && Equals(e.Payload[0], start[0])).Payload;
        object?[] stop = Assert.Single(listener.Events, e => e.Name == "RunStop" && Equals(e.Payload[0], start[0])).Payload;
        Assert.InRange((long)report[1]!, 1000, 1010);
        Assert.True((double)report[2]! > 0);
        Assert.Equal(report[1], stop[1]);
    }

    [Fact]
    public void Counters_are_read_at_the_listeners_interval()
    {
        using var listener = new Listener();
        using var stop = new CancellationTokenSource();
        var task = new ObservedTask(new WalkTask(), _ =>
        {
            if (listener.HasSteps) stop.Cancel();
        });
        Trainer.Train(Requests.Small(long.MaxValue).For(new NamedTask("event-counters", task)), stop: stop.Token);
        Assert.Superset(
            new HashSet<string>
            {
                "agent-steps-per-second", "updates-per-second", "episodes-per-second", "mean-staleness", "mean-return",
            },
            listener.Counters.Keys.ToHashSet());
        Assert.Contains(listener.Counters["agent-steps-per-second"], steps => steps > 0);
        Assert.All(listener.Counters["mean-staleness"], staleness => Assert.True(!(staleness < 0)));
    }

    /// <summary>The agent steps before a run was resumed are not part of its present rate.</summary>
    [Fact]
    public void A_resumed_run_counts_from_0()
    {
        using var directory = new TemporaryDirectory();
        var run = new RunBench(Requests.Small(3000), directory.At("run"), new NamedTask("event-resumed", new WalkTask()));
        run.Start(stopDuringStep: 2000);
        (long AgentSteps, long Updates, long Episodes) first = default;
        TrainingConfiguration configuration = RunDirectory.Open(run.Path).ReadRequest().For(
            new NamedTask("event-resumed", new ObservedTask(new WalkTask(), step =>
            {
                if (step == 1) first = LiveRuns.Now.Single(live => live.Environment == "event-resumed").Done;
            })));
        Trainer.Resume(configuration, RunDirectory.Open(run.Path));
        Assert.Equal((0, 0, 0), first);
    }

    /// <summary>Receives all events of the source.</summary>
    private sealed class Listener : EventListener
    {
        internal ConcurrentQueue<(string Name, object?[] Payload)> Events { get; } = new();

        /// <summary>For each counter, its values at the end of every interval.</summary>
        internal ConcurrentDictionary<string, ConcurrentQueue<double>> Counters { get; } = new();

        /// <summary>Whether all counters have reported a value, and the counter of agent steps an interval with agent steps.</summary>
        internal bool HasSteps =>
            Counters.Count == 5
            && Counters.TryGetValue("agent-steps-per-second", out ConcurrentQueue<double>? intervals)
            && intervals.Any(steps => steps > 0);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name != "AsyncRL") return;
            var interval = new Dictionary<string, string?> { ["EventCounterIntervalSec"] = "0.05" };
            EnableEvents(eventSource, EventLevel.LogAlways, EventKeywords.All, interval);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName != "EventCounters")
            {
                Events.Enqueue((eventData.EventName!, [.. eventData.Payload!]));
                return;
            }

            var counter = (IDictionary<string, object>)eventData.Payload![0]!;
            double shown = (double)(counter.TryGetValue("Increment", out object? value) ? value : counter["Mean"]);
            Counters.GetOrAdd((string)counter["Name"], _ => new ConcurrentQueue<double>()).Enqueue(shown);
        }
    }
}
