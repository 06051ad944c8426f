using System.Text.Json.Nodes;
using AsyncRL.Cli.Views;
using AsyncRL.Profiling;
using Spectre.Console;

namespace AsyncRL.Cli.Profiles;

/// <summary>What the exchange costs each group of threads, or each rank.</summary>
internal static class ExchangeTable
{
    private const double Milli = 1e3, Mega = 1e-6;

    /// <summary>Makes the table.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The table; null if no threads ran in groups.</returns>
    internal static Table? Of(ProfileReport report)
    {
        var groups = new List<(string, ExchangeProfile)>();
        foreach (ProfileRow row in report.Rows)
        {
            foreach (ExchangeProfile group in row.Profile.Exchanges)
                groups.Add(($"{NumberText.Count(group.Group)} of {row.Label}", group));
        }

        return groups.Count == 0 ? null : Of("group", groups);
    }

    /// <summary>Makes a table of the exchanges of groups or of ranks.</summary>
    /// <param name="member">What one of them is called.</param>
    /// <param name="members">Each with its name.</param>
    internal static Table Of(string member, IEnumerable<(string Name, ExchangeProfile Exchange)> members)
    {
        Table table = ProfileTables.Make(
            $"Exchange of the {member}s: a mean round in ms", member, "rounds/s", "take", "round", "add", "work", "MB/s", "late updates");
        foreach ((string name, ExchangeProfile exchange) in members)
        {
            ProfileTables.AddRow(
                table,
                name,
                NumberText.Significant(exchange.Rounds / exchange.Seconds),
                NumberText.Significant(Milli * exchange.TakeSeconds / exchange.Rounds),
                NumberText.Significant(Milli * exchange.RoundSeconds / exchange.Rounds),
                NumberText.Significant(Milli * exchange.AddSeconds / exchange.Rounds),
                $"{NumberText.Significant(100 * exchange.WorkShare)} %",
                NumberText.Significant(Mega * exchange.Bytes / exchange.Seconds),
                NumberText.Significant(exchange.LateUpdatesPerRound));
        }

        return table.Caption("work: the share of the time in which the exchange took or added");
    }

    /// <summary>The exchange of a group in a document.</summary>
    /// <param name="group">The group.</param>
    internal static JsonObject ToJson(ExchangeProfile group) => new()
    {
        ["group"] = group.Group,
        ["seconds"] = Json.Number(group.Seconds),
        ["rounds"] = group.Rounds,
        ["takeSeconds"] = Json.Number(group.TakeSeconds),
        ["roundSeconds"] = Json.Number(group.RoundSeconds),
        ["addSeconds"] = Json.Number(group.AddSeconds),
        ["bytes"] = Json.Number(group.Bytes),
        ["lateUpdatesPerRound"] = Json.Number(group.LateUpdatesPerRound),
    };
}

/// <summary>The table of the time of each layer.</summary>
internal static class LayerTable
{
    private const double Micro = 1e6;

    /// <summary>Makes the table.</summary>
    /// <param name="report">The report, with layers.</param>
    internal static Table Of(ProfileReport report)
    {
        Table table = ProfileTables.Make(
            "Layers: a mean segment in µs", "layer", "kind", "forward", "% of peak", "backward", "% of peak", "share");
        double peak = report.Rows[0].Limits.Flops / report.Rows[0].Limits.Threads, all = 0;
        foreach (LayerProfile layer in report.Layers) all += layer.ForwardSeconds + layer.BackwardSeconds;
        foreach (LayerProfile layer in report.Layers)
        {
            ProfileTables.AddRow(
                table,
                layer.Name,
                layer.Kind,
                NumberText.Significant(layer.ForwardSeconds * Micro),
                Share(layer.ForwardFlops, layer.ForwardSeconds, peak),
                NumberText.Significant(layer.BackwardSeconds * Micro),
                Share(layer.BackwardFlops, layer.BackwardSeconds, peak),
                $"{NumberText.Percent((layer.ForwardSeconds + layer.BackwardSeconds) / all)} %");
        }

        return table.Caption("by the clock, in an engine of its own; fused updates compute some weight gradients later");
    }

    /// <summary>A layer without multiply-adds has no share.</summary>
    private static string Share(double flops, double seconds, double peak) =>
        flops > 0 && seconds > 0 ? $"{NumberText.Percent(flops / seconds / peak)} %" : "";
}
