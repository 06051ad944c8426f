using System.Globalization;
using System.Text;
using AsyncRL.Cli.Curves;

namespace AsyncRL.Cli.Reports;

/// <summary>
/// The settings of runs: those that differ in a table, with a column for the runs that differ in nothing but their seed; those that only
/// some runs have, and those in common, folded away.
/// </summary>
internal static class OptionTable
{
    private const string Head = "<div class=\"wide\">\n<table>\n<tr><th>setting</th>", Tail = "</table>\n</div>\n";

    /// <summary>Writes the tables.</summary>
    /// <param name="page">Receives the text.</param>
    /// <param name="runs">The runs.</param>
    internal static void Write(StringBuilder page, IReadOnlyList<ReportedRun> runs)
    {
        page.Append("<h2>Settings</h2>\n");
        List<string> differences = RunGroups.DifferencesOf(runs), common = RunGroups.NamesOf(runs);
        common.RemoveAll(differences.Contains);
        List<string> ofSome = differences.FindAll(name => !IsOfAll(runs, name));
        differences.RemoveAll(ofSome.Contains);
        List<RunGroup> groups = RunGroups.Of(runs);
        if (runs.Count > 1 && differences.Count == 0) page.Append("<p>The runs differ in no setting that all have.</p>\n");
        if (differences.Count > 0)
        {
            page.Append("<p>The runs differ in these settings:</p>\n");
            WriteTable(page, groups, differences);
        }

        string heading = runs.Count > 1 ? $"The {common.Count} settings that all runs have in common" : $"All {common.Count} settings";
        WriteFolded(page, [groups[0] with { Name = "value" }], common, heading);
        WriteFolded(page, groups, ofSome, $"The {ofSome.Count} settings that only some runs have");
    }

    private static bool IsOfAll(IReadOnlyList<ReportedRun> runs, string name)
    {
        foreach (ReportedRun run in runs)
        {
            if (!run.Files.Settings.ContainsKey(name)) return false;
        }

        return true;
    }

    private static void WriteFolded(StringBuilder page, List<RunGroup> groups, List<string> names, string heading)
    {
        if (names.Count == 0) return;
        page.Append("<details>\n<summary>").Append(heading).Append("</summary>\n");
        WriteTable(page, groups, names);
        page.Append("</details>\n");
    }

    private static void WriteTable(StringBuilder page, List<RunGroup> groups, List<string> names)
    {
        page.Append(Head);
        foreach (RunGroup group in groups) page.Append(CultureInfo.InvariantCulture, $"<th>{HtmlPage.Text(group.Name)}</th>");
        page.Append("</tr>\n");
        foreach (string name in names)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"name\">{HtmlPage.Text(name)}</td>");
            foreach (RunGroup group in groups)
            {
                string values = string.Join(", ", RunGroups.ValuesOf(group, name));
                page.Append(CultureInfo.InvariantCulture, $"<td>{HtmlPage.Text(values)}</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append(Tail);
    }
}
