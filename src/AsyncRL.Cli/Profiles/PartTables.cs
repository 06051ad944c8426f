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
