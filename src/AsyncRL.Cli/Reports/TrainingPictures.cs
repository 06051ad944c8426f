using System.Linq;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Profiles;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Reports;

/// <summary>The figures of a report as pictures of one run: what its tables tell of the training. They need no agent.</summary>
internal static class TrainingPictures
{
    private const string FirstReturns = "return-agent-steps", Returns = "return";

    /// <summary>The kinds, in the order in which a report shows them.</summary>
    internal static IReadOnlyList<TrainingPictureKind> Kinds { get; } =
    [
        new(RunCurve.Name, "the returns of the training's episodes, and how the agent learned", "a finished episode or a first report"),
        new(Returns, "the learning curve over agent steps, frames and seconds", "at least 20 finished episodes"),
        new("evaluation", "the returns of the final evaluation, and their distribution", "a finished run with evaluation-episodes"),
        new("evaluations", "the evaluations in the course of the training", "a run with evaluation-interval"),
        new("losses", "the losses in the course of the training", "an algorithm that reports a loss, and a first report"),
        new("entropy", "the entropy of the policy", "an algorithm that reports an entropy, and a first report"),
        new("gradient-norm", "the norm of the gradient", "an algorithm that reports gradient_norm, and a first report"),
        new("staleness", "the staleness of the updates", "several threads that update the same parameters"),
        new("exchange", "the exchange between the ranks", "a run of several ranks"),
        new("learning-rate", "the learning rate", "a first report"),
        new("other-measures", "what only some methods report", "an algorithm that reports more, such as ppo"),
        new("phases", "the time of each thread by phase", "a first report"),
        new(TimelineFigure.Name, "what each thread did over the time: its rate and its phases", "a first report"),
        new("roofline", "the phases beside the limits of the machine", "a profile.json, which asyncrl profile writes for a run"),
    ];

    /// <summary>Their names.</summary>
    internal static IEnumerable<string> Names => Kinds.Select(kind => kind.Name);

    /// <summary>Finds a kind without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The kind; null if there is none.</returns>
    internal static TrainingPictureKind? Find(string name)
    {
        foreach (TrainingPictureKind kind in Kinds)
        {
            if (string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase)) return kind;
        }

        return null;
    }

    /// <summary>Draws the pictures of a run.</summary>
    /// <param name="files">The files of the run, which may be training.</param>
    /// <returns>
    /// The figures in the order of the kinds. A figure of a kind has the name of the kind, or a name that begins with it and a hyphen.
    /// </returns>
    internal static IReadOnlyList<Figure> Of(RunFiles files)
    {
        var run = new ReportedRun(new NamedRun(ReportedRun.NamesOf([files.Path])[0], 1, files), []);
        var figures = new List<Figure>();
        if (files.AgentSteps > 0) figures.Add(RunCurve.FigureOf(files));
        foreach (Figure figure in Report.Draw([run], files.Title)) figures.Add(figure with { Name = NameOf(figure, files) });
        if (TimelineFigure.Of(files) is { } timeline) figures.Add(timeline);
        if (files.Roofline is { } roofline) figures.Add(RooflineChart.FigureOf(roofline));
        return figures;
    }

    /// <summary>A report of runs on several environments begins the names with the environment.</summary>
    private static string NameOf(Figure figure, RunFiles files)
    {
        string prefix = $"{files.Request.Environment}-";
        string name = figure.Name.StartsWith(prefix, StringComparison.Ordinal) ? figure.Name[prefix.Length..] : figure.Name;
        return name == FirstReturns ? Returns : name;
    }
}

/// <summary>A kind of picture of a training.</summary>
/// <param name="Name">Its name in commands, in lower case with hyphens.</param>
/// <param name="Summary">What it shows, in a few words.</param>
/// <param name="Needs">What a run must have, in a few words.</param>
internal sealed record TrainingPictureKind(string Name, string Summary, string Needs)
{
    /// <summary>The reason why the picture is missing, and a sentence for each file of the run that cannot be read.</summary>
    /// <param name="files">The files of the run.</param>
    internal string WhyNot(RunFiles files) =>
        $"The run has no numbers for it; expected {Needs}. {string.Join(" ", files.Missing)}".TrimEnd();

    /// <summary>Whether a figure is of this kind.</summary>
    /// <param name="figure">The figure.</param>
    internal bool Has(Figure figure) => figure.Name == Name || figure.Name.StartsWith($"{Name}-", StringComparison.Ordinal);
}
