using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>Makes environments of the stand-in, and plays them.</summary>
internal static class Bench
{
    /// <summary>Makes an environment by its name and assignments such as "make.size=3".</summary>
    internal static IEnvironment Make(string id, params string[] assignments) => Make(id, seed: 1, learns: false, assignments);

    internal static IEnvironment Make(string id, ulong seed, bool learns, params string[] assignments)
    {
        EnvironmentDescription description = GymnasiumBridge.Describe(id);
        object options = OptionsOf(description, assignments);
        var generator = new RandomGenerator(seed);
        return learns ? description.CreateForLearning(options, generator) : description.Create(options, generator);
    }

    internal static object OptionsOf(EnvironmentDescription description, params string[] assignments) => OptionSet.With(
        description.DefaultOptions,
        assignments.ToDictionary(text => text.Split('=', 2)[0], text => text.Split('=', 2)[1]),
        new HashSet<string>());

    /// <summary>The numbers of the first observations of some episodes, one after another.</summary>
    internal static List<float> Play(IEnvironment environment, int agentSteps)
    {
        var shown = new List<float>();
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        shown.AddRange(observation.Values);
        for (int i = 0; i < agentSteps; i++)
        {
            if (environment.IsOver) environment.Reset(observation);
            else shown.Add(environment.Step(1, observation).Reward);
            shown.AddRange(observation.Values);
        }

        return shown;
    }
}
