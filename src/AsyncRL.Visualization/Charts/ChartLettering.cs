using OxyPlot;
using OxyPlot.Annotations;

namespace AsyncRL.Visualization.Charts;

/// <summary>Draws what lies around the data: frames, title, names of axes and marks, legend; and the small pictures.</summary>
/// <param name="chart">The chart.</param>
/// <param name="layout">Where its parts lie.</param>
/// <param name="horizontal">The range of the horizontal axis.</param>
/// <param name="columns">The values of the horizontal axis that have a label.</param>
internal sealed class ChartLettering(Chart chart, ChartLayout layout, AxisRange horizontal, IReadOnlyList<double> columns)
{
    private const double NameLeft = 14, NameBelow = 38, ThumbnailGap = 10;
    private static readonly double[] MarkDashes = [5, 4];

    /// <summary>The ranges of the vertical axes.</summary>
    internal List<AxisRange> Ranges { get; } = [];

    /// <summary>Draws the frames of the panels, below the data.</summary>
    internal void DrawBelow(IRenderContext context)
    {
        foreach (OxyRect panel in layout.Panels)
        {
            foreach (double column in columns)
                Line(context, X(column), panel.Top, X(column), panel.Bottom, ChartColors.Grid);
            Line(context, panel.Left, panel.Top, panel.Left, panel.Bottom, ChartColors.Gray);
            Line(context, panel.Left, panel.Bottom, panel.Right, panel.Bottom, ChartColors.Gray);
        }
    }

    /// <summary>Draws the rest, above the data.</summary>
    internal void DrawAbove(IRenderContext context)
    {
        for (int i = 0; i < layout.TitleLines.Count; i++)
        {
            var place = new ScreenPoint(ChartLayout.Left, ChartLayout.Top + (i * ChartText.LineHeight));
            Text(context, place, layout.TitleLines[i], ChartColors.Ink, size: ChartText.TitleSize, vertical: VerticalAlignment.Top);
        }

        double middle = (ChartLayout.Left + layout.PlotRight) / 2;
        Text(
            context, new ScreenPoint(middle, layout.PlotBottom + NameBelow), chart.X.Name, ChartColors.Ink,
            horizontal: HorizontalAlignment.Center);
        for (int i = 0; i < chart.Panels.Count; i++) DrawAround(context, i);
        for (int i = 0; i < layout.Legend.Entries.Count; i++) DrawEntry(context, i);
    }

    private void DrawAround(IRenderContext context, int index)
    {
        ChartPanel panel = chart.Panels[index];
        OxyRect rectangle = layout.Panels[index];
        double middle = (rectangle.Top + rectangle.Bottom) / 2;
        DrawUpward(context, new ScreenPoint(NameLeft, middle), panel.Y.Name);
        var heading = new ScreenPoint(rectangle.Left, rectangle.Top - 5);
        if (panel.Title.Length > 0) Text(context, heading, panel.Title, ChartColors.Ink, vertical: VerticalAlignment.Bottom);
        double besideColors = rectangle.Right + ChartLayout.ColorDistance + ChartLayout.ColorLabels;
        if (panel.Colors is { } colors) DrawUpward(context, new ScreenPoint(besideColors, middle), colors.Name);
        DrawMarks(context, index);
        new LabelDrawing(panel, rectangle, horizontal, Ranges[index]).Draw(context);
        foreach (ChartThumbnail thumbnail in panel.Thumbnails) DrawThumbnail(context, index, thumbnail);
    }

    private static void DrawUpward(IRenderContext context, ScreenPoint place, string name) =>
        Text(context, place, name, ChartColors.Ink, rotation: -90, horizontal: HorizontalAlignment.Center);

    /// <summary>Draws the marks. Their names stand beside the panel, moved apart where they would overlap.</summary>
    private void DrawMarks(IRenderContext context, int index)
    {
        ChartPanel panel = chart.Panels[index];
        OxyRect rectangle = layout.Panels[index];
        var marks = new List<(double Y, string Name)>();
        foreach (ChartMark mark in panel.Marks)
        {
            if (!Ranges[index].CanShow(mark.Y)) continue;
            double y = Y(index, mark.Y);
            if (y < rectangle.Top - 0.5 || y > rectangle.Bottom + 0.5) continue;
            context.DrawLine(
                [new ScreenPoint(rectangle.Left, y), new ScreenPoint(rectangle.Right, y)], ChartColors.Gray, 1,
                EdgeRenderingMode.Automatic, MarkDashes, LineJoin.Miter);
            marks.Add((y, mark.Name));
        }

        marks.Sort((a, b) => a.Y.CompareTo(b.Y));
        double next = double.NegativeInfinity;
        foreach ((double y, string name) in marks)
        {
            double place = Math.Max(y, next);
            Text(context, new ScreenPoint(layout.MarkLeft(panel), place), name, ChartColors.Gray);
            next = place + 14;
        }
    }

    private void DrawThumbnail(IRenderContext context, int index, ChartThumbnail thumbnail)
    {
        var point = new ScreenPoint(X(thumbnail.X), Y(index, thumbnail.Y));
        var image = new OxyImage(thumbnail.Png.ToArray());
        double width = thumbnail.Width, height = width * image.Height / image.Width;
        ScreenPoint middle = thumbnail.Place is { } place
            ? new ScreenPoint(X(place.X), Y(index, place.Y))
            : new ScreenPoint(point.X, point.Y - ThumbnailGap - (height / 2));
        context.DrawLine([middle, point], ChartColors.Gray, 0.75, EdgeRenderingMode.Automatic, null, LineJoin.Miter);
        context.DrawImage(image, middle.X - (width / 2), middle.Y - (height / 2), width, height, 1, false);
        context.DrawRectangle(
            new OxyRect(middle.X - (width / 2), middle.Y - (height / 2), width, height), OxyColors.Transparent, ChartColors.Gray, 0.75,
            EdgeRenderingMode.Automatic);
    }

    private void DrawEntry(IRenderContext context, int index)
    {
        LegendEntry entry = layout.Legend.Entries[index];
        (double left, double middle) = layout.Legend.PlaceOf(index);
        double x = ChartLayout.Left + left, y = layout.PlotBottom + ChartLayout.BelowPanels + middle;
        OxyColor color = ChartColors.Of(entry.Color);
        switch (entry.Symbol)
        {
            case LegendSymbol.Line:
                context.DrawLine(
                    [new ScreenPoint(x, y), new ScreenPoint(x + 22, y)], color, 2, EdgeRenderingMode.Automatic,
                    ChartColors.DashesOf(entry.Dashes), LineJoin.Miter);
                break;
            case LegendSymbol.Dot:
                context.DrawEllipse(new OxyRect(x + 8, y - 3, 6, 6), color, OxyColors.Transparent, 0, EdgeRenderingMode.Automatic);
                break;
            default:
                context.DrawRectangle(new OxyRect(x + 4, y - 6, 14, 12), color, OxyColors.Transparent, 0, EdgeRenderingMode.Automatic);
                break;
        }

        Text(context, new ScreenPoint(x + ChartLegend.SymbolWidth, y), entry.Name, ChartColors.Ink);
    }

    private double X(double value) => ChartLayout.Left + ((layout.PlotRight - ChartLayout.Left) * horizontal.ShareAt(value));

    private double Y(int panel, double value) =>
        layout.Panels[panel].Bottom - (layout.Panels[panel].Height * Ranges[panel].ShareAt(value));

    private static void Line(IRenderContext context, double x1, double y1, double x2, double y2, OxyColor color) => context.DrawLine(
        [new ScreenPoint(x1, y1), new ScreenPoint(x2, y2)], color, 1, EdgeRenderingMode.PreferSharpness, null, LineJoin.Miter);

    internal static void Text(
        IRenderContext context,
        ScreenPoint place,
        string text,
        OxyColor color,
        double size = ChartText.Size,
        double rotation = 0,
        HorizontalAlignment horizontal = HorizontalAlignment.Left,
        VerticalAlignment vertical = VerticalAlignment.Middle) => context.DrawText(
            place, ChartText.Clean(text), color, ChartText.Font, size, FontWeights.Normal, rotation, horizontal, vertical);
}

/// <summary>Lets a function draw anywhere in a picture.</summary>
internal sealed class Overlay : Annotation
{
    private readonly Action<IRenderContext> _draw;

    /// <summary>Makes the overlay.</summary>
    /// <param name="draw">Draws it.</param>
    /// <param name="layer">Whether it is drawn below or above the data.</param>
    internal Overlay(Action<IRenderContext> draw, AnnotationLayer layer)
    {
        (_draw, Layer) = (draw, layer);
        (XAxisKey, YAxisKey) = (SeriesDrawing.XKey, ChartAxes.KeyOf(0));
    }

    /// <inheritdoc/>
    public override OxyRect GetClippingRect() => OxyRect.Everything;

    /// <inheritdoc/>
    public override void Render(IRenderContext rc) => _draw(rc);
}
