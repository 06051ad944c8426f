namespace AsyncRL.Visualization.Charts;

/// <summary>How an entry of a legend looks.</summary>
internal enum LegendSymbol
{
    Line,
    Dot,
    Area,
}

/// <summary>An entry of a legend.</summary>
internal readonly record struct LegendEntry(string Name, LegendSymbol Symbol, int Color, int Dashes);

/// <summary>The legend below the panels: entries in columns of equal width.</summary>
internal sealed class ChartLegend
{
    /// <summary>The height of a row, and the width of a symbol with its gap, in pixels.</summary>
    internal const double RowHeight = 20, SymbolWidth = 28;

    private const double Gap = 18;

    private readonly int _columns = 1;

    /// <summary>Collects the entries of all panels.</summary>
    /// <param name="panels">The panels.</param>
    /// <param name="width">The width of the legend in pixels.</param>
    internal ChartLegend(IEnumerable<ChartPanel> panels, double width)
    {
        double widest = 1;
        foreach (ChartPanel panel in panels)
        {
            foreach (ChartSeries series in panel.Series)
            {
                foreach (LegendEntry entry in EntriesOf(series))
                {
                    if (Entries.Contains(entry)) continue;
                    Entries.Add(entry);
                    widest = Math.Max(widest, SymbolWidth + ChartText.WidthOf(entry.Name) + Gap);
                }
            }
        }

        _columns = Math.Clamp((int)(width / widest), 1, Math.Max(1, Entries.Count));
        ColumnWidth = Math.Min(width / _columns, widest);
    }

    /// <summary>The entries in the order of the series.</summary>
    internal List<LegendEntry> Entries { get; } = [];

    /// <summary>The width of a column in pixels.</summary>
    internal double ColumnWidth { get; }

    /// <summary>The height of all rows in pixels.</summary>
    internal double Height => Entries.Count == 0 ? 0 : 8 + (RowHeight * ((Entries.Count + _columns - 1) / _columns));

    /// <summary>The place of an entry relative to the legend: left end, and middle of its row.</summary>
    internal (double X, double Y) PlaceOf(int index) =>
        (index % _columns * ColumnWidth, 8 + (RowHeight * ((index / _columns) + 0.5)));

    private static IEnumerable<LegendEntry> EntriesOf(ChartSeries series)
    {
        if (series is ChartAreas areas)
        {
            foreach (ChartArea area in areas.Areas)
                yield return new LegendEntry(ChartText.Clean(area.Name), LegendSymbol.Area, area.Color, 0);
        }
        else if (series.Name is { } name)
        {
            int dashes = series is ChartLine line ? line.Dashes : 0;
            yield return new LegendEntry(
                ChartText.Clean(name), series is ChartLine ? LegendSymbol.Line : LegendSymbol.Dot, series.Color, dashes);
        }
    }
}
