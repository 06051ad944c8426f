using AsyncRL.Training.Statistics;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Cli.Curves;

/// <summary>A run of a picture of several.</summary>
/// <param name="Name">Its name, which no other run of the picture has.</param>
/// <param name="Number">Its number among all runs, from 1.</param>
/// <param name="Files">Its files.</param>
internal sealed record NamedRun(string Name, int Number, RunFiles Files);

/// <summary>Runs that differ in nothing but their seed.</summary>
/// <param name="Name">What distinguishes them from the other runs of a picture.</param>
/// <param name="Color">Index of their color.</param>
/// <param name="Runs">The runs; at least one.</param>
internal sealed record RunGroup(string Name, int Color, IReadOnlyList<NamedRun> Runs)
{
    /// <summary>The smallest number of runs that have a band. Fewer are shown themselves.</summary>
    internal const int FewestOfBand = 5;

    /// <summary>Whether the runs have an interquartile mean with a band.</summary>
    internal bool HasBand => Runs.Count >= FewestOfBand;

    /// <summary>
    /// Makes the lines of the learning curves: of each run, faint if the group has a band; and the interquartile mean with its 95 %
    /// bootstrap band, where all runs have a value (<see cref="CurveGrid"/>).
    /// </summary>
    /// <param name="x">The horizontal axis.</param>
    /// <returns>The lines, that of the interquartile mean last.</returns>
    internal List<ChartLine> Lines(Func<RunFiles, CoursePoint, double> x)
    {
        var (lines, curves) = (new List<ChartLine>(), new List<RunCurvePoints>());
        foreach ((string name, _, RunFiles files) in Runs)
        {
            curves.Add(files.Course.Over(point => x(files, point)));
            lines.Add(new ChartLine(curves[^1].Points)
            {
                Name = HasBand ? null : Name,
                Label = name,
                Color = Color,
                Opacity = HasBand ? RunBand.FaintOpacity : 0.9,
                Width = HasBand ? RunBand.FaintWidth : 1.5,
            });
        }

        if (!HasBand) return lines;
        lines.Add(RunBand.Of(curves, Name, Color));
        return lines;
    }
}

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
