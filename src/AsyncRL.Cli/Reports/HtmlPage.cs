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

/// <summary>The style of a page: light and dark, narrow and wide, on screen and in print.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet.</summary>
    internal const string Sheet =
        """
        :root { color-scheme: light dark; --ink: #1c1c1c; --paper: #ffffff; --faint: #5c5c5c; --line: #d8d8d8; --link: #1b6ca8; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e4e4e4; --paper: #17191c; --faint: #a6a6a6; --line: #3b3f45; --link: #7db8e8; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 62rem; font: 1rem/1.5 system-ui, sans-serif;
          color: var(--ink); background: var(--paper); overflow-wrap: break-word; }
        h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; }
        a { color: var(--link); } code { font-size: 0.9em; }
        .faint { color: var(--faint); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: 0.9rem; }
        th, td { padding: 0.25rem 0.7rem 0.25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td.name, th { white-space: nowrap; }
        td { max-width: 16rem; }
        figure { margin: 0 0 2.5rem; break-inside: avoid; }
        figure img { display: block; width: 100%; min-width: 38rem; max-width: 48rem; height: auto; background: #ffffff; }
        figure img.pixels { width: auto; min-width: 0; max-width: 100%; image-rendering: pixelated; }
        figcaption { max-width: 48rem; font-size: 0.92rem; }
        summary { cursor: pointer; color: var(--link); }
        @media print {
          :root { --ink: #000000; --paper: #ffffff; --faint: #444444; --line: #bbbbbb; --link: #000000; }
          body { max-width: none; padding: 0; } figure img { min-width: 0; max-width: 100%; } .wide { overflow: visible; }
          .data { display: none; } table { font-size: 0.65rem; }
        }
        """;
}
