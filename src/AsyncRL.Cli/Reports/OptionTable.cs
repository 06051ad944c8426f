using System.Globalization;
using System.Text;

namespace AsyncRL.Cli.Reports;

/// <summary>The settings of runs: those that differ in a table, those in common folded away.</summary>
internal static class OptionTable
{
    /// <summary>Writes both.</summary>
    /// <param name="page">Receives the text.</param>
    /// <param name="runs">The runs.</param>
    internal static void Write(StringBuilder page, IReadOnlyList<ReportedRun> runs)
    {
        List<string> differences = RunGroups.DifferencesOf(runs);
        page.Append("<h2>Settings</h2>\n");
        if (runs.Count > 1) WriteDifferences(page, runs, differences);
        List<string> common = RunGroups.NamesOf(runs);
        common.RemoveAll(differences.Contains);
        string heading = runs.Count > 1 ? $"The {common.Count} settings that all runs have in common" : $"All {common.Count} settings";
        page.Append(CultureInfo.InvariantCulture, $"<details>\n<summary>{heading}</summary>\n<div class=\"wide\">\n<table>\n");
        page.Append("<tr><th>setting</th><th>value</th></tr>\n");
        foreach (string name in common)
        {
            (string setting, string value) = (ReportPage.Text(name), ReportPage.Text(RunGroups.ValueOf(runs[0], name)));
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"name\">{setting}</td><td>{value}</td></tr>\n");
        }

        page.Append("</table>\n</div>\n</details>\n");
    }

    private static void WriteDifferences(StringBuilder page, IReadOnlyList<ReportedRun> runs, List<string> differences)
    {
        if (differences.Count == 0)
        {
            page.Append("<p>The runs differ in no setting.</p>\n");
            return;
        }

        page.Append("<p>The runs differ in these settings:</p>\n<div class=\"wide\">\n<table>\n<tr><th>setting</th>");
        foreach (ReportedRun run in runs) page.Append(CultureInfo.InvariantCulture, $"<th>{ReportPage.Text(run.Name)}</th>");
        page.Append("</tr>\n");
        foreach (string name in differences)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"name\">{ReportPage.Text(name)}</td>");
            foreach (ReportedRun run in runs)
                page.Append(CultureInfo.InvariantCulture, $"<td>{ReportPage.Text(RunGroups.ValueOf(run, name))}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</table>\n</div>\n");
    }
}
