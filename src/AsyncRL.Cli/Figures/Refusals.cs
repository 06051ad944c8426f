using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Play;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Figures;

/// <summary>The reasons that several kinds of figures have not to be drawn of a run, each a sentence.</summary>
internal static class Refusals
{
    /// <summary>A run whose agent does not see pixels.</summary>
    internal static string? WithoutPixels(TrainedRun run) => run.Configuration.Observation.Kind == ObservationKind.Pixels
        ? null
        : $"The agent of {run.Configuration.Environment.Name} sees {run.Configuration.Observation.Size} numbers and no pixels; expected "
            + "a run whose agent sees pixels.";

    /// <summary>A run whose network cannot be read.</summary>
    internal static string? WithoutReadableHeads(TrainedRun run) => AgentReader.WhyNot(run.Configuration.Network) is { } reason
        ? $"The outputs of {run.Configuration.Algorithm.Name} cannot be read, because {reason}; expected a run of another algorithm."
        : null;

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
