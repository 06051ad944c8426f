#:package AsyncRL.Library@0.1.0
using AsyncRL;
using AsyncRL.Environments;

// Under this name a loaded agent finds the environment in which it evaluates itself.
EnvironmentCatalogue.Add(new OwnEnvironment("line", generator => new TimeLimit(new Line(), 50)));
using Agent agent = Agent.Load(args[0]);
Console.WriteLine($"mean return {agent.Evaluate(episodes: 100).MeanReturn:F2}");

// One episode, with the most probable action of each agent step.
using IEnvironment environment = new TimeLimit(new Line(), 50);
var observation = new Observation(environment.Observation);
environment.Reset(observation);
agent.Reset();
(double total, bool isOver) = (0, false);
while (!isOver)
{
    StepOutcome outcome = environment.Step(agent.Act(observation.Values), observation);
    (total, isOver) = (total + outcome.RawReward, outcome.IsEnd);
}

Console.WriteLine($"return of one episode {total:F2}");

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
