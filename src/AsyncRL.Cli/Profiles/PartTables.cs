using System.Text.Json.Nodes;
using AsyncRL.Cli.Views;
using AsyncRL.Profiling;
using Spectre.Console;

namespace AsyncRL.Cli.Profiles;

/// <summary>What the exchange costs each group of threads.</summary>
internal static class ExchangeTable
{
    private const double Milli = 1e3, Mega = 1e-6;

    /// <summary>Makes the table.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The table; null if no threads ran in groups.</returns>
    internal static Table? Of(ProfileReport report)
    {
        Table table = ProfileTables.Make(
            "Exchange of the groups: a mean round in ms", "group", "rounds/s", "take", "round", "add", "work", "MB/s", "late updates");
        foreach (ProfileRow row in report.Rows)
        {
            foreach (ExchangeProfile group in row.Profile.Exchanges)
            {
                ProfileTables.AddRow(
                    table,
                    $"{NumberText.Count(group.Group)} of {row.Label}",
                    NumberText.Significant(group.Rounds / group.Seconds),
                    NumberText.Significant(Milli * group.TakeSeconds / group.Rounds),
                    NumberText.Significant(Milli * group.RoundSeconds / group.Rounds),
                    NumberText.Significant(Milli * group.AddSeconds / group.Rounds),
                    $"{NumberText.Significant(100 * group.WorkShare)} %",
                    NumberText.Significant(Mega * group.Bytes / group.Seconds),
                    NumberText.Significant(group.LateUpdatesPerRound));
            }
        }

        return table.Rows.Count == 0 ? null : table.Caption("work: the share of the time in which the exchange took or added");
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
