using System.Collections.Immutable;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Numerics.Networks;
using AsyncRL.Profiling;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Profiles;

/// <summary>A profile as a JSON document, in seconds, bytes and operations without prefixes.</summary>
internal static class ProfileDocument
{
    /// <summary>Makes the document.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The document.</returns>
    internal static JsonObject Of(ProfileReport report) => new()
    {
        ["environment"] = report.Configuration.Environment.Name,
        ["algorithm"] = report.Configuration.Algorithm.Name,
        ["network"] = report.Configuration.Network.Description.Name,
        ["parameters"] = report.Configuration.Network.Layout.ParameterCount,
        ["sharing"] = report.Configuration.Sharing,
        ["seed"] = report.Configuration.Seed,
        ["vectorWidth"] = report.Configuration.VectorWidth.ToString().ToLowerInvariant(),
        ["seconds"] = Json.Number(report.Seconds),
        ["machine"] = new JsonObject
        {
            ["processor"] = MachineDescription.Processor,
            ["system"] = MachineDescription.System,
            ["version"] = MachineDescription.Version,
            ["processors"] = System.Environment.ProcessorCount,
            ["physicalCores"] = PhysicalCores.Count,
            ["coreLatencies"] = Latencies(report.Latencies),
            ["coreLatenciesAfter"] = Latencies(report.LatenciesAfter),
        },
        ["warnings"] = Json.Array(ProfileWarnings.Of(report), warning => warning),
        ["options"] = Options(report.Configuration),
        ["rows"] = Json.Array(report.Rows, Row),
        ["layers"] = Json.Array(report.Layers, layer => new JsonObject
        {
            ["name"] = layer.Name,
            ["kind"] = layer.Kind,
            ["forwardSeconds"] = Json.Number(layer.ForwardSeconds),
            ["backwardSeconds"] = Json.Number(layer.BackwardSeconds),
            ["forwardFlops"] = Json.Number(layer.ForwardFlops),
            ["backwardFlops"] = Json.Number(layer.BackwardFlops),
        }),
        ["lostAdditions"] = Json.Array(report.LostAdditions, count => new JsonObject
        {
            ["sharing"] = count.Sharing,
            ["threads"] = count.Threads,
            ["numbers"] = count.Length,
            ["sweeps"] = count.Sweeps,
            ["additions"] = count.Additions,
            ["lost"] = count.Lost,
            ["rate"] = Json.Number(count.Rate),
        }),
    };

    private static JsonObject? Latencies(CoreLatencies? latencies) =>
        latencies is null ? null : CoreLatenciesJson.Write(latencies, withMatrix: true);

    /// <summary>All options of a run with their values.</summary>
    /// <param name="configuration">The run.</param>
    internal static JsonObject Options(TrainingConfiguration configuration)
    {
        var options = new JsonObject();
        foreach ((string name, string value) in configuration.AllAssignments()) options.Add(name, value);
        return options;
    }

    private static JsonObject Row(ProfileRow row) => new()
    {
        ["threads"] = row.Threads,
        ["groups"] = row.Profile.Setup.Groups,
        ["agentStepsPerSecond"] = Json.Number(row.Profile.MedianRate),
        ["agentStepsPerSecondOfRounds"] = Json.Array(row.Profile.Rates, Json.Number),
        ["speedUp"] = Json.Number(row.SpeedUp),
        ["efficiency"] = Json.Number(row.Efficiency),
        ["collections"] = row.Profile.Collections,
        ["metrics"] = Json.Of(row.Profile.Metrics.Select(metric => KeyValuePair.Create(metric.Name, row.Profile.Value(metric)))),
        ["perThread"] = Json.Array(row.Profile.Threads, Thread),
        ["exchange"] = Json.Array(row.Profile.Exchanges, ExchangeTable.ToJson),
        ["staleness"] = Staleness(row.Profile.Stalenesses()),
        ["staleShare"] = Json.Number(row.Profile.StaleShare),
        ["limits"] = Limits(row.Limits),
        ["roofline"] = Json.Array([.. row.Roofline.Phases, row.Roofline.Segment], Point),
        ["agentStepsPerSegment"] = Json.Number(row.Work.AgentSteps),
        ["inputDensities"] = Densities(row),
        ["layerFlopsPerSegment"] = Json.Number(row.Work.LayerFlops),
    };

    private static JsonArray Densities(ProfileRow row)
    {
        ImmutableArray<NetworkNode> nodes = row.Profile.Setup.Engines[0].Network.Nodes;
        var array = new JsonArray();
        for (int i = 0; i < row.Densities.Length; i++)
        {
            array.Add(new JsonObject
            {
                ["layer"] = nodes[i].Name,
                ["row"] = Json.Number(row.Densities[i].Row),
                ["segment"] = Json.Number(row.Densities[i].Segment),
            });
        }

        return array;
    }

    private static JsonObject Thread(ThreadProfile thread)
    {
        var shares = new JsonObject();
        foreach (Phase phase in thread.Phases)
            shares.Add(ProfileTables.NameOf(phase), Json.Number(thread.PhaseSeconds[phase.Index] / thread.Seconds));
        shares.Add("rest", Json.Number(thread.RestSeconds / thread.Seconds));
        return new JsonObject
        {
            ["thread"] = thread.Actor,
            ["name"] = thread.Name,
            ["processor"] = thread.Processor,
            ["seconds"] = Json.Number(thread.Seconds),
            ["processorSeconds"] = Json.Number(thread.ProcessorSeconds ?? double.NaN),
            ["agentSteps"] = thread.AgentSteps,
            ["updates"] = thread.Updates,
            ["agentStepsPerSecond"] = Json.Number(thread.AgentStepsPerSecond),
            ["updatesPerSecond"] = Json.Number(thread.UpdatesPerSecond),
            ["shares"] = shares,
            ["allocatedBytes"] = thread.AllocatedBytes,
            ["segmentSeconds"] = new JsonObject
            {
                ["p50"] = Json.Number(thread.SegmentSeconds(0.5)),
                ["p95"] = Json.Number(thread.SegmentSeconds(0.95)),
                ["p99"] = Json.Number(thread.SegmentSeconds(0.99)),
            },
        };
    }

    private static JsonObject Staleness(HistogramCounts counts) => new()
    {
        ["updates"] = counts.Total,
        ["mean"] = Json.Number(counts.Mean),
        ["p50"] = Json.Number(counts.Quantile(0.5)),
        ["p95"] = Json.Number(counts.Quantile(0.95)),
        ["max"] = Json.Number(counts.Largest),
        ["histogram"] = Json.Array(
            counts.NonEmptyBuckets(), bucket => new JsonObject { ["from"] = bucket.From, ["to"] = bucket.To, ["updates"] = bucket.Count }),
    };

    private static JsonObject Limits(MachineLimits limits) => new()
    {
        ["threads"] = limits.Threads,
        ["threadsPerDomain"] = limits.ThreadsPerDomain,
        ["flopsPerSecond"] = Json.Number(limits.Flops),
        ["levels"] = Json.Array(limits.Levels, level => new JsonObject
        {
            ["level"] = ProfileTables.NameOf(level.Level),
            ["footprintBytes"] = level.Footprint,
            ["readBytesPerSecond"] = Json.Number(level.Read),
            ["writeBytesPerSecond"] = Json.Number(level.Write),
            ["copyBytesPerSecond"] = Json.Number(level.Copy),
            ["updateBytesPerSecond"] = Json.Number(level.Update),
        }),
    };

    private static JsonObject Point(RooflinePoint point) => new()
    {
        ["phase"] = ProfileTables.NameOf(point.Phase),
        ["flops"] = Json.Number(point.Flops),
        ["bytes"] = Json.Number(point.Bytes),
        ["bytesFromOtherCores"] = Json.Number(point.BytesFromOtherCores),
        ["level"] = ProfileTables.NameOf(point.Level),
        ["secondsAtPeak"] = Json.Number(point.ComputeSeconds),
        ["secondsAtBandwidth"] = Json.Number(point.MemorySeconds),
        ["seconds"] = Json.Number(point.MeasuredSeconds),
        ["limit"] = point.IsMemoryBound ? "bandwidth" : "peak",
        ["shareOfLimit"] = Json.Number(point.Share),
    };
}
