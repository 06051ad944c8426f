using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.TestSources;

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

    internal static IEnvironment Make(string track, RandomGenerator generator, params string[] assignments) =>
        EnvironmentTrial.Make(TorcsBridge.Describe(track), generator, assignments);

    /// <summary>All numbers of some agent steps with random actions: observations, rewards and ends.</summary>
    internal static List<float> Play(IEnvironment environment, int agentSteps, ulong seed) =>
        EnvironmentTrial.Play(environment, agentSteps, seed, generator => AgentAction.FromChoice(generator.NextInteger(5)));

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
}
