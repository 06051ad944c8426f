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

/// <summary>The two logarithmic axes of the picture: operations per byte to the right, and operations per second upward.</summary>
internal sealed class RooflineAxes
{
    private readonly double _left, _bottom, _pixelsPerDoubling, _pixelsPerDecade;

    /// <summary>Finds the ranges that contain all points and both ends of the ceilings.</summary>
    /// <param name="frame">The rectangle of the plot.</param>
    /// <param name="points">The points to draw.</param>
    /// <param name="peak">Operations per second of the flat ceiling.</param>
    internal RooflineAxes(Box frame, IEnumerable<RooflinePoint> points, double peak)
    {
        Frame = frame;
        double least = 0.25, most = 64, lowest = peak / 20;
        foreach (RooflinePoint point in points)
        {
            (least, most) = (Math.Min(least, point.Intensity / 2), Math.Max(most, point.Intensity * 4));
            lowest = Math.Min(lowest, point.FlopsPerSecond / 2);
        }

        (FirstDoubling, LastDoubling) = ((int)Math.Floor(Math.Log2(least)), (int)Math.Ceiling(Math.Log2(most)));
        (FirstDecade, LastDecade) = ((int)Math.Floor(Math.Log10(lowest)), (int)Math.Ceiling(Math.Log10(peak * 1.5)));
        (_left, _bottom) = (frame.X, frame.Y + frame.Height);
        _pixelsPerDoubling = frame.Width / (LastDoubling - FirstDoubling);
        _pixelsPerDecade = frame.Height / (LastDecade - FirstDecade);
    }

    internal Box Frame { get; }

    /// <summary>log₂ of the smallest intensity.</summary>
    internal int FirstDoubling { get; }

    /// <summary>log₂ of the largest intensity.</summary>
    internal int LastDoubling { get; }

    /// <summary>log₁₀ of the smallest rate.</summary>
    internal int FirstDecade { get; }

    /// <summary>log₁₀ of the largest rate.</summary>
    internal int LastDecade { get; }

    /// <summary>The smallest intensity.</summary>
    internal double LeastIntensity => Math.Pow(2, FirstDoubling);

    /// <summary>The largest intensity.</summary>
    internal double MostIntensity => Math.Pow(2, LastDoubling);

    /// <summary>The smallest rate.</summary>
    internal double LowestRate => Math.Pow(10, FirstDecade);

    /// <summary>The slope of a line of constant bandwidth, in degrees.</summary>
    internal double SlopeInDegrees => Math.Atan2(_pixelsPerDecade * Math.Log10(2), _pixelsPerDoubling) * 180 / Math.PI;

    internal double X(double intensity) => _left + (_pixelsPerDoubling * (Math.Log2(intensity) - FirstDoubling));

    internal double Y(double rate) => _bottom - (_pixelsPerDecade * (Math.Log10(rate) - FirstDecade));
}
