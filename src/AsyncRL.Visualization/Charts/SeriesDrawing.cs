using OxyPlot;
using OxyPlot.Series;

namespace AsyncRL.Visualization.Charts;

/// <summary>Makes the series of the drawing library for what a panel shows.</summary>
/// <param name="x">The range of the horizontal axis.</param>
/// <param name="y">The range of the panel's vertical axis.</param>
/// <param name="yKey">The name of the vertical axis.</param>
/// <param name="colorKey">The name of the bar of colors.</param>
internal sealed class SeriesDrawing(AxisRange x, AxisRange y, string yKey, string colorKey)
{
    internal const string XKey = "x";

    private const double BandOpacity = 0.15, AreaOpacity = 0.8;

    /// <summary>Makes the bands of a series, which lie below the lines of all series.</summary>
    internal IEnumerable<XYAxisSeries> BandsOf(ChartSeries series)
    {
        if (series is not ChartLine { Band.Count: > 0 } line) yield break;
        OxyColor fill = ChartColors.Of(line.Color, BandOpacity * line.Opacity);
        AreaSeries? band = null;
        foreach ((double place, double low, double high) in line.Band)
        {
            if (!x.CanShow(place) || !y.CanShow(low) || !y.CanShow(high))
            {
                if (band is not null) yield return band;
                band = null;
                continue;
            }

            band ??= Area(fill);
            band.Points.Add(new DataPoint(place, high));
            band.Points2.Add(new DataPoint(place, low));
        }

        if (band is not null) yield return band;
    }

    /// <summary>Makes all but the bands of a series.</summary>
    internal IEnumerable<XYAxisSeries> Of(ChartSeries series) => series switch
    {
        ChartLine line => [LineOf(line)],
        ChartDots dots => DotsOf(dots),
        ChartStems stems => [StemsOf(stems)],
        ChartAreas areas => AreasOf(areas),
        ChartHeatMap map => [HeatMapOf(map)],
        _ => [],
    };

    private LineSeries LineOf(ChartLine line)
    {
        OxyColor color = ChartColors.Of(line.Color, line.Opacity);
        var drawn = new LineSeries
        {
            Color = color,
            StrokeThickness = line.Width,
            Dashes = ChartColors.DashesOf(line.Dashes),
            LineJoin = LineJoin.Round,
            MinimumSegmentLength = 0,
            XAxisKey = XKey,
            YAxisKey = yKey,
        };
        int shown = 0;
        foreach ((double place, double value) in line.Points)
        {
            bool isShown = x.CanShow(place) && y.CanShow(value);
            drawn.Points.Add(isShown ? new DataPoint(place, value) : DataPoint.Undefined);
            shown += isShown ? 1 : 0;
        }

        // A line through one point would be invisible.
        if (shown == 1) (drawn.MarkerType, drawn.MarkerSize, drawn.MarkerFill) = (MarkerType.Circle, 3, color);
        return drawn;
    }

    /// <summary>The dots with a number are one series. Those whose number is not finite are gray and another one.</summary>
    private IEnumerable<XYAxisSeries> DotsOf(ChartDots dots)
    {
        bool hasValues = dots.Values.Count > 0;
        OxyColor plain = ChartColors.Of(dots.Color, dots.Opacity);
        ScatterSeries known = Scatter(dots, hasValues ? OxyColors.Automatic : plain), unknown = Scatter(dots, ChartColors.Grid);
        known.ColorAxisKey = hasValues ? colorKey : null;
        for (int i = 0; i < dots.Points.Count; i++)
        {
            (double place, double value) = dots.Points[i];
            if (!x.CanShow(place) || !y.CanShow(value)) continue;
            bool isKnown = !hasValues || (i < dots.Values.Count && double.IsFinite(dots.Values[i]));
            double shade = hasValues && isKnown ? dots.Values[i] : 0;
            (isKnown ? known : unknown).Points.Add(new ScatterPoint(place, value, double.NaN, shade));
        }

        return [known, unknown];
    }

    private ScatterSeries Scatter(ChartDots dots, OxyColor fill) => new()
    {
        MarkerType = MarkerType.Circle,
        MarkerSize = dots.Radius,
        MarkerFill = fill,
        XAxisKey = XKey,
        YAxisKey = yKey,
    };

    private StemSeries StemsOf(ChartStems stems)
    {
        OxyColor color = ChartColors.Of(stems.Color, stems.Opacity);
        var drawn = new StemSeries
        {
            Color = color,
            StrokeThickness = 1.5,
            MarkerType = MarkerType.Circle,
            MarkerSize = 2.5,
            MarkerFill = color,
            Base = 0,
            MinimumSegmentLength = 0,
            XAxisKey = XKey,
            YAxisKey = yKey,
        };
        foreach ((double place, double value) in stems.Points)
        {
            if (x.CanShow(place) && y.CanShow(value)) drawn.Points.Add(new DataPoint(place, value));
        }

        return drawn;
    }

    private IEnumerable<XYAxisSeries> AreasOf(ChartAreas areas)
    {
        List<double[]> edges = AreaSums.Of(areas);
        for (int i = 0; i < areas.Areas.Count; i++)
        {
            AreaSeries drawn = Area(ChartColors.Of(areas.Areas[i].Color, AreaOpacity * areas.Opacity));
            for (int place = 0; place < areas.X.Count; place++)
            {
                if (!x.CanShow(areas.X[place])) continue;
                drawn.Points.Add(new DataPoint(areas.X[place], edges[i + 1][place]));
                drawn.Points2.Add(new DataPoint(areas.X[place], edges[i][place]));
            }

            yield return drawn;
        }
    }

    private HeatMapSeries HeatMapOf(ChartHeatMap map) => new()
    {
        Data = map.Values,
        X0 = map.Left,
        X1 = map.Right,
        Y0 = map.Bottom,
        Y1 = map.Top,
        CoordinateDefinition = HeatMapCoordinateDefinition.Edge,
        Interpolate = false,
        RenderMethod = HeatMapRenderMethod.Rectangles,
        EdgeRenderingMode = EdgeRenderingMode.PreferSharpness,
        ColorAxisKey = colorKey,
        XAxisKey = XKey,
        YAxisKey = yKey,
    };

    private AreaSeries Area(OxyColor fill) => new()
    {
        Color = OxyColors.Transparent,
        Color2 = OxyColors.Transparent,
        Fill = fill,
        MinimumSegmentLength = 0,
        XAxisKey = XKey,
        YAxisKey = yKey,
    };
}
