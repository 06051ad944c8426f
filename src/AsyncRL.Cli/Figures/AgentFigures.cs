using AsyncRL.Cli.Play;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Figures;

/// <summary>Makes all figures of what the agent of a run has learned.</summary>
internal static class AgentFigures
{
    /// <summary>Makes the figures of every kind that can be drawn of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="settings">The choices of the user.</param>
    /// <param name="report">Receives the share of the work that is done, and its present stage.</param>
    /// <param name="stop">Cancelled to stop.</param>
    /// <returns>The figures, and the kinds that are left out, each with its reason in one sentence.</returns>
    internal static FigureSet Of(TrainedRun run, FigureSettings settings, Action<double, string> report, CancellationToken stop)
    {
        var figures = new List<Figure>();
        var missing = new List<(string Kind, string Reason)>();
        int done = 0;
        var context = new FigureContext(
            run, settings, (share, stage) => report((done + share) / FigureKinds.All.Count, stage), stop);
        foreach (FigureKind kind in FigureKinds.All)
        {
            if (kind.WhyNot(run) is { } reason) missing.Add((kind.Name, reason));
            else figures.AddRange(kind.Make(context));
            done++;
        }

        return new FigureSet(figures, missing);
    }
}

/// <summary>The figures of a run.</summary>
/// <param name="Figures">The figures.</param>
/// <param name="Missing">The kinds that cannot be drawn of the run, each with its reason in one sentence.</param>
internal sealed record FigureSet(IReadOnlyList<Figure> Figures, IReadOnlyList<(string Kind, string Reason)> Missing)
{
    /// <summary>These figures and others.</summary>
    /// <param name="other">The others.</param>
    internal FigureSet With(FigureSet other) => new([.. Figures, .. other.Figures], [.. Missing, .. other.Missing]);
}
