using System.Globalization;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Views;
using Spectre.Console;

namespace AsyncRL.Cli.Profiles;

/// <summary>A profile beside an earlier one: what has become faster or slower, and by how much.</summary>
/// <param name="differences">In what work and machine differ, in sentences.</param>
/// <param name="rows">The figures of each number of threads that both profiles have, earlier and new.</param>
internal sealed class ProfileComparison(
    IReadOnlyList<string> differences, IReadOnlyList<(ProfileFigures Before, ProfileFigures Now)> rows)
{
    private const double Micro = 1e6;

    /// <summary>In what work and machine differ, in sentences.</summary>
    internal IReadOnlyList<string> Differences => differences;

    /// <summary>Compares a profile with an earlier one.</summary>
    /// <param name="before">The earlier profile.</param>
    /// <param name="now">The document of the new one.</param>
    internal static ProfileComparison Of(EarlierProfile before, JsonObject now)
    {
        var rows = new List<(ProfileFigures, ProfileFigures)>();
        var differences = new List<string>(before.DifferencesFrom(now));
        foreach (ProfileFigures row in ProfileFigures.Of(now))
        {
            ProfileFigures? same = null;
            foreach (ProfileFigures earlier in before.Rows)
                same = (earlier.Threads, earlier.Groups) == (row.Threads, row.Groups) ? earlier : same;
            if (same is not null) rows.Add((same, row));
            else differences.Add($"The earlier profile has no row of {row.Kind}.");
        }

        return new ProfileComparison(differences, rows);
    }

    /// <summary>Writes two tables: rates, and the time of a segment by phase.</summary>
    /// <param name="console">Receives the tables.</param>
    internal void Write(IAnsiConsole console)
    {
        if (rows.Count == 0) return;
        Table rates = ProfileTables.Make(
            "Agent steps per second, beside the earlier profile", "threads", "before", "now", "ratio", "range", "per peak");
        Table phases = ProfileTables.Make("Segment in µs, beside the earlier profile", "threads", "phase", "before", "now", "ratio");
        foreach ((ProfileFigures before, ProfileFigures now) in rows)
        {
            (double low, double high) = now.RangeOfRatioTo(before);
            string threads = now.Label;
            ProfileTables.AddRow(
                rates, threads, NumberText.Count(before.Rate), NumberText.Count(now.Rate), Ratio(now.RatioTo(before)),
                $"{Ratio(low)} to {Ratio(high)}", Ratio(now.RatioPerPeakTo(before)));
            foreach ((string phase, double seconds, double earlier) in PhasesOf(before, now))
            {
                ProfileTables.AddRow(
                    phases, threads, phase, NumberText.Significant(earlier * Micro), NumberText.Significant(seconds * Micro),
                    Ratio(seconds / earlier));
            }
        }

        console.Write(rates.Caption(
            "range: 5 % of the rounds of one profile against 95 % of the other's\n"
            + "per peak: as if both peaks of multiply-adds were the same"));
        console.Write(phases);
    }

    /// <summary>The comparison as a member of the document.</summary>
    internal JsonObject ToJson() => new()
    {
        ["differences"] = Json.Array(differences, sentence => JsonValue.Create(sentence)),
        ["rows"] = Json.Array(rows, row => new JsonObject
        {
            ["threads"] = Json.Number(row.Now.Threads),
            ["groups"] = Json.Number(row.Now.Groups),
            ["ratio"] = Json.Number(row.Now.RatioTo(row.Before)),
            ["ratioLow"] = Json.Number(row.Now.RangeOfRatioTo(row.Before).Low),
            ["ratioHigh"] = Json.Number(row.Now.RangeOfRatioTo(row.Before).High),
            ["ratioPerPeak"] = Json.Number(row.Now.RatioPerPeakTo(row.Before)),
            ["phases"] = Json.Array(PhasesOf(row.Before, row.Now), phase => new JsonObject
            {
                ["phase"] = phase.Phase,
                ["secondsBefore"] = Json.Number(phase.Before),
                ["seconds"] = Json.Number(phase.Seconds),
            }),
        }),
    };

    /// <summary>The phases that both profiles have, and that take time.</summary>
    private static IEnumerable<(string Phase, double Seconds, double Before)> PhasesOf(ProfileFigures before, ProfileFigures now)
    {
        foreach ((string phase, double seconds) in now.Phases)
        {
            foreach ((string name, double earlier) in before.Phases)
            {
                if (name == phase && seconds > 0 && earlier > 0) yield return (phase, seconds, earlier);
            }
        }
    }

    /// <summary>Rounds that are shorter than a segment may have a rate of 0.</summary>
    private static string Ratio(double value) => double.IsFinite(value) ? value.ToString("F2", CultureInfo.InvariantCulture) : "–";
}
