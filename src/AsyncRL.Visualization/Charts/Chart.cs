using System.Globalization;
using System.Xml.Linq;
using OxyPlot;

namespace AsyncRL.Visualization.Charts;

/// <summary>
/// A chart as SVG: panels above each other that share their horizontal axis, with a title, a legend, marks and small pictures. The same
/// chart gives the same bytes on every machine and in every culture.
/// </summary>
/// <example>
/// <code>
/// var panel = new ChartPanel(new ChartAxis("return"));
/// panel.Series.Add(new ChartLine([(0, -1), (100_000, 0.8)]) { Name = "A3C" });
/// var chart = new Chart("Catch", new ChartAxis("agent steps")) { Panels = { panel } };
/// File.WriteAllText("catch.svg", chart.Draw());
/// </code>
/// </example>
/// <param name="title">The title above the panels; empty for none.</param>
/// <param name="x">The horizontal axis of all panels.</param>
public sealed class Chart(string title, ChartAxis x)
{
    /// <summary>The title above the panels; empty for none.</summary>
    public string Title { get; set; } = title;

    /// <summary>The horizontal axis of all panels.</summary>
    public ChartAxis X => x;

    /// <summary>Width of the picture in pixels. Its height follows from the panels.</summary>
    public int Width { get; init; } = 760;

    /// <summary>The panels, the first one at the top.</summary>
    public IList<ChartPanel> Panels { get; } = [];

    /// <summary>Draws the chart.</summary>
    /// <returns>The SVG document.</returns>
    /// <exception cref="InvalidOperationException">The chart has no panel.</exception>
    public string Draw()
    {
        if (Panels.Count == 0) throw new InvalidOperationException("The chart has no panel; expected at least one.");
        var layout = new ChartLayout(this);
        PlotModel model = MakeModel(layout);
        var exporter = new SvgExporter
        {
            Width = layout.Width,
            Height = layout.Height,
            IsDocument = false,
            UseVerticalTextAlignmentWorkaround = true,
        };
        string svg = exporter.ExportToString(model);

        // The library draws its exceptions into the picture.
        if (model.GetLastPlotException() is { } problem) throw new InvalidOperationException("The chart cannot be drawn.", problem);
        return Scalable(svg, layout);
    }

    /// <summary>The numbers that the chart shows, as CSV with a first line of names. Empty fields are numbers that do not exist.</summary>
    /// <returns>
    /// A line for each point: the name of the panel's axis and of the series, x and y; lowest and highest y of a band; the number that a
    /// color shows.
    /// </returns>
    public string Data() => ChartData.Write(this);

    private PlotModel MakeModel(ChartLayout layout)
    {
        var model = new PlotModel
        {
            DefaultFont = ChartText.Font,
            DefaultFontSize = ChartText.Size,
            Background = OxyColors.White,
            TextColor = ChartColors.Ink,
            Padding = new OxyThickness(0),
            PlotMargins = new OxyThickness(
                ChartLayout.Left, layout.PlotTop, layout.Width - layout.PlotRight, layout.Height - layout.PlotBottom),
            PlotAreaBorderThickness = new OxyThickness(0),
            Culture = CultureInfo.InvariantCulture,
        };
        AxisRange horizontal = ChartRanges.OfX(this, layout);
        var axes = new ChartAxes(layout, horizontal);
        model.Axes.Add(axes.Horizontal());
        var lettering = new ChartLettering(this, layout, horizontal, axes.Columns);
        for (int i = 0; i < Panels.Count; i++)
        {
            ChartPanel panel = Panels[i];
            AxisRange vertical = ChartRanges.OfY(panel);
            lettering.Ranges.Add(vertical);
            model.Axes.Add(axes.VerticalOf(i, vertical));
            if (panel.Colors is { } scale) model.Axes.Add(axes.ColorsOf(i, ChartRanges.OfColors(panel, scale), scale.Names));
            var drawing = new SeriesDrawing(horizontal, vertical, ChartAxes.KeyOf(i), ChartAxes.ColorKeyOf(i));
            foreach (ChartSeries series in panel.Series)
            {
                foreach (OxyPlot.Series.Series band in drawing.BandsOf(series)) model.Series.Add(band);
            }

            foreach (ChartSeries series in panel.Series)
            {
                foreach (OxyPlot.Series.Series drawn in drawing.Of(series)) model.Series.Add(drawn);
            }
        }

        model.Annotations.Add(new Overlay(lettering.DrawBelow, OxyPlot.Annotations.AnnotationLayer.BelowAxes));
        model.Annotations.Add(new Overlay(lettering.DrawAbove, OxyPlot.Annotations.AnnotationLayer.AboveSeries));
        return model;
    }

    /// <summary>
    /// Gives the picture a view box, so that it can be shown in any size, and drops what the library writes without effect: the invisible
    /// edges of areas, and the wish for precision that viewers have anyway.
    /// </summary>
    private static string Scalable(string svg, ChartLayout layout)
    {
        XElement root = XDocument.Parse(svg, LoadOptions.PreserveWhitespace).Root!;
        root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {layout.Width:0.##} {layout.Height:0.##}"));
        List<XElement> invisible = [];
        foreach (XElement element in root.Descendants())
        {
            if ((string?)element.Attribute("shape-rendering") == "geometricPrecision") element.SetAttributeValue("shape-rendering", null);
            if (element.Name.LocalName == "polyline" && (string?)element.Attribute("style") == "fill:none;stroke:none;")
                invisible.Add(element);
        }

        foreach (XElement element in invisible)
        {
            if (element.PreviousNode is XText indentation) indentation.Remove();
            element.Remove();
        }

        return root.ToString(SaveOptions.DisableFormatting).ReplaceLineEndings("\n") + "\n";
    }
}
