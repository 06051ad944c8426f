using System.Globalization;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Control;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Tests.Control;

/// <summary>An agent step of Gymnasium.</summary>
internal sealed record TracedStep(
    int Episode, double[] State, float Action, float[] Observation, double Reward, bool Terminated, bool Truncated);

/// <summary>The traces that Traces/make_traces.py wrote, and their tasks.</summary>
internal static class ControlTrace
{
    private const string Directory = "tests/AsyncRL.Environments.Tests/Control/Traces";

    internal static TheoryData<string> Names => ["cartpole", "acrobot", "mountain-car", "mountain-car-continuous", "pendulum"];

    /// <summary>The rules of a task.</summary>
    internal static ControlTask Task(string name) => name switch
    {
        "cartpole" => new CartPole(),
        "acrobot" => new Acrobot(),
        "mountain-car" => new MountainCar(),
        "mountain-car-continuous" => new MountainCarContinuous(),
        _ => new Pendulum(),
    };

    /// <summary>A task from the catalogue, and the environment inside its time limit.</summary>
    internal static (TimeLimit Limited, ControlEnvironment Inner) Create(string name, ulong seed)
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find(name)!;
        var limited = (TimeLimit)description.Create(description.DefaultOptions, new RandomGenerator(seed));
        return (limited, (ControlEnvironment)limited.Inner);
    }

    /// <summary>Performs an agent step with one number: the choice, or the vector's only number.</summary>
    internal static StepOutcome Step(IEnvironment environment, float action, Observation observation) =>
        environment.Actions.Kind == ActionKind.Discrete
            ? environment.Step((int)action, observation)
            : environment.Step(AgentAction.FromValues([action]), observation);

    /// <summary>Reads a trace.</summary>
    internal static List<TracedStep> Read(string file, ControlTask task)
    {
        var steps = new List<TracedStep>();
        foreach (string line in File.ReadLines(Repository.PathOf($"{Directory}/{file}.csv")))
        {
            if (!line.StartsWith('#')) steps.Add(Parse(line.Split(','), task));
        }

        return steps;
    }

    private static TracedStep Parse(string[] cells, ControlTask task)
    {
        Assert.Equal(task.StateSize + task.ObservationNames.Count + 5, cells.Length);
        int actionCell = 1 + task.StateSize;
        double[] state = Array.ConvertAll(cells[1..actionCell], cell => double.Parse(cell, CultureInfo.InvariantCulture));
        float action = float.Parse(cells[actionCell], CultureInfo.InvariantCulture);
        float[] observation = Array.ConvertAll(cells[(actionCell + 1)..^3], cell => float.Parse(cell, CultureInfo.InvariantCulture));
        double reward = double.Parse(cells[^3], CultureInfo.InvariantCulture);
        int episode = int.Parse(cells[0], CultureInfo.InvariantCulture);
        return new(episode, state, action, observation, reward, cells[^2] == "1", cells[^1] == "1");
    }
}
