using System.Globalization;
using System.Xml.Linq;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Figures;

/// <summary>
/// Pictures in rows and columns with captions, as SVG. The pictures are embedded pixel by pixel; the text stays text. The same pictures
/// give the same bytes.
/// </summary>
/// <param name="title">The title above the pictures.</param>
public sealed class ImageSheet(string title)
{
    private const int Margin = 16, Gap = 10, TitleHeight = 30, Line = 16, FontSize = 13, TitleSize = 16, Letter = 7;
    private const int KeySize = 12, BarWidth = 160, BarHeight = 10, ShortestWidth = 420;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly List<SheetRow> _rows = [];

    /// <summary>The captions above the columns, each of one or several lines; empty for none.</summary>
    public IReadOnlyList<string[]> Columns { get; init; } = [];

    /// <summary>Colors with their meaning, below the pictures.</summary>
    public IReadOnlyList<(Rgb Color, string Meaning)> Keys { get; init; } = [];

    /// <summary>A scale of colors below the pictures; null for none.</summary>
    public ColorBar? Bar { get; init; }

    /// <summary>Adds a row below the others.</summary>
    /// <param name="label">Lines on the left of the pictures; empty for none.</param>
    /// <param name="pictures">The pictures; all of a column have one width, or the widest counts.</param>
    public void Add(string[] label, params Picture[] pictures) => _rows.Add(new SheetRow(label, pictures));

    /// <summary>Draws the sheet.</summary>
    /// <returns>The SVG document.</returns>
    public string Draw()
    {
        int left = Margin + LabelWidth(), top = Margin + TitleHeight + (HeaderLines() * Line);
        int[] widths = ColumnWidths();
        var content = new List<XElement>();
        int headerTop = top;
        for (int i = 0, x = left; i < Columns.Count; x += widths[i] + Gap, i++)
        {
            for (int line = 0; line < Columns[i].Length; line++)
                content.Add(Text(Columns[i][line], x + (widths[i] / 2), headerTop - 6 - ((Columns[i].Length - 1 - line) * Line), "middle"));
        }

        foreach (SheetRow row in _rows)
        {
            for (int line = 0; line < row.Label.Length; line++)
            {
                int y = top + (row.Height / 2) + 5 + (line * Line) - ((row.Label.Length - 1) * Line / 2);
                content.Add(Text(row.Label[line], left - Gap, y, "end"));
            }

            for (int i = 0, x = left; i < row.Pictures.Length; x += widths[i] + Gap, i++) content.Add(Image(row.Pictures[i], x, top));
            top += row.Height + Gap;
        }

        int width = left - Gap + Margin;
        foreach (int column in widths) width += column + Gap;
        width = Math.Max(Math.Max(width, ShortestWidth), (2 * Margin) + (title.Length * (Letter + 2)));
        DrawLegend(content, left, ref top);
        return Document(content, width, top + Margin - Gap);
    }

    private void DrawLegend(List<XElement> content, int left, ref int top)
    {
        if (Bar is { } bar)
        {
            var gradient = new Picture(BarWidth, BarHeight);
            for (int x = 0; x < BarWidth; x++) gradient.Fill(x, 0, 1, BarHeight, bar.ColorAt((double)x / (BarWidth - 1)));
            int start = left + (bar.Low.Length * Letter) + 6;
            content.Add(Text(bar.Low, start - 6, top + 14, "end"));
            content.Add(Image(gradient, start, top + 4));
            content.Add(Text(bar.High, start + BarWidth + 6, top + 14, "start"));
            top += Line + Gap;
        }

        foreach ((Rgb color, string meaning) in Keys)
        {
            content.Add(new XElement(
                Svg + "rect",
                new XAttribute("x", left),
                new XAttribute("y", top + 3),
                new XAttribute("width", KeySize),
                new XAttribute("height", KeySize),
                new XAttribute("fill", string.Create(CultureInfo.InvariantCulture, $"#{color.Packed:x6}"))));
            content.Add(Text(meaning, left + KeySize + 6, top + 13, "start"));
            top += Line + 4;
        }

        if (Keys.Count > 0) top += Gap;
    }

    private string Document(List<XElement> content, int width, int height)
    {
        var root = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}")),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("font-size", FontSize),
            new XElement(Svg + "rect", new XAttribute("width", width), new XAttribute("height", height), new XAttribute("fill", "#fff")));
        XElement heading = Text(title, Margin, Margin + TitleSize, "start");
        heading.SetAttributeValue("font-size", TitleSize);
        root.Add(heading, content);
        return root.ToString(SaveOptions.None).ReplaceLineEndings("\n") + "\n";
    }

    private int HeaderLines()
    {
        int lines = 0;
        foreach (string[] caption in Columns) lines = Math.Max(lines, caption.Length);
        return lines;
    }

    private int LabelWidth()
    {
        int letters = 0;
        foreach (SheetRow row in _rows)
        {
            foreach (string line in row.Label) letters = Math.Max(letters, line.Length);
        }

        return letters == 0 ? 0 : (letters * Letter) + Gap;
    }

    private int[] ColumnWidths()
    {
        int columns = 0;
        foreach (SheetRow row in _rows) columns = Math.Max(columns, row.Pictures.Length);
        var widths = new int[columns];
        foreach (SheetRow row in _rows)
        {
            for (int i = 0; i < row.Pictures.Length; i++) widths[i] = Math.Max(widths[i], row.Pictures[i].Width);
        }

        for (int i = 0; i < Math.Min(columns, Columns.Count); i++)
        {
            foreach (string line in Columns[i]) widths[i] = Math.Max(widths[i], line.Length * Letter);
        }

        return widths;
    }

    private static XElement Text(string text, int x, int y, string anchor) => new(
        Svg + "text",
        new XAttribute("x", x),
        new XAttribute("y", y),
        new XAttribute("text-anchor", anchor),
        new XAttribute("fill", "#222"),
        text);

    private static XElement Image(Picture picture, int x, int y)
    {
        using var file = new MemoryStream();
        Png.Write(picture, file);
        return new XElement(
            Svg + "image",
            new XAttribute("x", x),
            new XAttribute("y", y),
            new XAttribute("width", picture.Width),
            new XAttribute("height", picture.Height),
            new XAttribute("href", $"data:image/png;base64,{Convert.ToBase64String(file.ToArray())}"));
    }

    private sealed record SheetRow(string[] Label, Picture[] Pictures)
    {
        internal int Height
        {
            get
            {
                int height = Label.Length * Line;
                foreach (Picture picture in Pictures) height = Math.Max(height, picture.Height);
                return height;
            }
        }
    }
}

/// <summary>A scale of colors with the numbers of its ends.</summary>
/// <param name="Low">The text at its lower end.</param>
/// <param name="High">The text at its upper end.</param>
/// <param name="ColorAt">The color at a share from 0 to 1.</param>
public sealed record ColorBar(string Low, string High, Func<double, Rgb> ColorAt);
