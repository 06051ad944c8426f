using System.Diagnostics;
using System.Text.Json;
using AsyncRL.Algorithms.Metrics;

namespace AsyncRL.Profiling;

/// <summary>
/// Writes traces in the trace event format of Chrome, which Perfetto (ui.perfetto.dev) and chrome://tracing open. The trace has a process
/// per set-up, a track per thread, and complete events ("X") with times in microseconds since the first event.
/// </summary>
public static class ChromeTrace
{
    private const int EventsPerFlush = 4096;

    /// <summary>Writes a trace.</summary>
    /// <param name="stream">Receives the JSON document.</param>
    /// <param name="tracks">The threads. The threads of a set-up are consecutive.</param>
    public static void Write(Stream stream, IReadOnlyList<TraceTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tracks);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        WriteDropped(json, tracks);
        json.WriteStartArray("traceEvents");
        long origin = Origin(tracks);
        int process = -1;
        for (int i = 0; i < tracks.Count; i++)
        {
            if (i == 0 || tracks[i].Setup != tracks[i - 1].Setup) WriteName(json, "process_name", ++process, 0, tracks[i].Setup);
            WriteName(json, "thread_name", process, i, tracks[i].Thread);
            WriteEvents(json, tracks[i].Buffer.Events, origin, process, i);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDropped(Utf8JsonWriter json, IReadOnlyList<TraceTrack> tracks)
    {
        long dropped = 0;
        foreach (TraceTrack track in tracks) dropped += track.Buffer.Dropped;
        json.WriteStartObject("otherData");
        json.WriteNumber("droppedEvents", dropped);
        json.WriteEndObject();
    }

    private static long Origin(IReadOnlyList<TraceTrack> tracks)
    {
        long origin = long.MaxValue;
        foreach (TraceTrack track in tracks)
        {
            if (!track.Buffer.Events.IsEmpty) origin = Math.Min(origin, track.Buffer.Events[0].Start);
        }

        return origin;
    }

    private static void WriteName(Utf8JsonWriter json, string what, int process, int thread, string name)
    {
        json.WriteStartObject();
        json.WriteString("ph", "M");
        json.WriteString("name", what);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", thread);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, ReadOnlySpan<TraceEvent> events, long origin, int process, int thread)
    {
        for (int i = 0; i < events.Length; i++)
        {
            ref readonly TraceEvent item = ref events[i];
            json.WriteStartObject();
            json.WriteString("ph", "X");
            json.WriteString("cat", item.Phase is null ? "segment" : "phase");
            json.WriteString("name", item.Phase?.Name ?? "segment");
            json.WriteNumber("pid", process);
            json.WriteNumber("tid", thread);
            json.WriteNumber("ts", Microseconds(item.Start - origin));
            json.WriteNumber("dur", Microseconds(item.End - item.Start));
            json.WriteStartObject("args");
            json.WriteNumber("segment", item.Segment);
            json.WriteNumber("agentStep", item.AgentStep);
            json.WriteEndObject();
            json.WriteEndObject();
            if (i % EventsPerFlush == 0) json.Flush();
        }
    }

    /// <summary>Converts to decimal, so that the end of one event and the start of the next are the same number.</summary>
    private static decimal Microseconds(long ticks) => ticks * 1_000_000m / Stopwatch.Frequency;
}
