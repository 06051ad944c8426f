using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace MyGames;

/// <summary>A walk to the right end of a line. There is a wall at the left end.</summary>
public sealed class Line : IEnvironment
{
    private const int End = 10;

    private int _position;
    private bool _isOver = true;

    public ObservationSpecification Observation => ObservationSpecification.Vector(1);

    public ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "right");

    public bool IsOver => _isOver;

    public bool CanSave => true;

    public void Reset(Observation observation)
    {
        (_position, _isOver) = (0, false);
        Show(observation);
    }

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        Actions.Check(action);
        if (_isOver) throw new InvalidOperationException("No episode is running; expected a call of Reset first.");
        _position = Math.Max(-End, _position + (action.Choice == 1 ? 1 : -1));
        _isOver = _position == End;
        Show(observation);
        return new StepOutcome(action.Choice == 1 ? 0.1f : -0.1f, Terminated: _isOver, Truncated: false);
    }

    public void Transfer(StateTransfer state)
    {
        state.Number(ref _position, "position", -End, End);
        state.Truth(ref _isOver, "whether the episode is over");
    }

    private void Show(Observation observation) => observation.Values[0] = _position / (float)End;
}
