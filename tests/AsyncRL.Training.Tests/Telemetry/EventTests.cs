using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Linq;
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
        var task = new WatchedTask(new WalkTask(), _ =>
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
        Assert.True(listener.Counters["agent-steps-per-second"] > 0);
    }

    /// <summary>Hears everything that the source says.</summary>
    private sealed class Listener : EventListener
    {
        internal ConcurrentQueue<(string Name, object?[] Payload)> Events { get; } = new();

        internal ConcurrentDictionary<string, double> Counters { get; } = new();

        /// <summary>Whether a counter has seen agent steps, in an interval that had any.</summary>
        internal bool HasSteps => Counters.TryGetValue("agent-steps-per-second", out double steps) && steps > 0 && Counters.Count == 5;

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
            Counters[(string)counter["Name"]] = (double)(counter.TryGetValue("Increment", out object? value) ? value : counter["Mean"]);
        }
    }
}
