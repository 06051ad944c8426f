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

    /// <summary>Their courses.</summary>
    internal IReadOnlyList<RunCourse> Courses
    {
        get
        {
            var courses = new List<RunCourse>();
            foreach (NamedRun run in Runs) courses.Add(run.Files.Course);
            return courses;
        }
    }

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
        var lines = new List<ChartLine>();
        foreach ((string name, _, RunFiles files) in Runs)
        {
            List<CoursePoint> points = [.. files.Course.Points];
            lines.Add(new ChartLine(points.ConvertAll(point => (x(files, point), point.Return)))
            {
                Name = HasBand ? null : Name,
                Label = name,
                Color = Color,
                Opacity = HasBand ? 0.3 : 0.9,
                Width = HasBand ? 1 : 1.5,
            });
        }

        if (!HasBand) return lines;
        RunFiles any = Runs[0].Files;
        var (middle, band) = (new List<(double, double)>(), new List<(double, double, double)>());
        foreach (CurveColumn column in CurveGrid.Of(Courses, point => x(any, point)))
        {
            var interval = BootstrapInterval.Of(column.Returns);
            middle.Add((column.X, InterquartileMean.Of(column.Returns)));
            band.Add((column.X, interval.Low, interval.High));
        }

        lines.Add(new ChartLine(middle) { Name = $"{Name}, IQM of {Runs.Count} runs", Color = Color, Width = 2, Band = band });
        return lines;
    }
}
