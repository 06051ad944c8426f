using OxyPlot;

namespace AsyncRL.Visualization.Charts;

/// <summary>Where the parts of a chart lie, in pixels.</summary>
internal sealed class ChartLayout
{
    /// <summary>The room left of the panels, above them without a title, between them, and for labels and name of the lower axis.</summary>
    internal const double Left = 76, Top = 14, Between = 22, BelowPanels = 46;

    /// <summary>The distance of a bar of colors from its panel, its width, that with labels, and that with the name as well.</summary>
    internal const double ColorDistance = 10, ColorWidth = 14, ColorLabels = 68, ColorRoom = 92;

    private const double Right = 34, MarkGap = 8, TitleRoom = 16;

    /// <summary>Lays a chart out.</summary>
    /// <param name="chart">The chart, with at least one panel.</param>
    internal ChartLayout(Chart chart)
    {
        Width = chart.Width;
        double right = Right;
        foreach (ChartPanel panel in chart.Panels)
        {
            double widest = 0;
            foreach (ChartMark mark in panel.Marks) widest = Math.Max(widest, MarkGap + ChartText.WidthOf(ChartText.Clean(mark.Name)) + 6);
            right = Math.Max(right, widest + (panel.Colors is null ? 0 : ColorRoom));
        }

        PlotRight = Math.Max(Left + 100, Width - right);
        TitleLines = ChartText.Wrap(chart.Title, Width - Left - Right, ChartText.TitleSize);
        double top = Top + (TitleLines.Count * ChartText.LineHeight) + (TitleLines.Count > 0 ? 4 : 0);
        foreach (ChartPanel panel in chart.Panels)
        {
            if (panel.Title.Length > 0) top += TitleRoom;
            Panels.Add(new OxyRect(Left, top, PlotRight - Left, panel.Height));
            top += panel.Height + Between;
        }

        (PlotTop, PlotBottom) = (Panels[0].Top, Panels[^1].Bottom);
        Legend = new ChartLegend(chart.Panels, Width - Left - Right);
        Height = PlotBottom + BelowPanels + Legend.Height;
    }

    /// <summary>The whole chart.</summary>
    internal double Width { get; }

    /// <summary>The whole chart.</summary>
    internal double Height { get; }

    /// <summary>The right side of all panels.</summary>
    internal double PlotRight { get; }

    /// <summary>The upper side of the first panel.</summary>
    internal double PlotTop { get; }

    /// <summary>The lower side of the last panel.</summary>
    internal double PlotBottom { get; }

    /// <summary>The lines of the title.</summary>
    internal IReadOnlyList<string> TitleLines { get; }

    /// <summary>The panels, the first one at the top.</summary>
    internal List<OxyRect> Panels { get; } = [];

    /// <summary>The legend.</summary>
    internal ChartLegend Legend { get; }

    /// <summary>The left end of the name of a mark.</summary>
    internal double MarkLeft(ChartPanel panel) => PlotRight + MarkGap + (panel.Colors is null ? 0 : ColorRoom);
}
