using AsyncRL.Cli.Play;
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

    /// <summary>Makes the figures.</summary>
    /// <param name="context">The run and its game.</param>
    /// <returns>One or several figures.</returns>
    internal abstract IReadOnlyList<Figure> Make(FigureContext context);
}
