using System.Globalization;
using System.Net;
using System.Text;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>The frame of a page that is one HTML file and needs nothing from elsewhere, and the figures in it.</summary>
internal static class HtmlPage
{
    /// <summary>Nothing but the pictures and the style of the page itself may be loaded.</summary>
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <summary>Begins a page, up to its heading and the command that made it.</summary>
    /// <param name="page">Receives the text.</param>
    /// <param name="title">The title.</param>
    /// <param name="command">The command line that makes the page.</param>
    internal static void Begin(StringBuilder page, string title, string command)
    {
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Text(title)}</title>\n");
        page.Append("<style>\n").Append(PageStyle.Sheet.ReplaceLineEndings("\n")).Append("\n</style>\n</head>\n<body>\n<main>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(title)}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"faint\">Made by <code>{Text(command)}</code>, ");
        page.Append(CultureInfo.InvariantCulture, $"AsyncRL {Text(MachineDescription.Version)}.</p>\n");
    }

    /// <summary>Ends a page.</summary>
    /// <param name="page">The page.</param>
    /// <returns>The whole text.</returns>
    internal static string End(StringBuilder page) => page.Append("</main>\n</body>\n</html>\n").ToString();

    /// <summary>Escapes a text for elements and attributes.</summary>
    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Writes a figure. Its name is the only one on the page.</summary>
    /// <param name="page">Receives the text.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="name">Its name on the page.</param>
    internal static void WriteFigure(StringBuilder page, Figure figure, string name)
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
