using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Tests;

/// <summary>
/// A line whose episodes cannot begin any more once a file exists. A test names the file by <see cref="AppContext"/>, which the command's
/// own copy of this assembly has in common with the test.
/// </summary>
public sealed class BreakingLine : IEnvironment
{
    internal const string File = "asyncrl-test-breaking-line";

    private readonly MyGames.Line _line = new();

    public ObservationSpecification Observation => _line.Observation;

    public ActionSpecification Actions => _line.Actions;

    public bool IsOver => _line.IsOver;

    public bool CanSave => true;

    public void Reset(Observation observation)
    {
        if (System.IO.File.Exists(AppContext.GetData(File) as string)) throw new InvalidOperationException("The line is broken.");
        _line.Reset(observation);
    }

    public StepOutcome Step(AgentAction action, Observation observation) => _line.Step(action, observation);

    public void Transfer(StateTransfer state) => _line.Transfer(state);
}
