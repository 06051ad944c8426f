using System.Globalization;
using System.Text;

namespace AsyncRL.Benchmarks.Results;

/// <summary>A line of a picture of learning curves.</summary>
/// <param name="Color">Index of the color. Lines of one color belong together.</param>
/// <param name="Points">Agent step and mean return, in order.</param>
internal sealed record LearningLine(int Color, IReadOnlyList<(long AgentStep, double Return)> Points);

/// <summary>Draws learning curves as SVG: a line per run, and a dashed line per score for comparison.</summary>
/// <param name="title">The title above the picture.</param>
/// <param name="low">Lowest return of the axis.</param>
/// <param name="high">Highest return of the axis.</param>
internal sealed class LearningCurvePicture(string title, double low, double high)
{
    private const int Width = 760, Height = 300, Left = 60, Right = 20, Top = 40, Bottom = 46;
    private static readonly string[] Colors =
        ["#1b6ca8", "#c8553d", "#3a7d44", "#8e5ea2", "#b58900", "#2aa198", "#d33682", "#586e75", "#6c71c4", "#cb4b16"];

    /// <summary>The lines.</summary>
    internal List<LearningLine> Lines { get; } = [];

    /// <summary>Names of the first colors; empty if the title is sufficient.</summary>
    internal List<string> Names { get; } = [];

    /// <summary>Scores for comparison.</summary>
    internal List<(string Name, double Return)> Marks { get; } = [];

    /// <summary>Draws the picture.</summary>
    /// <returns>The SVG document.</returns>
    internal string Draw()
    {
        long last = 1;
        foreach (LearningLine line in Lines) last = Math.Max(last, line.Points[^1].AgentStep);
        var svg = new StringBuilder();
        Add(
            svg,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Add(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        Add(svg, $"<text x=\"{Left}\" y=\"22\" font-size=\"14\">{title}</text>");
        DrawAxes(svg, last);
        foreach ((string name, double value) in Marks) DrawMark(svg, name, value);
        foreach (LearningLine line in Lines)
        {
            svg.Append($"<polyline fill=\"none\" stroke=\"{Colors[line.Color % Colors.Length]}\" stroke-width=\"1.5\" points=\"");
            foreach ((long step, double mean) in line.Points)
                svg.Append(CultureInfo.InvariantCulture, $"{X(step, last):F1},{Y(mean):F1} ");
            svg.AppendLine("\"/>");
        }

        for (int i = 0; i < Names.Count; i++) DrawName(svg, i);
        return svg.AppendLine("</svg>").ToString();
    }

    private static double X(double step, long last) => Left + ((Width - Left - Right) * step / last);

    private static void Add(StringBuilder svg, FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>1, 2 or 5 times a power of ten, so that there are four to eight levels.</summary>
    private static double Spacing(double range)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / 4)));
        double factor = range / 4 / power;
        return power * (factor >= 5 ? 5 : factor >= 2 ? 2 : 1);
    }

    private double Y(double value) => Top + ((Height - Top - Bottom) * (high - value) / (high - low));

    private void DrawAxes(StringBuilder svg, long last)
    {
        double spacing = Spacing(high - low);
        for (double level = Math.Ceiling(low / spacing) * spacing; level <= high + (spacing / 100); level += spacing)
        {
            Add(svg, $"<line x1=\"{Left}\" y1=\"{Y(level):F1}\" x2=\"{Width - Right}\" y2=\"{Y(level):F1}\" stroke=\"#ddd\"/>");
            Add(svg, $"<text x=\"{Left - 8}\" y=\"{Y(level) + 4:F1}\" text-anchor=\"end\">{level:0.##}</text>");
        }

        for (int i = 0; i <= 4; i++)
        {
            double step = last * i / 4.0;
            string steps = last < 900_000 ? $"{step / 1000:F0} k" : (step / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M";
            Add(svg, $"<text x=\"{X(step, last):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{steps}</text>");
        }

        Add(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">agent steps</text>");
    }

    private void DrawMark(StringBuilder svg, string name, double value)
    {
        string dashes = "stroke=\"#888\" stroke-dasharray=\"5 4\"";
        Add(svg, $"<line x1=\"{Left}\" y1=\"{Y(value):F1}\" x2=\"{Width - Right}\" y2=\"{Y(value):F1}\" {dashes}/>");
        Add(svg, $"<text x=\"{Width - Right}\" y=\"{Y(value) - 4:F1}\" text-anchor=\"end\" fill=\"#666\">{name} {value:0.#}</text>");
    }

    private void DrawName(StringBuilder svg, int color)
    {
        int x = Left + (color * 160), y = Height - 8;
        Add(svg, $"<line x1=\"{x}\" y1=\"{y - 4}\" x2=\"{x + 22}\" y2=\"{y - 4}\" stroke=\"{Colors[color]}\" stroke-width=\"2\"/>");
        Add(svg, $"<text x=\"{x + 28}\" y=\"{y}\">{Names[color]}</text>");
    }
}
