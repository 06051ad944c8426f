using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;

namespace AsyncRL.TestSources;

/// <summary>Makes environments from assignments, and records what they show.</summary>
internal static class EnvironmentTrial
{
    /// <summary>Makes an environment with assignments of its options, such as "time-limit=5", all of which it has.</summary>
    internal static IEnvironment Make(EnvironmentDescription description, RandomGenerator generator, params string[] assignments)
    {
        Dictionary<string, string> read = assignments.ToDictionary(text => text.Split('=', 2)[0], text => text.Split('=', 2)[1]);
        var used = new HashSet<string>();
        object options = OptionSet.With(description.DefaultOptions, read, used);
        Assert.True(used.SetEquals(read.Keys));
        return description.Create(options, generator);
    }

    /// <summary>All numbers of some agent steps with drawn actions: observations, rewards and ends.</summary>
    internal static List<float> Play(IEnvironment environment, int agentSteps, ulong seed, Func<RandomGenerator, AgentAction> draw)
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
                StepOutcome outcome = environment.Step(draw(actions), observation);
                seen.AddRange([outcome.Reward, outcome.Terminated ? 1 : 0, outcome.Truncated ? 1 : 0]);
            }

            seen.AddRange(observation.Values);
        }

        return seen;
    }
}
