using System.Globalization;
using System.Net;
using System.Text;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>Writes a report as one HTML file that needs nothing from elsewhere. The same report gives the same bytes.</summary>
internal static class ReportPage
{
    /// <summary>Nothing but the pictures and the style of the page itself may be loaded.</summary>
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <summary>The columns of the table of runs.</summary>
    private static readonly string[] Words = ["run", "environment", "algorithm"], Numbers =
    [
        "seed", "agent steps", "seconds", "agent steps/s", "episodes", "latest 100 episodes", "final evaluation", "most probable actions",
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="report">What it shows.</param>
    /// <param name="command">The command line that makes the page.</param>
    /// <returns>The text.</returns>
    internal static string Write(Report report, string command)
    {
        var page = new StringBuilder();
        string title = TitleOf(report);
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Text(title)}</title>\n");
        page.Append("<style>\n").Append(PageStyle.Sheet.ReplaceLineEndings("\n")).Append("\n</style>\n</head>\n<body>\n<main>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(title)}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"faint\">Made by <code>{Text(command)}</code>, ");
        page.Append(CultureInfo.InvariantCulture, $"AsyncRL {Text(MachineDescription.Version)}.</p>\n");
        WriteRuns(page, report);
        WriteMissing(page, report);
        OptionTable.Write(page, report.Runs);
        if (report.Figures.Count > 0) page.Append("<h2>In the course of the training</h2>\n");
        foreach (Figure figure in report.Figures) WriteFigure(page, figure, figure.Name);
        foreach (ReportedRun run in report.Runs)
        {
            if (run.Figures.Count > 0) page.Append(CultureInfo.InvariantCulture, $"<h2>{Text($"The run {run.Name}")}</h2>\n");
            foreach (Figure figure in run.Figures) WriteFigure(page, figure, $"run-{run.Run.Number}-{figure.Name}");
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Escapes a text for elements and attributes.</summary>
    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string TitleOf(Report report)
    {
        RunFiles first = report.Runs[0].Files;
        return report.Runs.Count == 1 ? $"Run {report.Runs[0].Name}: {first.Title}" : $"{report.Runs.Count} runs";
    }

    private static void WriteRuns(StringBuilder page, Report report)
    {
        page.Append("<h2>Runs</h2>\n<div class=\"wide\">\n<table>\n<tr><th class=\"number\"></th>");
        foreach (string word in Words) page.Append(CultureInfo.InvariantCulture, $"<th>{word}</th>");
        foreach (string number in Numbers) page.Append(CultureInfo.InvariantCulture, $"<th class=\"number\">{number}</th>");
        page.Append("</tr>\n");
        for (int i = 0; i < report.Runs.Count; i++)
        {
            (string name, RunFiles files) = (report.Runs[i].Name, report.Runs[i].Files);
            Evaluation? evaluation = files.Evaluation;
            string mean = evaluation is null ? "–"
                : $"{NumberText.MeanReturn(evaluation.MeanReturn)} ± {NumberText.MeanReturn(evaluation.StdReturn)}";
            double speed = files.Seconds > 0 ? files.AgentSteps / files.Seconds : double.NaN;
            string[] words = [name, files.Request.Environment, files.Request.Algorithm ?? "–"];
            string[] numbers =
            [
                files.Request.Seed?.ToString(CultureInfo.InvariantCulture) ?? "–",
                $"{NumberText.Count(files.AgentSteps)} of {NumberText.Count(files.Request.AgentSteps ?? double.NaN)}",
                NumberText.Significant(files.Seconds), NumberText.Count(speed), NumberText.Count(files.Episodes?.Rows ?? double.NaN),
                NumberText.MeanReturn(files.Course.LastReturn), mean,
                NumberText.MeanReturn(evaluation?.GreedyMeanReturn ?? double.NaN),
            ];
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"number\">{i + 1}</td>");
            foreach (string word in words) page.Append(CultureInfo.InvariantCulture, $"<td class=\"name\">{Text(word)}</td>");
            foreach (string number in numbers) page.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{Text(number)}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</table>\n</div>\n");
    }

    private static void WriteMissing(StringBuilder page, Report report)
    {
        var lines = new List<string>();
        foreach (ReportedRun run in report.Runs)
        {
            foreach (string sentence in run.Files.Missing) lines.Add($"{run.Name}: {sentence}");
            if (run.Files.Episodes is not null && run.Files.Course.Points.Count == 0)
                lines.Add($"{run.Name}: Fewer than 20 episodes have ended, so there is no learning curve.");
        }

        if (lines.Count == 0) return;
        page.Append("<h2>What is missing</h2>\n<ul>\n");
        foreach (string line in lines) page.Append(CultureInfo.InvariantCulture, $"<li>{Text(line)}</li>\n");
        page.Append("</ul>\n");
    }

    /// <summary>Writes a figure. Its name is the only one on the page.</summary>
    private static void WriteFigure(StringBuilder page, Figure figure, string name)
    {
        string kind = figure.Format switch
        {
            FigureFormat.Svg => "image/svg+xml",
            FigureFormat.Png => "image/png",
            _ => "image/gif",
        };
        string pixels = figure.Format == FigureFormat.Svg ? "" : " class=\"pixels\"";
        page.Append(CultureInfo.InvariantCulture, $"<figure id=\"{Text(name)}\">\n<h3>{Text(figure.Title)}</h3>\n");
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><img{pixels} alt=\"{Text(figure.Description)}\" ");
        page.Append(CultureInfo.InvariantCulture, $"src=\"data:{kind};base64,{Convert.ToBase64String(figure.Picture.Span)}\"></div>\n");
        page.Append(CultureInfo.InvariantCulture, $"<figcaption><p>{Text(figure.Explanation)}</p>\n");
        if (figure.Data.Length > 0)
        {
            (string type, string ending) = figure.Data.StartsWith('{') ? ("application/json", "json") : ("text/csv", "csv");
            string data = Convert.ToBase64String(Encoding.UTF8.GetBytes(figure.Data));
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"data\"><a download=\"{Text(name)}.{ending}\" ");
            page.Append(CultureInfo.InvariantCulture, $"href=\"data:{type};charset=utf-8;base64,{data}\">");
            page.Append(CultureInfo.InvariantCulture, $"The numbers as {ending.ToUpperInvariant()}</a></p>\n");
        }

        page.Append("</figcaption>\n</figure>\n");
    }
}
