using System.Globalization;
using System.Net;
using System.Text;
using AsyncRL.Cli.Views;
using AsyncRL.Profiling;

namespace AsyncRL.Cli.Profiles;

/// <summary>
/// Draws a roofline as SVG: the ceilings of arithmetic and of each level of memory, and a point for each phase and for the segment. A thin
/// line connects a point with its own limit.
/// </summary>
internal static class RooflinePicture
{
    private const int Width = 900, Height = 560;
    private const string SegmentColor = "#222222", Grid = "#e6e6e6", Ceiling = "#666666";

    private static readonly Box Frame = new(76, 62, 796, 430);
    private static readonly string[] PhaseColors = ["#8e5ea2", "#1b6ca8", "#b58900", "#c8553d", "#3a7d44"];

    /// <summary>Draws the picture.</summary>
    /// <param name="roofline">The roofline of one thread.</param>
    /// <param name="limits">The limits of all threads together.</param>
    /// <param name="title">The title: the measured run.</param>
    /// <param name="subtitle">The subtitle: the machine.</param>
    /// <returns>The document.</returns>
    internal static string Draw(Roofline roofline, MachineLimits limits, string title, string subtitle)
    {
        var points = new List<RooflinePoint>();
        foreach (RooflinePoint point in (IEnumerable<RooflinePoint>)[.. roofline.Phases, roofline.Segment])
        {
            if (point.Flops > 0 && point.Bytes > 0 && point.MeasuredSeconds > 0) points.Add(point);
        }

        double peak = limits.Flops / limits.Threads;
        var axes = new RooflineAxes(Frame, points, peak);
        var labels = new LabelPlacement(Frame);
        var svg = new StringBuilder();
        Begin(svg, title, subtitle);
        DrawGrid(svg, axes);
        DrawCeilings(svg, axes, labels, limits, peak);
        foreach (RooflinePoint point in points) Reserve(axes, labels, point);
        foreach (RooflinePoint point in points) DrawPoint(svg, axes, labels, point);
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Begin(StringBuilder svg, string title, string subtitle)
    {
        svg.AppendLine(Line(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">"));
        svg.AppendLine(Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>"));
        Text(svg, Frame.X, 26, title, "font-size=\"15\"");
        Text(svg, Frame.X, 46, subtitle, "fill=\"#555\"");
    }

    private static void DrawGrid(StringBuilder svg, RooflineAxes axes)
    {
        double bottom = Frame.Y + Frame.Height, right = Frame.X + Frame.Width;
        for (int doubling = axes.FirstDoubling; doubling <= axes.LastDoubling; doubling++)
        {
            double intensity = Math.Pow(2, doubling), x = axes.X(intensity);
            Segment(svg, x, Frame.Y, x, bottom, Grid);
            string label = doubling < 0 ? $"1/{Math.Pow(2, -doubling):F0}" : Line($"{intensity:F0}");
            Text(svg, x, bottom + 18, label, "text-anchor=\"middle\"");
        }

        for (int decade = axes.FirstDecade; decade <= axes.LastDecade; decade++)
        {
            double rate = Math.Pow(10, decade), y = axes.Y(rate);
            Segment(svg, Frame.X, y, right, y, Grid);
            Text(svg, Frame.X - 8, y + 4, (rate / 1e9).ToString("0.###", CultureInfo.InvariantCulture), "text-anchor=\"end\"");
        }

        Text(svg, Frame.X + (Frame.Width / 2), Height - 22, "floating-point operations per byte moved", "text-anchor=\"middle\"");
        double middle = Frame.Y + (Frame.Height / 2);
        Text(svg, 22, middle, "GFLOP/s", Line($"text-anchor=\"middle\" transform=\"rotate(-90 22 {middle})\""));
    }

    private static void DrawCeilings(StringBuilder svg, RooflineAxes axes, LabelPlacement labels, MachineLimits limits, double peak)
    {
        double ridge = axes.LeastIntensity;
        foreach (LevelBandwidth level in limits.Levels)
        {
            double bandwidth = level.Read / limits.Threads;
            double start = Math.Max(axes.LeastIntensity, axes.LowestRate / bandwidth);
            double end = Math.Min(axes.MostIntensity, peak / bandwidth);
            if (start >= end) continue;
            Segment(svg, axes.X(start), axes.Y(start * bandwidth), axes.X(end), axes.Y(end * bandwidth), Ceiling);
            string label = $"{ProfileTables.NameOf(level.Level)} {NumberText.Significant(bandwidth / 1e9)} GB/s";
            DrawBandwidthLabel(svg, axes, labels, label, start, bandwidth);
            ridge = level.Level == MemoryLevel.L1 ? start > ridge ? start : Math.Max(ridge, end) : ridge;
        }

        double y = axes.Y(peak), right = Frame.X + Frame.Width;
        Segment(svg, axes.X(ridge), y, right, y, Ceiling);
        string text = $"multiply-add peak {NumberText.Significant(peak / 1e9)} GFLOP/s";
        labels.Reserve(new Box(right - (7 * text.Length), y - 20, 7 * text.Length, 18));
        Text(svg, right - 6, y - 6, text, "text-anchor=\"end\"");
    }

    /// <summary>Draws a label along the lower end of its line. Small boxes along the label are reserved.</summary>
    private static void DrawBandwidthLabel(
        StringBuilder svg, RooflineAxes axes, LabelPlacement labels, string text, double start, double bandwidth)
    {
        double degrees = axes.SlopeInDegrees, radians = degrees * Math.PI / 180;
        double x = axes.X(start) + 8, y = axes.Y(start * bandwidth) - (8 * Math.Tan(radians)) - 5;
        Text(svg, x, y, text, Line($"fill=\"#444\" transform=\"rotate({-degrees:F1} {x:F1} {y:F1})\""));
        for (int i = 0; i < text.Length; i++)
            labels.Reserve(new Box(x + (7 * i * Math.Cos(radians)), y - (7 * i * Math.Sin(radians)) - 14, 9, 18));
    }

    /// <summary>Reserves a point and its line.</summary>
    private static void Reserve(RooflineAxes axes, LabelPlacement labels, RooflinePoint point)
    {
        double x = axes.X(point.Intensity), y = axes.Y(point.FlopsPerSecond), bound = axes.Y(point.Flops / point.BoundSeconds);
        labels.Reserve(Box.Around(x, y, 8));
        labels.Reserve(new Box(x - 3, Math.Min(y, bound), 6, Math.Abs(y - bound)));
    }

    private static void DrawPoint(StringBuilder svg, RooflineAxes axes, LabelPlacement labels, RooflinePoint point)
    {
        string color = point.Phase is { } phase ? PhaseColors[phase.Index] : SegmentColor;
        double x = axes.X(point.Intensity), y = axes.Y(point.FlopsPerSecond), bound = axes.Y(point.Flops / point.BoundSeconds);
        Segment(svg, x, y, x, bound, color, "stroke-dasharray=\"3 3\"");
        Segment(svg, x - 6, bound, x + 6, bound, color, "stroke-width=\"2\"");
        svg.AppendLine(point.Phase is null
            ? Line($"<rect x=\"{x - 6:F1}\" y=\"{y - 6:F1}\" width=\"12\" height=\"12\" fill=\"{color}\"/>")
            : Line($"<circle cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"6\" fill=\"{color}\"/>"));
        string limit = point.IsMemoryBound ? ProfileTables.NameOf(point.Level) : "peak";
        string text = $"{ProfileTables.NameOf(point.Phase)}: {NumberText.Percent(point.Share)} % of {limit}";
        Box box = labels.Place(x, y, text);
        const string Halo = "paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"3\"";
        Text(svg, box.X, box.Y + 12, text, $"fill=\"{color}\" font-weight=\"bold\" {Halo}");
    }

    private static void Segment(StringBuilder svg, double x1, double y1, double x2, double y2, string color, string more = "") =>
        svg.AppendLine(Line($"<line x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\" stroke=\"{color}\" {more}/>"));

    private static void Text(StringBuilder svg, double x, double y, string text, string more) =>
        svg.AppendLine(Line($"<text x=\"{x:F1}\" y=\"{y:F1}\" {more}>{WebUtility.HtmlEncode(text)}</text>"));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
