#:package AsyncRL.Library@0.1.0
using AsyncRL;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Runs;

// Typed options, a network as data, an optimizer of our own, a report per interval, a stop at a target return, the run on the disk.
string directory = args.Length > 0 ? args[0] : "line-run";
int reports = 0;
var settings = new TrainSettings
{
    Name = "line",
    SimulatedActors = 4,
    Network = new NetworkDescription("small", "this program", [new FullyConnected(32), new Rectifier()]),
    Optimizer = new PlainSgd { Options = new PlainSgdOptions { Scale = 0.5 } },
    Options = new Dictionary<string, string> { ["learning-rate"] = "0.02", ["target-return"] = "0.95", ["evaluation-interval"] = "500" },
    Directory = directory,
    OnProgress = progress => reports++,
};
var a3c = new A3C { Options = new A3COptions { TMax = 20 } };
using Agent trained = Train.Run(a3c, random => new TimeLimit(new Line(), 50), agentSteps: 200_000, settings);
Console.WriteLine($"ended by {trained.Result!.End} after {trained.Result.AgentSteps} agent steps, {reports} reports");

// Another program loads the agent without the environment and asks it for actions.
using Agent loaded = Agent.Load(directory);
AgentAction action = loaded.Act([0.5f]);
Console.WriteLine($"at 0.5 it takes {action.Choice} with probability {loaded.Probabilities[action.Choice]:F2}; value {loaded.Value:F2}");
using Agent best = Agent.Load(directory, "best");

// Another run begins with that θ. Its optimizer and its agent steps begin anew.
settings = settings with { Directory = null, InitialParameters = InitialParameters.Read(directory, "best") };
using Agent tuned = Train.Run(a3c, random => new TimeLimit(new Line(), 50), agentSteps: 1_000, settings);
return action.Choice == 1 && best.Act([0.5f]).Choice == 1 && tuned.Act([0.5f]).Choice == 1 ? 0 : 1;

/// <summary>Stochastic gradient descent whose step is scaled: one class, found by its type.</summary>
sealed class PlainSgd : Optimizer<PlainSgdOptions>
{
    public override string Name => "plain-sgd";
    public override string Summary => "stochastic gradient descent without statistics, with a scale";
    public override int Statistics => 0;
    public override bool IsShared => true;
    public override bool KeepsThetaWithoutGradient => true;
    public override int FlopsPerNumber => 2;
    public override void Apply(in ParameterUpdate update) => update.Apply(new Rule((float)(Options.Scale * update.LearningRate)));

    readonly struct Rule(float learningRate) : IUpdateRule
    {
        public static int Statistics => 0;
        public static bool KeepsThetaWithoutGradient => true;
        public T NextFirst<T>(T first, T gradient) where T : unmanaged, IVector<T, float> => first;
        public T NextSecond<T>(T second, T gradient) where T : unmanaged, IVector<T, float> => second;
        public T Step<T>(T gradient, T first, T second) where T : unmanaged, IVector<T, float> => T.Broadcast(learningRate) * gradient;
    }
}

sealed record PlainSgdOptions
{
    [Option("scale", "", "factor of the step", Minimum = 0, Maximum = 10)]
    public double Scale { get; init; } = 1;
}

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
