using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Torcs.Tests;

/// <summary>Makes races, and drives in them.</summary>
internal static class Bench
{
    /// <summary>Actions by their names: "accelerate-straight".</summary>
    internal static int Choice(IEnvironment environment, string name)
    {
        int choice = environment.Actions.Names!.ToList().IndexOf(name);
        Assert.True(choice >= 0);
        return choice;
    }

    /// <summary>Makes a race by its track and assignments such as "opponents=3".</summary>
    internal static IEnvironment Make(string track, params string[] assignments) => Make(track, new RandomGenerator(1), assignments);

    internal static IEnvironment Make(string track, RandomGenerator generator, params string[] assignments)
    {
        EnvironmentDescription description = TorcsBridge.Describe(track);
        return description.Create(OptionsOf(description, assignments), generator);
    }

    /// <summary>All numbers of some agent steps with random actions: observations, rewards and ends.</summary>
    internal static List<float> Play(IEnvironment environment, int agentSteps, ulong seed)
    {
        var actions = new RandomGenerator(seed);
        var observation = new Observation(environment.Observation);
        var seen = new List<float>();
        for (int i = 0; i < agentSteps; i++)
        {
            if (environment.IsOver)
            {
                environment.Reset(observation);
            }
            else
            {
                StepOutcome outcome = environment.Step(AgentAction.FromChoice(actions.NextInteger(5)), observation);
                seen.AddRange([outcome.Reward, outcome.Terminated ? 1 : 0, outcome.Truncated ? 1 : 0]);
            }

            seen.AddRange(observation.Values);
        }

        return seen;
    }

    /// <summary>Takes one action until the episode ends.</summary>
    internal static (StepOutcome End, int AgentSteps) Hold(IEnvironment environment, string action, int mostSteps = 2000)
    {
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        for (int i = 1; i <= mostSteps; i++)
        {
            StepOutcome outcome = environment.Step(AgentAction.FromChoice(Choice(environment, action)), observation);
            if (outcome.IsEnd) return (outcome, i);
        }

        return (default, mostSteps);
    }

    /// <summary>Drives carefully by the sensors: towards the middle, and as fast as the free way ahead allows.</summary>
    internal static float[] Careful(ReadOnlySpan<float> seen)
    {
        float speed = 50 * seen[0], free = 100 * Math.Max(seen[15], Math.Max(seen[16], seen[17]));
        float steering = (-MathF.PI * seen[3] / 0.6f) - (0.3f * seen[4]);
        float wanted = 5 + (0.9f * MathF.Sqrt(12 * free));
        return [speed < 1 ? 0 : steering, speed < wanted ? 1 : speed < wanted + 2 ? 0 : -0.5f];
    }

    internal static double[] FactsOf(IEnvironment environment)
    {
        IStateFacts facts = IStateFacts.Of(environment)!;
        var values = new double[facts.Facts.Count];
        facts.ReadFacts(values);
        return values;
    }

    private static object OptionsOf(EnvironmentDescription description, params string[] assignments)
    {
        Dictionary<string, string> read = assignments.ToDictionary(text => text.Split('=', 2)[0], text => text.Split('=', 2)[1]);
        var used = new HashSet<string>();
        object options = OptionSet.With(description.DefaultOptions, read, used);
        Assert.True(used.SetEquals(read.Keys));
        return options;
    }
}
