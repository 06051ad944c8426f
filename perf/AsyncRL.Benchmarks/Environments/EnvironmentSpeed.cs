using System.Diagnostics;
using AsyncRL.Benchmarks.Results;
using AsyncRL.Environments;
using AsyncRL.Environments.Options;
using AsyncRL.Randomness;

namespace AsyncRL.Benchmarks.Environments;

/// <summary>
/// Measures an environment alone, on one thread, under uniformly random actions, resets included: agent steps per second in many short
/// rounds. The fastest round is what the code can do; the others are what else the machine did meanwhile.
/// </summary>
internal static class EnvironmentSpeed
{
    private const int Rounds = 500;
    private const int AgentSteps = 200;

    /// <summary>environment NAME [OPTION=VALUE]...</summary>
    /// <param name="args">What follows "environment".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        try
        {
            IEnvironment environment = Make(args);
            double[] speeds = Measure(environment);
            Console.WriteLine($"{MachineDescription.Processor}, {MachineDescription.System}: {string.Join(' ', args)}");
            Console.WriteLine($"agent steps per second in {Rounds} rounds of {AgentSteps} ({environment.FramesPerAgentStep} frames each):");
            Console.WriteLine($"median {speeds[Rounds / 2]:0}, upper quartile {speeds[Rounds * 3 / 4]:0}, fastest {speeds[^1]:0}");
            return 0;
        }
        catch (InputException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
    }

    private static IEnvironment Make(string[] args)
    {
        string name = args.Length > 0 ? args[0] : "";
        EnvironmentDescription description = EnvironmentCatalogue.Find(name)
            ?? throw new InputException($"The environment is \"{name}\"; expected one that `asyncrl list` names.");
        var assignments = new Dictionary<string, string>();
        foreach (string arg in args.AsSpan(Math.Min(1, args.Length)))
        {
            string[] parts = arg.Split('=', 2);
            assignments[parts[0]] = parts[^1];
        }

        var used = new HashSet<string>();
        object options = OptionSet.With(description.DefaultOptions, assignments, used);
        foreach (string option in assignments.Keys)
        {
            if (!used.Contains(option)) throw new InputException($"The option is \"{option}\"; expected one that {name} has.");
        }

        return description.Create(options, new RandomGenerator(1));
    }

    private static double[] Measure(IEnvironment environment)
    {
        var observation = new Observation(environment.Observation);
        var generator = new RandomGenerator(2);
        var vector = new float[environment.Actions.Count];
        var speeds = new double[Rounds];
        bool isOver = true;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int step = 0; step < AgentSteps; step++)
            {
                if (isOver) environment.Reset(observation);
                isOver = environment.Step(Draw(environment.Actions, generator, vector), observation).IsEnd;
            }

            speeds[round] = AgentSteps / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(speeds);
        return speeds;
    }

    private static AgentAction Draw(ActionSpecification actions, RandomGenerator generator, float[] vector)
    {
        if (actions.Kind == ActionKind.Discrete) return generator.NextInteger(actions.Count);
        foreach (ref float value in vector.AsSpan()) value = (2 * generator.NextSingle()) - 1;
        return AgentAction.FromValues(vector);
    }
}
