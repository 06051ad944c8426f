using OxyPlot;
using OxyPlot.Axes;

namespace AsyncRL.Visualization.Charts;

/// <summary>Makes the axes of the drawing library for a chart.</summary>
/// <param name="layout">Where the panels lie.</param>
/// <param name="horizontal">The range of the horizontal axis.</param>
internal sealed class ChartAxes(ChartLayout layout, AxisRange horizontal)
{
    private const double LabelSize = 11, PixelsPerColumn = 80, PixelsPerRow = 25;
    private const int Shades = 128;

    /// <summary>The values of the horizontal axis that have a label.</summary>
    internal IReadOnlyList<double> Columns { get; } = TicksOf(horizontal, layout.PlotRight - ChartLayout.Left, PixelsPerColumn);

    /// <summary>The name of the vertical axis of a panel.</summary>
    internal static string KeyOf(int panel) => FormattableString.Invariant($"y{panel}");

    /// <summary>The name of the bar of colors of a panel.</summary>
    internal static string ColorKeyOf(int panel) => FormattableString.Invariant($"colors{panel}");

    /// <summary>Makes the horizontal axis.</summary>
    internal Axis Horizontal()
    {
        Axis axis = Make(horizontal, [.. Columns]);
        (axis.Position, axis.Key) = (AxisPosition.Bottom, SeriesDrawing.XKey);
        return axis;
    }

    /// <summary>Makes the vertical axis of a panel.</summary>
    internal Axis VerticalOf(int panel, AxisRange range)
    {
        Axis axis = Make(range, TicksOf(range, layout.Panels[panel].Height, PixelsPerRow));
        (axis.Position, axis.Key) = (AxisPosition.Left, KeyOf(panel));
        (axis.MajorGridlineStyle, axis.MajorGridlineColor) = (LineStyle.Solid, ChartColors.Grid);
        Place(axis, panel);
        return axis;
    }

    /// <summary>Makes the bar of colors of a panel.</summary>
    internal Axis ColorsOf(int panel, AxisRange range, IReadOnlyList<string> names)
    {
        List<double> ticks = TicksOf(range, layout.Panels[panel].Height, PixelsPerRow);
        if (names.Count > 0)
        {
            ticks.Clear();
            for (int i = 0; i < names.Count; i++) ticks.Add(i);
        }

        var axis = new TickedColorAxis(ticks)
        {
            Position = AxisPosition.Right,
            Key = ColorKeyOf(panel),
            AxisDistance = ChartLayout.ColorDistance,
            Palette = names.Count > 0 ? PaleColors(names.Count) : OxyPalettes.Viridis(Shades),
            InvalidNumberColor = ChartColors.Grid,
            EdgeRenderingMode = EdgeRenderingMode.PreferSharpness,
        };
        Set(axis, range, ticks);
        axis.MajorTickSize = ChartLayout.ColorWidth;
        if (names.Count > 0) axis.LabelFormatter = value => names[Math.Clamp((int)Math.Round(value), 0, names.Count - 1)];

        Place(axis, panel);
        return axis;
    }

    private static OxyPalette PaleColors(int count)
    {
        const double Paleness = 0.45;
        var colors = new List<OxyColor>();
        for (int i = 0; i < count; i++) colors.Add(OxyColor.Interpolate(ChartColors.Of(i), OxyColors.White, Paleness));
        return new OxyPalette(colors);
    }

    private static List<double> TicksOf(AxisRange range, double pixels, double perTick) =>
        AxisTicks.Of(
            range.Low, range.High, range.IsLogarithmic, Math.Max(1, Math.Floor(pixels / perTick)), range.IsWhole);

    private static Axis Make(AxisRange range, List<double> ticks)
    {
        Axis axis = range.IsLogarithmic ? new TickedLogarithmicAxis(ticks) : new TickedLinearAxis(ticks);
        Set(axis, range, ticks);
        return axis;
    }

    private static void Set(Axis axis, AxisRange range, List<double> ticks)
    {
        double largest = 0;
        foreach (double tick in ticks) largest = Math.Max(largest, Math.Abs(tick));
        (axis.Minimum, axis.Maximum, axis.FontSize) = (range.Low, range.High, LabelSize);
        (axis.TicklineColor, axis.MajorTickSize, axis.MinorTickSize) = (ChartColors.Gray, 4, 0);
        axis.LabelFormatter = value => AxisTicks.LabelOf(value, range.IsLogarithmic ? Math.Abs(value) : largest);
    }

    /// <summary>Axes count their place from the lower end of all panels.</summary>
    private void Place(Axis axis, int panel)
    {
        OxyRect rectangle = layout.Panels[panel];
        double height = layout.PlotBottom - layout.PlotTop;
        axis.StartPosition = (layout.PlotBottom - rectangle.Bottom) / height;
        axis.EndPosition = (layout.PlotBottom - rectangle.Top) / height;
    }
}

/// <summary>A linear axis with labels at round values.</summary>
/// <param name="ticks">The values with a label.</param>
internal sealed class TickedLinearAxis(IList<double> ticks) : LinearAxis
{
    /// <inheritdoc/>
    public override void GetTickValues(
        out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
        (majorLabelValues, majorTickValues, minorTickValues) = (ticks, ticks, []);
}

/// <summary>A logarithmic axis with labels at round values.</summary>
/// <param name="ticks">The values with a label.</param>
internal sealed class TickedLogarithmicAxis(IList<double> ticks) : LogarithmicAxis
{
    /// <inheritdoc/>
    public override void GetTickValues(
        out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
        (majorLabelValues, majorTickValues, minorTickValues) = (ticks, ticks, []);
}

/// <summary>A bar of colors with labels at round values.</summary>
/// <param name="ticks">The values with a label.</param>
internal sealed class TickedColorAxis(IList<double> ticks) : LinearColorAxis
{
    /// <inheritdoc/>
    public override void GetTickValues(
        out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
        (majorLabelValues, majorTickValues, minorTickValues) = (ticks, ticks, []);
}
