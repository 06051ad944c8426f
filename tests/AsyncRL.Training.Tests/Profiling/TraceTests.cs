using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Profiling;

public class TraceTests
{
    private static readonly TrainingRequest Catch = new()
    {
        Environment = "catch",
        Network = "mlp",
        Assignments = new Dictionary<string, string> { ["t-max"] = "5" },
    };

    private static readonly Phase[] Phases = [.. Phase.Standard];

    [Fact]
    public void A_trace_has_a_vector_for_every_thread_with_its_name()
    {
        using JsonDocument document = Write(Record(threads: [1, 2], capacity: 1000));
        Assert.Equal(
            [
                "process_name 0 0 1 thread", "thread_name 0 0 actor-learner 0",
                "process_name 1 0 2 threads", "thread_name 1 1 actor-learner 0", "thread_name 1 2 actor-learner 1",
                "process_name 2 0 2 threads that share nothing", "thread_name 2 3 engine 0, actor-learner 0",
                "thread_name 2 4 engine 1, actor-learner 0",
            ],
            Events(document, "M").Select(item =>
                $"{Text(item, "name")} {Whole(item, "pid")} {Whole(item, "tid")} {Text(item.GetProperty("args"), "name")}"));
    }

    [Fact]
    public void Phases_lie_within_their_segment_and_nothing_overlaps_in_a_vector()
    {
        using JsonDocument document = Write(Record(threads: [2], capacity: 5000));
        foreach (IGrouping<long, JsonElement> track in Events(document, "X").GroupBy(item => Whole(item, "tid")))
        {
            (decimal segmentStart, decimal segmentEnd, decimal lastEnd, long segment) = (-1, -1, -1, -1);
            foreach (JsonElement item in track)
            {
                decimal start = item.GetProperty("ts").GetDecimal(), end = start + item.GetProperty("dur").GetDecimal();
                Assert.True(start >= 0 && end >= start);
                if (Text(item, "cat") == "segment")
                {
                    Assert.True(start >= segmentEnd, "Segments overlap.");
                    Assert.Equal(segmentEnd, lastEnd);
                    (segmentStart, segmentEnd, lastEnd) = (start, end, start);
                    if (segment >= 0) Assert.Equal(segment + 1, Argument(item, "segment"));
                    segment = Argument(item, "segment");
                }
                else
                {
                    Assert.Equal(lastEnd, start);
                    Assert.InRange(start, segmentStart, segmentEnd);
                    Assert.InRange(end, start, segmentEnd);
                    Assert.Equal(segment, Argument(item, "segment"));
                    lastEnd = end;
                }
            }

            Assert.True(segment > 100);
        }
    }

    [Fact]
    public void Every_phase_is_there_by_its_name_and_agent_steps_grow_by_those_of_a_segment()
    {
        using JsonDocument document = Write(Record(threads: [1], capacity: 5000));
        List<JsonElement> items = Events(document, "X").ToList();
        Assert.Equal(
            Phases.Select(phase => phase.ToString().ToLowerInvariant()).Order(),
            items.Where(item => Text(item, "cat") == "phase").Select(item => Text(item, "name")).Distinct().Order());
        long[] steps = items.Where(item => Text(item, "name") == "segment").Select(item => Argument(item, "agentStep")).ToArray();
        for (int i = 1; i < steps.Length; i++) Assert.InRange(steps[i] - steps[i - 1], 1, 5);
    }

    [Fact]
    public void A_full_buffer_keeps_what_it_has_and_counts_what_it_drops()
    {
        using JsonDocument document = Write(Record(threads: [1], capacity: 50));
        Assert.Equal(50, Events(document, "X").Count());
        Assert.True(document.RootElement.GetProperty("otherData").GetProperty("droppedEvents").GetInt64() > 1000);
    }

    [Fact]
    public void What_finds_no_place_is_dropped_with_all_that_follows()
    {
        var buffer = new TraceBuffer(3);
        RecordSegment(buffer, 0);
        Assert.Equal(1, buffer.Dropped);
        RecordSegment(buffer, 100);
        Assert.Equal(1 + 4, buffer.Dropped);
        Assert.Equal(
            [new(null, 0, 20, 7, 35), new(Phase.Snapshot, 0, 10, 7, 35), new(Phase.Act, 10, 20, 7, 35)],
            buffer.Events.ToArray());
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        var buffer = new TraceBuffer(1000);
        RecordSegment(buffer, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 1000; i++) RecordSegment(buffer, 100 * i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4000 - 1000, buffer.Dropped);
    }

    [Fact]
    public void Without_being_asked_nothing_is_recorded() => Assert.Empty(Record(threads: [1], capacity: 0));

    /// <summary>Runs until every vector is full, and longer.</summary>
    private static ImmutableArray<TraceTrack> Record(int[] threads, int capacity)
    {
        ProfileRequest request = ProfileRequest.For(Catch, threads, withIndependentEngines: threads.Length > 1);
        return RepeatedProfile.Profile(
            request with { TraceCapacity = capacity }, result => result.Trace.All(track => track.Buffer.Dropped > 1000)).Trace;
    }

    private static void RecordSegment(TraceBuffer buffer, long start)
    {
        buffer.BeginSegment(start, segment: 7, agentStep: 35);
        buffer.Add(Phase.Snapshot, start, start + 10);
        buffer.Add(Phase.Act, start + 10, start + 20);
        buffer.Add(Phase.Apply, start + 20, start + 30);
    }

    private static JsonDocument Write(IReadOnlyList<TraceTrack> tracks)
    {
        using var stream = new MemoryStream();
        ChromeTrace.Write(stream, tracks);
        return JsonDocument.Parse(stream.ToArray());
    }

    private static IEnumerable<JsonElement> Events(JsonDocument document, string kind) =>
        document.RootElement.GetProperty("traceEvents").EnumerateArray().Where(item => Text(item, "ph") == kind);

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static long Whole(JsonElement item, string name) => item.GetProperty(name).GetInt64();

    private static long Argument(JsonElement item, string name) => item.GetProperty("args").GetProperty(name).GetInt64();
}
