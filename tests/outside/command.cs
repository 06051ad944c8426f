#:package AsyncRL.Cli@0.1.0
using AsyncRL.Cli;
using AsyncRL.Environments;

return AsyncRLCommand.Run(args, new Line());

/// <summary>Public, because the command makes an instance for each actor.</summary>
public sealed class Line : IEnvironment
{
    int _position;
    public bool IsOver { get; private set; } = true;
    public ObservationSpecification Observation => ObservationSpecification.Vector(1);
    public ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "right");
    public int? LongestEpisode => 1000;
    public void Reset(Observation next)
    {
        IsOver = false;
        next.Values[0] = _position = 0;
    }
    public StepOutcome Step(AgentAction action, Observation next)
    {
        Actions.Check(action);
        if (IsOver) throw new InvalidOperationException("No episode is running; expected a call of Reset first.");
        next.Values[0] = (_position += action.Choice == 1 ? 1 : -1) / 10f;
        IsOver = Math.Abs(_position) >= 10;
        return new(action.Choice == 1 ? 0.1f : -0.1f, Terminated: IsOver, Truncated: false);
    }
}
