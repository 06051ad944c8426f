using AsyncRL.Training.Statistics;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Cli.Curves;

/// <summary>The interquartile mean of several runs with its 95 % bootstrap band, as a line of a chart.</summary>
internal static class RunBand
{
    /// <summary>The look of the single runs beside a band.</summary>
    internal const double FaintOpacity = 0.3, FaintWidth = 1;

    private const double Width = 2;

    /// <summary>Makes the line, where all runs have a value.</summary>
    /// <param name="curves">The curve of each run.</param>
    /// <param name="name">What distinguishes the runs from others.</param>
    /// <param name="color">Index of their color.</param>
    /// <returns>The line; without points if the curves have no common places.</returns>
    internal static ChartLine Of(IReadOnlyList<RunCurvePoints> curves, string name, int color)
    {
        var (middle, band) = (new List<(double, double)>(), new List<(double, double, double)>());
        foreach (CurveColumn column in CurveGrid.Of(curves))
        {
            var interval = BootstrapInterval.Of(column.Values);
            middle.Add((column.X, InterquartileMean.Of(column.Values)));
            band.Add((column.X, interval.Low, interval.High));
        }

        return new ChartLine(middle) { Name = $"{name}, IQM of {curves.Count} runs", Color = color, Width = Width, Band = band };
    }
}
