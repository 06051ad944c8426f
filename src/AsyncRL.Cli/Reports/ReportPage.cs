using System.Globalization;
using System.Text;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Views;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>Writes a report as one HTML file that needs nothing from elsewhere. The same report gives the same bytes.</summary>
internal static class ReportPage
{
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
        HtmlPage.Begin(page, title, command);
        WriteRuns(page, report);
        WriteMissing(page, report);
        OptionTable.Write(page, report.Runs);
        if (report.Figures.Count > 0) page.Append("<h2>In the course of the training</h2>\n");
        foreach (Figure figure in report.Figures) HtmlPage.WriteFigure(page, figure, figure.Name);
        foreach (ReportedRun run in report.Runs)
        {
            if (run.Figures.Count > 0) page.Append(CultureInfo.InvariantCulture, $"<h2>{HtmlPage.Text($"The run {run.Name}")}</h2>\n");
            foreach (Figure figure in run.Figures) HtmlPage.WriteFigure(page, figure, $"run-{run.Run.Number}-{figure.Name}");
        }

        return HtmlPage.End(page);
    }

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
            double speed = files.Seconds > 0 ? files.KnownAgentSteps / files.Seconds : double.NaN;
            string[] words = [name, files.Request.Environment, files.Request.Algorithm ?? "–"];
            string[] numbers =
            [
                files.Request.Seed?.ToString(CultureInfo.InvariantCulture) ?? "–",
                $"{NumberText.Count(files.KnownAgentSteps)} of {NumberText.Count(files.Request.AgentSteps ?? double.NaN)}",
                NumberText.Significant(files.Metrics is { Rows: > 0 } ? files.Seconds : double.NaN), NumberText.Count(speed),
                NumberText.Count(files.EpisodeCount),
                NumberText.MeanReturn(files.Course.LastReturn), mean,
                NumberText.MeanReturn(evaluation?.GreedyMeanReturn ?? double.NaN),
            ];
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"number\">{i + 1}</td>");
            foreach (string word in words) page.Append(CultureInfo.InvariantCulture, $"<td class=\"name\">{HtmlPage.Text(word)}</td>");
            foreach (string number in numbers)
                page.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{HtmlPage.Text(number)}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</table>\n</div>\n");
    }

    private static void WriteMissing(StringBuilder page, Report report)
    {
        var items = new StringBuilder();
        foreach (ReportedRun run in report.Runs)
        {
            foreach (string sentence in run.Missing)
                items.Append(CultureInfo.InvariantCulture, $"<li>{HtmlPage.Text($"{run.Name}: {sentence}")}</li>\n");
            WriteUndrawn(items, run);
        }

        if (items.Length == 0) return;
        page.Append("<h2>What is missing</h2>\n<ul>\n").Append(items).Append("</ul>\n");
    }

    /// <summary>Most agents do not allow some kinds of pictures, which is no fault of the run; so the reasons are folded.</summary>
    private static void WriteUndrawn(StringBuilder items, ReportedRun run)
    {
        int kinds = 0;
        foreach (UndrawnKinds undrawn in run.Undrawn) kinds += undrawn.Names.Count;
        if (kinds == 0) return;
        string count = kinds == 1 ? "one kind of picture is" : $"{kinds} kinds of pictures are";
        string summary = HtmlPage.Text($"{run.Name}: {count} not for this agent");
        items.Append(CultureInfo.InvariantCulture, $"<li><details>\n<summary>{summary}</summary>\n<ul>\n");
        foreach (UndrawnKinds undrawn in run.Undrawn)
            items.Append(CultureInfo.InvariantCulture, $"<li>{HtmlPage.Text($"{undrawn}")}</li>\n");
        items.Append("</ul>\n</details></li>\n");
    }
}
