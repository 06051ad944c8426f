using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli;

/// <summary>The documents that <c>--json</c> prints.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a document.</summary>
    /// <param name="writer">Receives the document and nothing else.</param>
    /// <param name="document">The document.</param>
    internal static void Write(TextWriter writer, JsonObject document) => writer.WriteLine(document.ToJsonString(Readable));

    /// <summary>Makes a node of a number. NaN and infinities become null, because JSON has no such numbers.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The node.</returns>
    internal static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>Makes an array.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="node">Makes a node of an item.</param>
    /// <returns>The array.</returns>
    internal static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> node)
    {
        var array = new JsonArray();
        foreach (T item in items) array.Add(node(item));
        return array;
    }

    /// <summary>Makes a node of metrics.</summary>
    /// <param name="metrics">The values by name.</param>
    /// <returns>The node.</returns>
    internal static JsonObject Of(IEnumerable<KeyValuePair<string, double>> metrics)
    {
        var node = new JsonObject();
        foreach ((string name, double value) in metrics) node.Add(name, Number(value));
        return node;
    }

    /// <summary>Makes a node of a periodic evaluation.</summary>
    /// <param name="periodic">The evaluation.</param>
    /// <returns>The node.</returns>
    internal static JsonObject Of(PeriodicEvaluation periodic) => new()
    {
        ["agentStep"] = periodic.AgentStep,
        ["episodes"] = periodic.Evaluation.Episodes,
        ["meanReturn"] = Number(periodic.Evaluation.MeanReturn),
        ["stdReturn"] = Number(periodic.Evaluation.StdReturn),
        ["minReturn"] = Number(periodic.Evaluation.MinReturn),
        ["maxReturn"] = Number(periodic.Evaluation.MaxReturn),
        ["meanLength"] = Number(periodic.Evaluation.MeanLength),
        ["cutEpisodes"] = periodic.Evaluation.CutEpisodes,
    };

    /// <summary>Makes a node of the statistics over seeds.</summary>
    /// <param name="statistics">The statistics.</param>
    /// <returns>The node.</returns>
    internal static JsonObject Of(SeedStatistics statistics) => new()
    {
        ["runs"] = statistics.Runs,
        ["meanReturn"] = Number(statistics.Mean),
        ["stdReturn"] = Number(statistics.Deviation),
        ["medianReturn"] = Number(statistics.Median),
        ["minReturn"] = Number(statistics.Minimum),
        ["maxReturn"] = Number(statistics.Maximum),
        ["interquartileMeanReturn"] = Number(statistics.InterquartileMean),
        ["interquartileMeanInterval"] = Of(statistics.Interval),
    };

    /// <summary>Makes a node of an interval.</summary>
    /// <param name="interval">The interval.</param>
    /// <returns>The node; null without an interval.</returns>
    internal static JsonArray? Of(BootstrapInterval interval) =>
        double.IsNaN(interval.Low) ? null : new JsonArray(Number(interval.Low), Number(interval.High));

    /// <summary>Makes a node of the score over the best settings.</summary>
    /// <param name="best">The score.</param>
    /// <param name="nameOf">The name of a setting.</param>
    /// <returns>The node.</returns>
    internal static JsonObject Of(BestSettings best, Func<int, string> nameOf) => new()
    {
        ["settings"] = best.Settings,
        ["chosen"] = Array(best.Chosen, index => JsonValue.Create(nameOf(index))),
        ["mean"] = Number(best.Mean.Value),
        ["meanInterval"] = Of(best.Mean.Interval),
        ["interquartileMean"] = Number(best.InterquartileMean.Value),
        ["interquartileMeanInterval"] = Of(best.InterquartileMean.Interval),
        ["meanOfOtherRuns"] = Number(best.OfOtherRuns),
    };

    /// <summary>Makes a node of the best checkpoint.</summary>
    /// <param name="best">The checkpoint's agent step and mean return.</param>
    /// <returns>The node.</returns>
    internal static JsonObject Of(BestCheckpoint best) => new()
    {
        ["agentSteps"] = best.AgentSteps,
        ["meanReturn"] = Number(best.MeanReturn),
        ["by"] = best.IsEvaluated ? "evaluation" : "latest-episodes",
    };

    /// <summary>Makes a node of an evaluation.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <returns>The node.</returns>
    internal static JsonObject Of(Evaluation evaluation) => new()
    {
        ["episodes"] = evaluation.Episodes,
        ["meanReturn"] = Number(evaluation.MeanReturn),
        ["stdReturn"] = Number(evaluation.StdReturn),
        ["minReturn"] = Number(evaluation.MinReturn),
        ["maxReturn"] = Number(evaluation.MaxReturn),
        ["greedyMeanReturn"] = Number(evaluation.GreedyMeanReturn),
        ["cutEpisodes"] = evaluation.CutEpisodes,
        ["agentStepsPerEpisode"] = evaluation.AgentStepsPerEpisode,
        ["returns"] = Array(evaluation.Returns.Values, Number),
    };
}
