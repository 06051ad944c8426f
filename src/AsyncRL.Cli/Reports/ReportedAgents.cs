using AsyncRL.Cli.Commands;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Play;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Cli.Reports;

/// <summary>
/// Draws the agents of a report: of the runs of one algorithm on one environment the first agent that can be drawn.
/// </summary>
/// <param name="consoleHost">Provides the available memory.</param>
/// <param name="tell">Receives the share of the work that is done, and what is done next.</param>
/// <param name="stop">Cancelled to end the work.</param>
internal sealed class ReportedAgents(ConsoleHost consoleHost, Action<double, string> tell, CancellationToken stop)
{
    private readonly HashSet<string> _drawn = [];

    /// <summary>Draws the agent of a run, unless that of a run like it is drawn.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The figures, and what is missing.</returns>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    internal OwnFigures Draw(RunFiles run)
    {
        string kind = $"{run.Request.Algorithm} on {run.Request.Environment}";
        if (_drawn.Contains(kind)) return new OwnFigures([]);
        try
        {
            TrainedRun trained = TrainedRun.Read(run.Path, null, ReportCommand.CommandName, 1, consoleHost.Memory());
            FigureSet made = AgentFigures.Of(trained, new FigureSettings(), tell, stop);
            _drawn.Add(kind);
            return new OwnFigures(made.Figures)
            {
                Missing = trained.Notes,
                Undrawn = UndrawnKinds.Of(made.Missing),
            };
        }
        catch (Exception problem) when (problem is InputException or EnvironmentFaultException)
        {
            return new OwnFigures([])
            {
                Missing = [$"The agent is not drawn. {problem.Message}"],
            };
        }
    }
}
