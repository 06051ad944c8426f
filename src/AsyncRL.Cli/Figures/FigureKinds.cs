using AsyncRL.Cli.Figures.Kinds;
using AsyncRL.Cli.Play;
using AsyncRL.Environments;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Figures;

/// <summary>A kind of picture of what an agent has learned.</summary>
internal abstract class FigureKind
{
    /// <summary>Its name in commands, in lower case with hyphens.</summary>
    internal abstract string Name { get; }

    /// <summary>What it shows, in a few words.</summary>
    internal abstract string Summary { get; }

    /// <summary>The reason why it cannot be drawn of a run, in one sentence; null if it can.</summary>
    /// <param name="run">The run.</param>
    internal abstract string? WhyNot(TrainedRun run);

    /// <summary>Makes the kind as an animation of a game; null if it has none.</summary>
    internal virtual Func<FigureContext, Figure>? Animation => null;

    /// <summary>Makes the figures.</summary>
    /// <param name="context">The run and its game.</param>
    /// <returns>One or several figures.</returns>
    internal abstract IReadOnlyList<Figure> Make(FigureContext context);
}

/// <summary>All kinds of figures of an agent.</summary>
internal static class FigureKinds
{
    /// <summary>The kinds, in the order in which a report shows them.</summary>
    internal static IReadOnlyList<FigureKind> All { get; } =
    [
        new ValueAlongGameKind(),
        new PolicyKind(),
        new ActionValuesKind(),
        new SaliencyKind(),
        new IntegratedGradientsKind(),
        new StackedFramesKind(),
        new AttentionOverTrainingKind(),
        new FiltersKind(),
        new ActivationsKind(),
        new MaximiseKind(),
        new EmbeddingKind(),
        new EmbeddingOfGamesKind(),
        new ValueMapKind(),
        new PolicyMapKind(),
    ];

    /// <summary>Their names.</summary>
    internal static IReadOnlyList<string> Names
    {
        get
        {
            var names = new List<string>();
            foreach (FigureKind kind in All) names.Add(kind.Name);
            return names;
        }
    }

    /// <summary>Finds a kind without regard to case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The kind; null if there is none.</returns>
    internal static FigureKind? Find(string name)
    {
        foreach (FigureKind kind in All)
        {
            if (string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase)) return kind;
        }

        return null;
    }
}

/// <summary>The reasons that several kinds of figures have not to be drawn of a run, each a sentence.</summary>
internal static class Refusals
{
    /// <summary>A run whose agent does not see pixels.</summary>
    internal static string? WithoutPixels(TrainedRun run) => run.Configuration.Observation.Kind == ObservationKind.Pixels
        ? null
        : $"The agent of {run.Configuration.Environment.Name} sees {run.Configuration.Observation.Size} numbers and no pixels; expected "
            + "a run whose agent sees pixels.";

    /// <summary>A run of which no earlier parameters are known.</summary>
    internal static string? WithoutCourse(TrainedRun run) => run.ReadCourse(2).Count > 1
        ? null
        : "The run has no parameters of an earlier time: it began with those of another run, and kept no older checkpoint; expected a run "
            + "that drew its parameters, or one with keep-checkpoints.";

    /// <summary>A run whose actions are no choices.</summary>
    internal static string? WithoutChoices(TrainedRun run) => run.Configuration.Actions.Kind == ActionKind.Continuous
        ? $"An action of {run.Configuration.Environment.Name} is {run.Configuration.Actions}; expected a run whose actions are choices."
        : null;
}
