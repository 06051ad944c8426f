using System.Diagnostics.Metrics;
using System.Linq;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Telemetry;

public sealed class MeterTests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<Reading> _readings = [];
    private string _environment = "";

    public MeterTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "AsyncRL") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void What_the_threads_of_a_run_count_can_be_read_while_it_trains()
    {
        Train("meter-threads", threads: 2, duringStep: 1500);
        Assert.Equal(
            [
                "asyncrl.agent_steps", "asyncrl.episodes", "asyncrl.phase.time", "asyncrl.staleness", "asyncrl.updates",
            ],
            Names().Except(["asyncrl.episode.return"]));
        Assert.Equal([0, 1], Values("asyncrl.agent_steps").Select(reading => reading.Tags["thread"]).Order());

        // Two segments are not yet applied, and the other thread continues, at most to the end of the run, while this thread reads.
        Assert.InRange(Values("asyncrl.agent_steps").Sum(reading => reading.Value), 1500 - (2 * 5), 2000 + (2 * 5));
        Assert.InRange(Values("asyncrl.updates").Sum(reading => reading.Value), (1500 / 5) - 2, 2000);
    }

    [Fact]
    public void Every_phase_has_its_seconds()
    {
        Train("meter-phases", threads: 1, duringStep: 1500);
        Assert.Equal(
            Phase.Standard.Select(phase => phase.Name).Order(),
            Values("asyncrl.phase.time").Select(reading => (string)reading.Tags["phase"]!).Order());
        Assert.All(Values("asyncrl.phase.time"), reading => Assert.True(reading.Value > 0));
    }

    [Fact]
    public void The_latest_returns_are_there_once_they_are_reported()
    {
        var task = new WalkTask();
        var watched = new ObservedTask(task, step =>
        {
            if (step < 2000) return;
            lock (_readings)
            {
                // Waits for a report, which comes after 10 ms. The run continues until the report is read.
                if (!Values("asyncrl.episode.return").Any()) _listener.RecordObservableInstruments();
            }
        });
        using var stop = new CancellationTokenSource();
        _environment = "meter-returns";
        TrainingConfiguration configuration = Requests.Small(long.MaxValue, ("report-seconds", "0.01"))
            .For(new NamedTask(_environment, new ObservedTask(watched, _ => StopOnceRead(stop))));
        Trainer.Train(configuration, stop: stop.Token);
        Assert.True(double.IsFinite(Values("asyncrl.episode.return").First().Value));
        Assert.All(Values("asyncrl.episode.return"), reading => Assert.False(reading.Tags.ContainsKey("thread")));
    }

    [Fact]
    public void A_run_that_has_ended_is_not_measured_any_more()
    {
        Train("meter-ended", threads: 1, duringStep: 100);
        _readings.Clear();
        _listener.RecordObservableInstruments();
        Assert.Empty(_readings);
    }

    [Fact]
    public void A_profile_is_measured_as_well()
    {
        _environment = "meter-profile";
        var task = new ObservedTask(new WalkTask(), step =>
        {
            if (step == 2000) _listener.RecordObservableInstruments();
        });
        var setup = new ProfileSetup("metered", [Requests.Small().For(new NamedTask(_environment, task))]);
        Profiler.Profile(new ProfileRequest { Setups = [setup], Seconds = 0.05, SliceSeconds = 0.05, WarmUpSeconds = 1 });
        Assert.InRange(Values("asyncrl.agent_steps").Single().Value, 1900, 2000);
    }

    private void Train(string environment, int threads, long duringStep)
    {
        _environment = environment;
        var task = new ObservedTask(new WalkTask(), step =>
        {
            if (step == duringStep) _listener.RecordObservableInstruments();
        });
        TrainingRequest request = Requests.Small(duringStep + 500) with { Threads = threads };
        Trainer.Train(request.For(new NamedTask(environment, task)));
    }

    private void StopOnceRead(CancellationTokenSource stop)
    {
        lock (_readings)
        {
            if (Values("asyncrl.episode.return").Any()) stop.Cancel();
        }
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var read = new Dictionary<string, object?>(tags.ToArray());
        if ((string)read["environment"]! != _environment) return;
        lock (_readings) _readings.Add(new Reading(instrument.Name, value, read));
    }

    private IEnumerable<Reading> Values(string name) => _readings.Where(reading => reading.Name == name);

    private IEnumerable<string> Names() => _readings.Select(reading => reading.Name).Distinct().Order();

    private sealed record Reading(string Name, double Value, Dictionary<string, object?> Tags);
}
