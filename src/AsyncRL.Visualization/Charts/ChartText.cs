using System.Text;
using System.Xml;

namespace AsyncRL.Visualization.Charts;

/// <summary>The text of charts: its font, its width, and the letters that a document may hold.</summary>
internal static class ChartText
{
    internal const string Font = "sans-serif";
    internal const double Size = 12, TitleSize = 14, LineHeight = 18;

    /// <summary>
    /// The width of a text in pixels, from above for the usual fonts. The system's font is not asked, because the same chart must have the
    /// same bytes everywhere.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size of the font.</param>
    internal static double WidthOf(string text, double size = Size)
    {
        double width = 0;
        foreach (Rune letter in text.EnumerateRunes()) width += size * WidthOf(letter);
        return width;
    }

    /// <summary>Replaces the letters that an XML document cannot hold.</summary>
    internal static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune letter in text.EnumerateRunes())
        {
            bool isKept = letter.IsBmp ? XmlConvert.IsXmlChar((char)letter.Value) && !Rune.IsControl(letter) : true;
            clean.Append(isKept ? letter.ToString() : "\uFFFD");
        }

        return clean.ToString();
    }

    /// <summary>Breaks a text into lines of a width. A word that is wider is a line of its own.</summary>
    internal static List<string> Wrap(string text, double width, double size)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in Clean(text).Split(' '))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && WidthOf(longer, size) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    /// <summary>The width of a letter as a share of the font's size, as in DejaVu Sans, one of the widest fonts.</summary>
    private static double WidthOf(Rune letter) => letter.Value switch
    {
        'i' or 'j' or 'l' or 'I' or '\'' or '|' => 0.3,
        ' ' or '.' or ',' or ':' or ';' or '!' or '(' or ')' or '[' or ']' or '/' or '-' or 'f' or 't' or 'r' => 0.41,
        'm' or 'M' or 'W' or '%' or '@' => 0.99,
        'w' or '+' or '=' or '<' or '>' or '~' => 0.84,
        >= 'a' and <= 'z' or >= '0' and <= '9' => 0.64,
        < 128 => 0.78,
        < 0x2E80 => 0.85,
        _ => 1.2,
    };
}
