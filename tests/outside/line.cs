#:package AsyncRL.Library@0.1.0
using AsyncRL;
using AsyncRL.Environments;

Agent agent = Train.Run("a3c", () => new TimeLimit(new Line(), 50), agentSteps: 20_000);
Console.WriteLine(agent.Evaluate(episodes: 100).MeanReturn);

sealed class Line : IEnvironment
{
    int _position;
    public ObservationSpecification Observation => ObservationSpecification.Vector(1);
    public ActionSpecification Actions { get; } = ActionSpecification.Discrete(2);
    public void Reset(Observation next) => next.Values[0] = _position = 0;
    public StepOutcome Step(AgentAction action, Observation next)
    {
        next.Values[0] = (_position += action.Choice == 1 ? 1 : -1) / 10f;
        return new(action.Choice == 1 ? 0.1f : -0.1f, Terminated: _position >= 10, Truncated: false);
    }
}
