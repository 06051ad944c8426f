using System.Globalization;
using System.Text;

namespace AsyncRL.Visualization.Charts;

/// <summary>Writes the numbers of a chart as CSV.</summary>
internal static class ChartData
{
    private const string Heading = "panel,series,x,y,low,high,value\n";

    /// <summary>Writes all series of all panels, and their marks.</summary>
    internal static string Write(Chart chart)
    {
        var text = new StringBuilder(Heading);
        foreach (ChartPanel panel in chart.Panels)
        {
            foreach (ChartSeries series in panel.Series) Write(text, Quoted(panel.Y.Name), series);
            foreach (ChartMark mark in panel.Marks) Add(text, Quoted(panel.Y.Name), Quoted(mark.Name), [double.NaN, mark.Y]);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string panel, ChartSeries series)
    {
        string name = Quoted(series.Label ?? series.Name ?? "");
        switch (series)
        {
            case ChartLine line:
                foreach ((double x, double y) in line.Points) Add(text, panel, name, [x, y]);
                foreach ((double x, double low, double high) in line.Band) Add(text, panel, name, [x, double.NaN, low, high]);
                break;
            case ChartDots dots:
                for (int i = 0; i < dots.Points.Count; i++)
                {
                    double value = i < dots.Values.Count ? dots.Values[i] : double.NaN;
                    Add(text, panel, name, [dots.Points[i].X, dots.Points[i].Y, double.NaN, double.NaN, value]);
                }

                break;
            case ChartStems stems:
                foreach ((double x, double y) in stems.Points) Add(text, panel, name, [x, y]);
                break;
            case ChartAreas areas:
                foreach (ChartArea area in areas.Areas)
                {
                    name = Quoted(series.Label is { } label ? $"{label} {area.Name}" : area.Name);
                    for (int i = 0; i < areas.X.Count && i < area.Heights.Count; i++) Add(text, panel, name, [areas.X[i], area.Heights[i]]);
                }

                break;
            case ChartHeatMap map:
                Write(text, panel, name, map);
                break;
        }
    }

    /// <summary>Writes the middle of each cell.</summary>
    private static void Write(StringBuilder text, string panel, string name, ChartHeatMap map)
    {
        (int columns, int rows) = (map.Values.GetLength(0), map.Values.GetLength(1));
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                double x = map.Left + ((map.Right - map.Left) * (column + 0.5) / columns);
                double y = map.Bottom + ((map.Top - map.Bottom) * (row + 0.5) / rows);
                Add(text, panel, name, [x, y, double.NaN, double.NaN, map.Values[column, row]]);
            }
        }
    }

    private static void Add(StringBuilder text, string panel, string name, ReadOnlySpan<double> numbers)
    {
        text.Append(panel).Append(',').Append(name);
        for (int i = 0; i < 5; i++)
        {
            text.Append(',');
            if (i < numbers.Length && double.IsFinite(numbers[i])) text.Append(numbers[i].ToString("R", CultureInfo.InvariantCulture));
        }

        text.Append('\n');
    }

    private static string Quoted(string name)
    {
        string clean = ChartText.Clean(name);
        return clean.AsSpan().IndexOfAny(',', '"') < 0 ? clean : $"\"{clean.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
