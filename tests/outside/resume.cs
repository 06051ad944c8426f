#:package AsyncRL.Library@0.1.0
using AsyncRL;
using AsyncRL.Environments;

// The first call trains to an agent step. A later call with a larger number continues the run to that agent step.
(string directory, long agentSteps) = (args[0], long.Parse(args[1]));
Func<IEnvironment> line = () => new TimeLimit(new Line(), 50);
using Agent agent = Directory.Exists(directory)
    ? Train.Resume(directory, line, agentSteps)
    : Train.Run("a3c", line, agentSteps, new TrainSettings { Name = "line", Directory = directory });
Console.WriteLine($"trained to agent step {agent.Result!.AgentSteps}");

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
