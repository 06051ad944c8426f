using System.Globalization;
using System.Net;
using System.Text;

namespace AsyncRL.Visualization.Charts;

/// <summary>
/// Draws learning curves as SVG: lines with bands, a dashed line per score for comparison, and a legend. The same lines give the same
/// bytes.
/// </summary>
/// <param name="title">The title above the picture.</param>
/// <param name="low">Lowest return of the axis.</param>
/// <param name="high">Highest return of the axis; above <paramref name="low"/>.</param>
public sealed class LearningCurvePicture(string title, double low, double high)
{
    private const int Width = 760, Left = 60, Right = 20, Top = 40, Bottom = 254, BelowAxis = 46;
    private const int EntriesPerRow = 4, EntryWidth = 172, RowHeight = 20;

    private static readonly string[] Colors =
        ["#1b6ca8", "#c8553d", "#3a7d44", "#8e5ea2", "#b58900", "#2aa198", "#d33682", "#586e75", "#6c71c4", "#cb4b16"];

    private static readonly string[] Patterns = ["7 4", "2 3", "9 3 2 3"];

    /// <summary>The lines; those that are added later are above the others.</summary>
    public IList<LearningLine> Lines { get; } = [];

    /// <summary>The entries of the legend; empty if the title is sufficient.</summary>
    public IList<LegendEntry> Legend { get; } = [];

    /// <summary>Scores for comparison.</summary>
    public IList<(string Name, double Return)> Marks { get; } = [];

    /// <summary>The name of the horizontal axis.</summary>
    public string Axis { get; init; } = "agent steps";

    /// <summary>Whether the horizontal axis is logarithmic. It then begins at the first point of all lines, which is above 0.</summary>
    public bool IsLogarithmic { get; init; }

    private int Height => Bottom + BelowAxis + (RowHeight * ((Legend.Count + EntriesPerRow - 1) / EntriesPerRow));

    /// <summary>Draws the picture.</summary>
    /// <returns>The SVG document.</returns>
    public string Draw()
    {
        HorizontalAxis axis = MakeAxis();
        var svg = new StringBuilder();
        Add(
            svg,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        Add(svg, $"<text x=\"{Left}\" y=\"22\" font-size=\"14\">{WebUtility.HtmlEncode(title)}</text>");
        DrawAxes(svg, axis);
        foreach ((string name, double value) in Marks) DrawMark(svg, name, value);
        foreach (LearningLine line in Lines) DrawBand(svg, line, axis);
        foreach (LearningLine line in Lines) DrawLine(svg, line, axis);
        for (int i = 0; i < Legend.Count; i++) DrawEntry(svg, i);
        return svg.AppendLine("</svg>").ToString();
    }

    private static double X(double x, HorizontalAxis axis) => Left + ((Width - Left - Right) * axis.ShareAt(x));

    private static void Add(StringBuilder svg, FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    private static string ColorOf(int color) => Colors[color % Colors.Length];

    private static string DashesOf(int dashes) => dashes == 0 ? "" : $" stroke-dasharray=\"{Patterns[(dashes - 1) % Patterns.Length]}\"";

    private HorizontalAxis MakeAxis()
    {
        (double first, double last) = (double.PositiveInfinity, 0);
        foreach (LearningLine line in Lines)
            (first, last) = (Math.Min(first, line.Points[0].X), Math.Max(last, line.Points[^1].X));
        return new HorizontalAxis(last > 0 ? last : 1, IsLogarithmic ? first : null);
    }

    private double Y(double value) => Top + ((Bottom - Top) * (high - value) / (high - low));

    private void DrawAxes(StringBuilder svg, HorizontalAxis axis)
    {
        double spacing = HorizontalAxis.Spacing(high - low);
        for (double level = Math.Ceiling(low / spacing) * spacing; level <= high + (spacing / 100); level += spacing)
        {
            Add(svg, $"<line x1=\"{Left}\" y1=\"{Y(level):F1}\" x2=\"{Width - Right}\" y2=\"{Y(level):F1}\" stroke=\"#ddd\"/>");
            Add(svg, $"<text x=\"{Left - 8}\" y=\"{Y(level) + 4:F1}\" text-anchor=\"end\">{level:0.##}</text>");
        }

        foreach (double x in axis.Labelled())
            Add(svg, $"<text x=\"{X(x, axis):F1}\" y=\"{Bottom + 18}\" text-anchor=\"middle\">{axis.LabelOf(x)}</text>");
        string name = WebUtility.HtmlEncode(Axis);
        Add(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Bottom + 38}\" text-anchor=\"middle\">{name}</text>");
    }

    private void DrawMark(StringBuilder svg, string name, double value)
    {
        string dashes = "stroke=\"#888\" stroke-dasharray=\"5 4\"", text = WebUtility.HtmlEncode(name);
        Add(svg, $"<line x1=\"{Left}\" y1=\"{Y(value):F1}\" x2=\"{Width - Right}\" y2=\"{Y(value):F1}\" {dashes}/>");
        Add(svg, $"<text x=\"{Width - Right}\" y=\"{Y(value) - 4:F1}\" text-anchor=\"end\" fill=\"#666\">{text} {value:0.#}</text>");
    }

    private void DrawBand(StringBuilder svg, LearningLine line, HorizontalAxis axis)
    {
        if (line.Band.Count == 0) return;
        Add(svg, $"<polygon fill=\"{ColorOf(line.Color)}\" fill-opacity=\"0.12\" points=\"");
        foreach ((double x, _, double upper) in line.Band) AddPoint(svg, x, upper, axis);
        for (int i = line.Band.Count - 1; i >= 0; i--) AddPoint(svg, line.Band[i].X, line.Band[i].Low, axis);
        svg.AppendLine("\"/>");
    }

    private void DrawLine(StringBuilder svg, LearningLine line, HorizontalAxis axis)
    {
        string stroke = $"stroke=\"{ColorOf(line.Color)}\" stroke-width=\"1.5\"{DashesOf(line.Dashes)}";
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" {stroke} points=\"");
        foreach ((double x, double value) in line.Points) AddPoint(svg, x, value, axis);
        svg.AppendLine("\"/>");
    }

    private void AddPoint(StringBuilder svg, double x, double value, HorizontalAxis axis) =>
        svg.Append(CultureInfo.InvariantCulture, $"{X(x, axis):F1},{Y(value):F1} ");

    private void DrawEntry(StringBuilder svg, int index)
    {
        LegendEntry entry = Legend[index];
        int x = Left + (index % EntriesPerRow * EntryWidth), y = Bottom + BelowAxis + 12 + (index / EntriesPerRow * RowHeight);
        string stroke = $"stroke=\"{ColorOf(entry.Color)}\" stroke-width=\"2\"{DashesOf(entry.Dashes)}";
        Add(svg, $"<line x1=\"{x}\" y1=\"{y - 4}\" x2=\"{x + 22}\" y2=\"{y - 4}\" {stroke}/>");
        Add(svg, $"<text x=\"{x + 28}\" y=\"{y}\">{WebUtility.HtmlEncode(entry.Name)}</text>");
    }
}
