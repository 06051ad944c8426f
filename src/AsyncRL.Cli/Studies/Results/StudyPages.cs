using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using AsyncRL.Cli.Reports;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Studies.Results;

/// <summary>Writes the report of a study, as one HTML file and as Markdown with pictures beside it.</summary>
internal static class StudyPages
{
    internal const string FigureDirectory = "figures";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Writes the HTML page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="command">The command line that makes it.</param>
    /// <returns>The text.</returns>
    internal static string Html(StudyReport report, string command)
    {
        var page = new StringBuilder();
        HtmlPage.Begin(page, report.Title, command);
        foreach (string sentence in StudyText.Purpose(report.Results.Plan.Study)) Paragraph(page, sentence);
        page.Append("<h2>Results</h2>\n");
        foreach (string answer in report.Answers) Paragraph(page, answer);
        foreach (StudyTable table in report.Tables) WriteTable(page, table);
        foreach (Figure figure in report.Figures) HtmlPage.WriteFigure(page, figure, figure.Name);
        WriteFailures(page, [.. report.Failures]);
        page.Append("<h2>How it was done</h2>\n");
        foreach (string sentence in StudyText.Protocol(report)) Paragraph(page, sentence);
        string definition = StudyJson.Of(report.Results.Plan.Study).ToJsonString(Readable);
        page.Append("<details>\n<summary>The study as a file</summary>\n<pre>");
        page.Append(HtmlPage.Text(definition)).Append("</pre>\n</details>\n");
        return HtmlPage.End(page);
    }

    /// <summary>Writes the Markdown page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="command">The command line that makes it.</param>
    /// <returns>The text.</returns>
    internal static string Markdown(StudyReport report, string command)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {report.Title}\n\n");
        foreach (string sentence in StudyText.Purpose(report.Results.Plan.Study)) page.Append(sentence).Append("\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Made by `{command}`.\n\n## Results\n\n");
        foreach (string answer in report.Answers) page.Append(answer).Append("\n\n");
        foreach (StudyTable table in report.Tables)
        {
            page.Append(CultureInfo.InvariantCulture, $"### {table.Title}\n\n| {Row(table.Head)} |\n");
            page.Append("| --- |").Append(string.Concat(Enumerable.Repeat(" ---: |", table.Head.Count - 1))).Append('\n');
            foreach (string[] row in table.Rows) page.Append(CultureInfo.InvariantCulture, $"| {Row(row)} |\n");
            page.Append('\n');
            if (table.Note.Length > 0) page.Append(table.Note).Append("\n\n");
        }

        foreach (Figure figure in report.Figures)
        {
            page.Append(CultureInfo.InvariantCulture, $"### {figure.Title}\n\n![{figure.Description}]({FileOf(figure)})\n\n");
            page.Append(figure.Explanation).Append("\n\n");
        }

        foreach (string failure in report.Failures) page.Append(CultureInfo.InvariantCulture, $"- {failure}\n");
        page.Append("## How it was done\n\n");
        foreach (string sentence in StudyText.Protocol(report)) page.Append(CultureInfo.InvariantCulture, $"- {sentence}\n");
        return page.ToString();
    }

    /// <summary>The file of a figure, relative to the study's directory.</summary>
    /// <param name="figure">The figure.</param>
    internal static string FileOf(Figure figure) => $"{FigureDirectory}/{PathPart.Of(figure.Name)}.svg";

    private static string Row(IEnumerable<string> fields) =>
        string.Join(" | ", fields.Select(field => field.Replace("|", "\\|", StringComparison.Ordinal)));

    private static void Paragraph(StringBuilder page, string sentence) =>
        page.Append(CultureInfo.InvariantCulture, $"<p>{HtmlPage.Text(sentence)}</p>\n");

    private static void WriteTable(StringBuilder page, StudyTable table)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h3>{HtmlPage.Text(table.Title)}</h3>\n<div class=\"wide\">\n<table>\n<tr>");
        for (int i = 0; i < table.Head.Count; i++)
            page.Append(CultureInfo.InvariantCulture, $"<th{ClassOf(i)}>{HtmlPage.Text(table.Head[i])}</th>");
        page.Append("</tr>\n");
        foreach (string[] row in table.Rows)
        {
            page.Append("<tr>");
            for (int i = 0; i < row.Length; i++) page.Append(CultureInfo.InvariantCulture, $"<td{ClassOf(i)}>{HtmlPage.Text(row[i])}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</table>\n</div>\n");
        if (table.Note.Length > 0) page.Append(CultureInfo.InvariantCulture, $"<p class=\"faint\">{HtmlPage.Text(table.Note)}</p>\n");
    }

    private static string ClassOf(int column) => column == 0 ? " class=\"name\"" : " class=\"number\"";

    private static void WriteFailures(StringBuilder page, string[] failures)
    {
        if (failures.Length == 0) return;
        page.Append(CultureInfo.InvariantCulture, $"<h2>Failed runs</h2>\n<ul>\n");
        foreach (string failure in failures) page.Append(CultureInfo.InvariantCulture, $"<li>{HtmlPage.Text(failure)}</li>\n");
        page.Append("</ul>\n");
    }
}
