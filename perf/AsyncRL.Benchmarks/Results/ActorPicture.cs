using System.Globalization;
using System.Text;

namespace AsyncRL.Benchmarks.Results;

/// <summary>Draws return over the number of actors as SVG: a panel per environment, a line with error bars per algorithm.</summary>
internal static class ActorPicture
{
    private const int Width = 900, Height = 340, PanelWidth = 400, Left = 56, Top = 56, Bottom = 78, Gap = 50;
    private static readonly string[] Colors = ["#1b6ca8", "#c8553d", "#3a7d44", "#8e5ea2"];

    internal static string Draw(
        Dictionary<(string Environment, string Algorithm, int Actors), (double Mean, double Error)> cells, int seeds)
    {
        var svg = new StringBuilder();
        svg.AppendLine(Line(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">"));
        svg.AppendLine(Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>"));
        string title = $"Return after the same agent steps by number of actors: mean and standard error of {seeds} seeds";
        svg.AppendLine(Line($"<text x=\"{Left}\" y=\"22\" font-size=\"14\">{title}</text>"));
        for (int i = 0; i < ActorResults.Tasks.Length; i++)
        {
            (string environment, long agentSteps) = ActorResults.Tasks[i];
            (double low, double high) = environment == "catch" ? (-1.0, 1.0) : (0.0, 500.0);
            string heading = $"{environment}, {agentSteps / 1000} k agent steps";
            DrawPanel(svg, Left + (i * (PanelWidth + Gap)), environment, heading, low, high, cells);
        }

        for (int a = 0; a < ActorResults.Algorithms.Length; a++)
        {
            int x = Left + (a * 170), y = Height - 14;
            string stroke = $"stroke=\"{Colors[a]}\" stroke-width=\"2\"";
            svg.AppendLine(Line($"<line x1=\"{x}\" y1=\"{y - 4}\" x2=\"{x + 24}\" y2=\"{y - 4}\" {stroke}/>"));
            svg.AppendLine(Line($"<text x=\"{x + 30}\" y=\"{y}\">{ActorResults.Algorithms[a]}</text>"));
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static void DrawPanel(
        StringBuilder svg,
        int left,
        string environment,
        string heading,
        double low,
        double high,
        Dictionary<(string Environment, string Algorithm, int Actors), (double Mean, double Error)> cells)
    {
        int right = left + PanelWidth - Left;
        svg.AppendLine(Line($"<text x=\"{left}\" y=\"{Top - 12}\" font-weight=\"bold\">{heading}</text>"));
        for (int level = 0; level <= 4; level++)
        {
            double value = low + ((high - low) * level / 4);
            svg.AppendLine(Line($"<line x1=\"{left}\" y1=\"{Y(value):F1}\" x2=\"{right}\" y2=\"{Y(value):F1}\" stroke=\"#ddd\"/>"));
            svg.AppendLine(Line($"<text x=\"{left - 6}\" y=\"{Y(value) + 4:F1}\" text-anchor=\"end\">{value:0.##}</text>"));
        }

        for (int k = 0; k < ActorResults.Actors.Length; k++)
        {
            int actors = ActorResults.Actors[k];
            svg.AppendLine(Line($"<text x=\"{X(k):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{actors}</text>"));
        }

        svg.AppendLine(Line($"<text x=\"{(left + right) / 2}\" y=\"{Height - Bottom + 36}\" text-anchor=\"middle\">actors</text>"));
        for (int a = 0; a < ActorResults.Algorithms.Length; a++)
        {
            var points = new StringBuilder();
            for (int k = 0; k < ActorResults.Actors.Length; k++)
            {
                (double mean, double error) = cells[(environment, ActorResults.Algorithms[a], ActorResults.Actors[k])];
                double x = X(k) + ((a - 1.5) * 4);
                points.Append(Line($"{x:F1},{Y(mean):F1} "));
                string ends = Line($"x1=\"{x:F1}\" y1=\"{Y(mean - error):F1}\" x2=\"{x:F1}\" y2=\"{Y(mean + error):F1}\"");
                svg.AppendLine(Line($"<line {ends} stroke=\"{Colors[a]}\"/>"));
            }

            svg.AppendLine(Line($"<polyline fill=\"none\" stroke=\"{Colors[a]}\" stroke-width=\"2\" points=\"{points}\"/>"));
        }

        double X(int k) => left + 20 + ((right - left - 40) * k / (double)(ActorResults.Actors.Length - 1));

        double Y(double value) => Top + ((Height - Top - Bottom) * (high - value) / (high - low));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
