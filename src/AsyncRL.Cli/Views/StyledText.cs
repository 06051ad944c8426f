using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsyncRL.Cli.Views;

/// <summary>
/// Lines of styled text with a fixed layout: lines are not wrapped, and text that is too long is cut off. A display that is redrawn ten
/// times a second must not change its layout when a number gets another digit.
/// </summary>
internal sealed class StyledText : Renderable
{
    private readonly List<List<Segment>> _lines = [];

    /// <summary>Number of lines.</summary>
    internal int Height => _lines.Count;

    /// <summary>Columns of the longest line.</summary>
    internal int Width
    {
        get
        {
            int width = 0;
            foreach (List<Segment> line in _lines) width = Math.Max(width, WidthOf(line));
            return width;
        }
    }

    /// <summary>Begins a line.</summary>
    /// <returns>This text.</returns>
    internal StyledText Line()
    {
        _lines.Add([]);
        return this;
    }

    /// <summary>Adds to the last line.</summary>
    /// <param name="text">Text of characters that are one column wide.</param>
    /// <param name="style">Its style; plain if null.</param>
    /// <returns>This text.</returns>
    internal StyledText Add(string text, Style? style = null)
    {
        if (text.Length > 0) _lines[^1].Add(new Segment(text, style ?? Style.Plain));
        return this;
    }

    /// <summary>Adds to the last line, padded or cut to a width.</summary>
    /// <param name="text">Text of characters that are one column wide.</param>
    /// <param name="width">Columns.</param>
    /// <param name="style">Its style; plain if null.</param>
    /// <returns>This text.</returns>
    internal StyledText AddLeft(string text, int width, Style? style = null) => Add(Fit(text, width).PadRight(Math.Max(0, width)), style);

    /// <summary>Adds to the last line, right-aligned, padded or cut to a width.</summary>
    /// <param name="text">Text of characters that are one column wide.</param>
    /// <param name="width">Columns.</param>
    /// <param name="style">Its style; plain if null.</param>
    /// <returns>This text.</returns>
    internal StyledText AddRight(string text, int width, Style? style = null) => Add(Fit(text, width).PadLeft(Math.Max(0, width)), style);

    /// <summary>Adds the lines of another text below, padded to its width.</summary>
    /// <param name="below">The other text.</param>
    /// <param name="left">Added to the left of every line.</param>
    /// <param name="right">Added to the right of every line.</param>
    /// <param name="style">The style of <paramref name="left"/> and <paramref name="right"/>; plain if null.</param>
    /// <returns>This text.</returns>
    internal StyledText Append(StyledText below, string left = "", string right = "", Style? style = null)
    {
        int width = below.Width;
        foreach (List<Segment> line in below._lines)
        {
            Line().Add(left, style);
            _lines[^1].AddRange(line);
            Add(new string(' ', width - WidthOf(line))).Add(right, style);
        }

        return this;
    }

    /// <summary>Combines this text with another text to its right.</summary>
    /// <param name="right">The other text.</param>
    /// <param name="column">The column at which it begins.</param>
    /// <returns>A new text.</returns>
    internal StyledText Beside(StyledText right, int column)
    {
        var joined = new StyledText();
        for (int i = 0; i < Math.Max(Height, right.Height); i++)
        {
            joined.Line();
            List<Segment> left = i < Height ? Clip(_lines[i], column) : [];
            foreach (Segment segment in left) joined.Add(segment.Text, segment.Style);
            if (i >= right.Height) continue;
            joined.Add(new string(' ', column - WidthOf(left)));
            foreach (Segment segment in right._lines[i]) joined.Add(segment.Text, segment.Style);
        }

        return joined;
    }

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (List<Segment> line in _lines)
        {
            foreach (Segment segment in Clip(line, maxWidth)) yield return segment;
            yield return Segment.LineBreak;
        }
    }

    private static string Fit(string text, int width) => text.Length <= width ? text : width > 0 ? text[..(width - 1)] + "…" : "";

    private static List<Segment> Clip(List<Segment> line, int width)
    {
        var clipped = new List<Segment>();
        int left = width;
        foreach (Segment segment in line)
        {
            if (left <= 0) break;
            clipped.Add(segment.Text.Length <= left ? segment : new Segment(segment.Text[..left], segment.Style));
            left -= segment.Text.Length;
        }

        return clipped;
    }

    private static int WidthOf(List<Segment> line)
    {
        int width = 0;
        foreach (Segment segment in line) width += segment.Text.Length;
        return width;
    }
}

/// <summary>A table of plain text. The first column is aligned on the left, the others on the right.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    /// <summary>Begins a table.</summary>
    /// <param name="headings">The heading of each column.</param>
    internal TextTable(params string[] headings) => _rows.Add(headings);

    /// <summary>Adds a row.</summary>
    /// <param name="cells">A text for each column.</param>
    internal void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Receives the lines.</param>
    internal void Write(TextWriter writer)
    {
        var widths = new int[_rows[0].Length];
        foreach (string[] row in _rows)
        {
            for (int column = 0; column < widths.Length; column++) widths[column] = Math.Max(widths[column], row[column].Length);
        }

        foreach (string[] row in _rows)
        {
            string line = row[0].PadRight(widths[0]);
            for (int column = 1; column < widths.Length; column++) line += Gap + row[column].PadLeft(widths[column]);
            writer.WriteLine(line.TrimEnd());
        }
    }
}
