using System.Text;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>What a report shows.</summary>
/// <param name="Runs">The runs, in the order of the command line.</param>
/// <param name="Figures">The figures of all runs together.</param>
internal sealed record Report(IReadOnlyList<ReportedRun> Runs, IReadOnlyList<Figure> Figures)
{
    /// <summary>Reads runs and draws their figures.</summary>
    /// <param name="paths">The runs' directories.</param>
    /// <param name="command">The command that reads them.</param>
    /// <param name="figuresOf">Makes the figures of a run alone.</param>
    /// <param name="tell">Receives the share of the work that is done, and what is done next.</param>
    /// <param name="stop">Cancelled to end the work.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InputException">A path is no run, or is named twice.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    internal static Report Make(
        IReadOnlyList<string> paths,
        string command,
        Func<RunFiles, OwnFigures> figuresOf,
        Action<double, string> tell,
        CancellationToken stop)
    {
        List<RunFiles> files = [];
        var known = new HashSet<string>();
        foreach (string path in paths)
        {
            tell(0, $"reading {path}");
            files.Add(RunFiles.Open(path, command));
            RunPath.AddOnce(known, path);
        }

        List<string> names = ReportedRun.NamesOf(paths);
        var runs = new List<ReportedRun>();
        for (int i = 0; i < files.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            tell(0.5 * i / files.Count, $"figures of {names[i]}");
            OwnFigures own = figuresOf(files[i]);
            runs.Add(new ReportedRun(new NamedRun(names[i], i + 1, files[i]), own.Figures)
            {
                MissingOfAgent = own.Missing,
                Undrawn = own.Undrawn,
            });
        }

        var figures = new List<Figure>();
        foreach (Figure figure in Draw(runs))
        {
            stop.ThrowIfCancellationRequested();
            figures.Add(figure);
            tell(0.5 + (0.5 * figures.Count / (figures.Count + 4)), figure.Title);
        }

        return new Report(runs, figures);
    }

    /// <summary>Draws the figures of runs together.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="subject">The run, for pictures that stand alone; null for a page.</param>
    /// <returns>The figures of which there are data.</returns>
    internal static IEnumerable<Figure> Draw(IReadOnlyList<ReportedRun> runs, string? subject = null)
    {
        List<RunGroup> groups = RunGroups.Of(runs);
        foreach ((string environment, List<RunGroup> own) in ByEnvironment(groups))
        {
            foreach (Figure figure in LearningFigures.Of(environment, own, subject)) yield return figure;
            foreach (Figure figure in EvaluationFigures.Of(environment, own, subject)) yield return figure;
        }

        foreach (Figure figure in MeasureFigures.Of(groups, subject)) yield return figure;
        if (ExchangeFigure.Of(groups, subject) is { } exchange) yield return exchange;
        if (PhaseFigure.Of(groups, subject) is { } phases) yield return phases;
    }

    /// <summary>Returns on different environments have different scales, so that each environment has its own charts.</summary>
    private static List<(string Environment, List<RunGroup> Groups)> ByEnvironment(List<RunGroup> groups)
    {
        var environments = new List<(string Environment, List<RunGroup> Groups)>();
        foreach (RunGroup group in groups)
        {
            string environment = group.Runs[0].Files.Request.Environment;
            int place = environments.FindIndex(known => known.Environment == environment);
            if (place < 0) environments.Add((environment, [group]));
            else environments[place].Groups.Add(group);
        }

        return environments;
    }
}

/// <summary>A run of a report.</summary>
/// <param name="Run">The run.</param>
/// <param name="Figures">The figures of this run alone.</param>
internal sealed record ReportedRun(NamedRun Run, IReadOnlyList<Figure> Figures)
{
    /// <summary>Its name in the report.</summary>
    internal string Name => Run.Name;

    /// <summary>Its files.</summary>
    internal RunFiles Files => Run.Files;

    /// <summary>A sentence for each thing that is missing of the agent, such as a checkpoint that is damaged.</summary>
    internal IReadOnlyList<string> MissingOfAgent { get; init; } = [];

    /// <summary>The kinds of pictures that the agent does not allow.</summary>
    internal IReadOnlyList<UndrawnKinds> Undrawn { get; init; } = [];

    /// <summary>A sentence for each thing that is missing of the files and the agent.</summary>
    internal IReadOnlyList<string> Notes => [.. Files.Missing, .. MissingOfAgent];

    /// <summary>The same, and a sentence if the run is too short for a learning curve, which is no fault.</summary>
    internal IReadOnlyList<string> Missing
    {
        get
        {
            bool hasNoCurve = Files.Episodes is { Rows: > 0 } && Files.Metrics is not null && Files.Course.Points.Count == 0;
            return hasNoCurve ? [.. Notes, "Fewer than 20 episodes have ended, so there is no learning curve."] : Notes;
        }
    }

    /// <summary>Names runs by the last part of their paths, or by as many parts as distinguish them.</summary>
    /// <param name="paths">The runs' directories.</param>
    /// <returns>A name for each.</returns>
    internal static List<string> NamesOf(IReadOnlyList<string> paths)
    {
        List<string[]> parts = [];
        foreach (string path in paths)
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            parts.Add(full.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries));
        }

        for (int count = 1; ; count++)
        {
            List<string> names = parts.ConvertAll(part => string.Join('/', part[^Math.Min(count, part.Length)..]));
            bool isLongest = parts.TrueForAll(part => part.Length <= count);
            if (isLongest || new HashSet<string>(names).Count == names.Count) return names;
        }
    }
}

/// <summary>Makes figures of charts.</summary>
internal static class FigureMaking
{
    /// <summary>Draws a chart as a figure. A page has the title beside the chart; a picture alone needs it within.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="name">The figure's name in files.</param>
    /// <param name="title">The figure's title.</param>
    /// <param name="description">What it shows, in one sentence.</param>
    /// <param name="explanation">How to read it.</param>
    /// <param name="subject">The run, for the title of a picture that stands alone; null for a page.</param>
    /// <returns>The figure.</returns>
    internal static Figure ToFigure(
        this Chart chart, string name, string title, string description, string explanation, string? subject = null)
    {
        if (subject is not null) chart.Title = $"{subject}: {title[(title.IndexOf(": ", StringComparison.Ordinal) + 1)..].Trim()}";
        return new Figure(name, title, explanation, description, FigureFormat.Svg, Encoding.UTF8.GetBytes(chart.Draw()), chart.Data());
    }
}
