using System.Text.Json.Nodes;

namespace AsyncRL.Training.Machine;

/// <summary>The latencies between cores as a JSON object, in seconds: in run.json, and in the document of a profile.</summary>
public static class CoreLatenciesJson
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Writes the latencies.</summary>
    /// <param name="latencies">The latencies.</param>
    /// <param name="withMatrix">Whether to write the latency of every pair, in addition to the domains and the ranges.</param>
    /// <returns>The object. Cores are named by their processors.</returns>
    public static JsonObject Write(CoreLatencies latencies, bool withMatrix)
    {
        ArgumentNullException.ThrowIfNull(latencies);
        var json = new JsonObject
        {
            ["processors"] = new JsonArray([.. latencies.Processors]),
            ["domains"] = Domains(latencies),
        };
        if (latencies.Within is { } within) json.Add("withinDomains", Range(within));
        if (latencies.Between is { } between) json.Add("betweenDomains", Range(between));
        if (withMatrix) json.Add("oneWaySeconds", Matrix(latencies));
        return json;
    }

    private static JsonArray Domains(CoreLatencies latencies)
    {
        var domains = new JsonArray();
        for (int i = 0; i < latencies.DomainCount; i++) domains.Add(new JsonArray());
        for (int core = 0; core < latencies.Processors.Length; core++)
            domains[latencies.Domains[core]]!.AsArray().Add((JsonNode)latencies.Processors[core]);
        return domains;
    }

    private static JsonObject Range(LatencyRange range) => new()
    {
        ["leastSeconds"] = Seconds(range.Least),
        ["medianSeconds"] = Seconds(range.Median),
        ["largestSeconds"] = Seconds(range.Largest),
    };

    private static JsonArray Matrix(CoreLatencies latencies)
    {
        int cores = latencies.Processors.Length;
        var matrix = new JsonArray();
        for (int a = 0; a < cores; a++)
        {
            var row = new JsonArray();
            for (int b = 0; b < cores; b++) row.Add((JsonNode)Seconds(latencies.Nanoseconds(a, b)));
            matrix.Add((JsonNode)row);
        }

        return matrix;
    }

    /// <summary>A tenth of a nanosecond is finer than two measurements agree.</summary>
    private static double Seconds(double nanoseconds) => Math.Round(nanoseconds, 1) / NanosecondsPerSecond;
}
