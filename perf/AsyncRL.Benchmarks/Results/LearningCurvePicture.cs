using System.Globalization;
using System.Text;

namespace AsyncRL.Benchmarks.Results;

/// <summary>Draws learning curves as SVG: a line per seed.</summary>
internal static class LearningCurvePicture
{
    private const int Width = 760, Height = 300, Left = 60, Right = 20, Top = 40, Bottom = 46;
    private static readonly string[] Colours =
        ["#1b6ca8", "#c8553d", "#3a7d44", "#8e5ea2", "#b58900", "#2aa198", "#d33682", "#586e75", "#6c71c4", "#cb4b16"];

    internal static string Draw(IReadOnlyList<LearningCurve> curves)
    {
        double last = 1;
        foreach (LearningCurve curve in curves) last = Math.Max(last, curve.Points[^1].AgentStep);
        var svg = new StringBuilder();
        svg.AppendLine(Line(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">"));
        svg.AppendLine(Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>"));
        string title = $"Catch from 24×24 pixels, A3C: mean return of the last 100 episodes, {curves.Count} seeds";
        svg.AppendLine(Line($"<text x=\"{Left}\" y=\"22\" font-size=\"14\">{title}</text>"));
        for (double level = -1; level <= 1; level += 0.5) Axis(svg, Y(level), level.ToString("0.0", CultureInfo.InvariantCulture));
        for (int i = 0; i <= 4; i++)
        {
            double step = last * i / 4;
            svg.AppendLine(Line($"<text x=\"{X(step):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{step / 1000:F0} k</text>"));
        }

        svg.AppendLine(Line($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">agent steps</text>"));
        for (int c = 0; c < curves.Count; c++)
        {
            svg.Append(Line($"<polyline fill=\"none\" stroke=\"{Colours[c % Colours.Length]}\" stroke-width=\"1.5\" points=\""));
            foreach ((long step, _, double mean) in curves[c].Points) svg.Append(Line($"{X(step):F1},{Y(mean):F1} "));
            svg.AppendLine("\"/>");
        }

        return svg.AppendLine("</svg>").ToString();

        double X(double step) => Left + ((Width - Left - Right) * step / last);
    }

    private static void Axis(StringBuilder svg, double y, string label)
    {
        svg.AppendLine(Line($"<line x1=\"{Left}\" y1=\"{y:F1}\" x2=\"{Width - Right}\" y2=\"{y:F1}\" stroke=\"#ddd\"/>"));
        svg.AppendLine(Line($"<text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{label}</text>"));
    }

    private static double Y(double value) => Top + ((Height - Top - Bottom) * (1 - value) / 2);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
