namespace AsyncRL.Visualization.Charts;

/// <summary>Finds the ranges of the axes that contain all that a chart shows.</summary>
internal static class ChartRanges
{
    private const double PaddingOfDots = 0.02, PaddingAbove = 0.05;

    /// <summary>The range of the axis that all panels share.</summary>
    internal static AxisRange OfX(Chart chart, ChartLayout layout)
    {
        var values = new List<double>();
        double padding = 0;
        foreach (ChartPanel panel in chart.Panels)
        {
            foreach (ChartSeries series in panel.Series)
            {
                if (series is ChartDots or ChartStems) padding = Math.Max(padding, PaddingOfDots);
                foreach ((double x, _) in PointsOf(series)) values.Add(x);
            }

            foreach (ChartThumbnail thumbnail in panel.Thumbnails)
            {
                values.Add((thumbnail.Place ?? (thumbnail.X, 0)).X);
                padding = Math.Max(padding, 0.6 * thumbnail.Width / Math.Max(1, layout.PlotRight - ChartLayout.Left));
            }
        }

        return AxisRange.Of(chart.X, values, padding);
    }

    /// <summary>The range of the vertical axis of a panel.</summary>
    internal static AxisRange OfY(ChartPanel panel)
    {
        var values = new List<double>();
        double padding = panel.Series.Count > 0 && panel.Series[0] is ChartHeatMap or ChartAreas ? 0 : PaddingAbove;
        foreach (ChartSeries series in panel.Series)
        {
            foreach ((_, double y) in PointsOf(series)) values.Add(y);
            if (series is ChartStems) values.Add(0);
        }

        foreach (ChartMark mark in panel.Marks) values.Add(mark.Y);
        foreach (ChartThumbnail thumbnail in panel.Thumbnails)
        {
            bool isAbove = thumbnail.Place is null;
            values.Add((thumbnail.Place ?? (0, thumbnail.Y)).Y);
            padding = Math.Max(padding, (isAbove ? 1.6 : 0.6) * thumbnail.Width / panel.Height);
        }

        return AxisRange.Of(panel.Y, values, Math.Min(padding, 0.5));
    }

    /// <summary>The range of the colors of a panel.</summary>
    internal static AxisRange OfColors(ChartPanel panel, ChartColorScale scale)
    {
        // Each name has the middle of its color's part of the bar.
        if (scale.Names.Count > 0)
            return AxisRange.Of(new ChartAxis(scale.Name) { Low = -0.5, High = scale.Names.Count - 0.5 }, [], 0);
        var values = new List<double>();
        foreach (ChartSeries series in panel.Series)
        {
            if (series is ChartDots dots) values.AddRange(dots.Values);
            if (series is not ChartHeatMap map) continue;
            foreach (double value in map.Values) values.Add(value);
        }

        return AxisRange.Of(new ChartAxis(scale.Name) { Low = scale.Low, High = scale.High }, values, 0);
    }

    private static IEnumerable<(double X, double Y)> PointsOf(ChartSeries series)
    {
        switch (series)
        {
            case ChartLine line:
                foreach ((double x, double y) in line.Points) yield return (x, y);
                foreach ((double x, double low, double high) in line.Band)
                {
                    yield return (x, low);
                    yield return (x, high);
                }

                break;
            case ChartDots dots:
                foreach ((double x, double y) in dots.Points) yield return (x, y);
                break;
            case ChartStems stems:
                foreach ((double x, double y) in stems.Points) yield return (x, y);
                break;
            case ChartAreas areas:
                double[] sums = AreaSums.Of(areas)[^1];
                for (int i = 0; i < sums.Length; i++) yield return (areas.X[i], sums[i]);
                if (areas.X.Count > 0) yield return (areas.X[0], 0);
                break;
            case ChartHeatMap map:
                yield return (map.Left, map.Bottom);
                yield return (map.Right, map.Top);
                break;
        }
    }
}

/// <summary>The edges of areas that lie on each other.</summary>
internal static class AreaSums
{
    /// <summary>The edges from 0 upward: one more than there are areas.</summary>
    internal static List<double[]> Of(ChartAreas areas)
    {
        List<double[]> edges = [new double[areas.X.Count]];
        foreach (ChartArea area in areas.Areas)
        {
            var edge = new double[areas.X.Count];
            for (int i = 0; i < edge.Length; i++)
            {
                double height = i < area.Heights.Count && double.IsFinite(area.Heights[i]) ? Math.Max(0, area.Heights[i]) : 0;
                edge[i] = edges[^1][i] + height;
            }

            edges.Add(edge);
        }

        return edges;
    }
}
