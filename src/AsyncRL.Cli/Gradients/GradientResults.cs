using System.Globalization;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Views;
using AsyncRL.Numerics.Gradients;
using Spectre.Console;

namespace AsyncRL.Cli.Gradients;

/// <summary>The reports of gradient checks as a table and as a document.</summary>
internal static class GradientResults
{
    /// <summary>Writes a table with a row per parameter, and the verdict.</summary>
    /// <param name="console">Receives the output.</param>
    /// <param name="reports">The reports.</param>
    internal static void Write(IAnsiConsole console, IReadOnlyList<GradientReport> reports)
    {
        Table table = new Table().RoundedBorder().AddColumns("function", "by", "checked", "largest error", "");
        table.Columns[2].RightAligned().NoWrap();
        table.Columns[3].RightAligned().NoWrap();
        table.Columns[4].NoWrap();
        int disagreeing = 0;
        foreach (GradientReport report in reports)
        {
            AddRows(table, report);
            if (!report.Passed) disagreeing++;
        }

        console.Write(table);
        foreach (GradientReport report in reports)
        {
            if (!report.Passed) console.MarkupLineInterpolated($"[red]{report.ToString()}[/]");
        }

        if (disagreeing == 0)
            console.MarkupLineInterpolated($"[green]All gradients agree with central differences: {reports.Count} functions.[/]");
        else
            console.MarkupLineInterpolated($"[red]{disagreeing} of {reports.Count} functions disagree with central differences.[/]");
    }

    /// <summary>Makes a JSON document of the reports.</summary>
    /// <param name="reports">The reports.</param>
    /// <returns>The document.</returns>
    internal static JsonObject ToJson(List<GradientReport> reports) => new()
    {
        ["passed"] = reports.TrueForAll(r => r.Passed),
        ["functions"] = Json.Array(reports, report => new JsonObject
        {
            ["name"] = report.Subject,
            ["passed"] = report.Passed,
            ["draws"] = report.Draws,
            ["redrawn"] = report.Redrawn,
            ["parameters"] = Json.Array(report.Rows, row => new JsonObject
            {
                ["name"] = row.Name,
                ["length"] = row.Length,
                ["checked"] = row.Checked,
                ["largestError"] = Json.Number(row.LargestError),
                ["tolerance"] = Json.Number(row.Tolerance),
                ["worstIndex"] = row.WorstIndex,
                ["analytic"] = Json.Number(row.Analytic),
                ["numeric"] = Json.Number(row.Numeric),
                ["passed"] = row.Passed,
            }),
        }),
    };

    private static void AddRows(Table table, GradientReport report)
    {
        bool first = true;
        foreach (GradientReportRow row in report.Rows)
        {
            table.AddRow(
                new Text(first ? report.Subject : ""),
                new Text(row.Name),
                new Text($"{NumberText.Count(row.Checked)} of {NumberText.Count(row.Length)}"),
                new Text(row.LargestError.ToString("0.0e-00", CultureInfo.InvariantCulture)),
                row.Passed && !report.RedrawnTooOften ? new Markup("[green]agrees[/]") : new Markup("[red]DISAGREES[/]"));
            first = false;
        }
    }
}
