using AsyncRL.Environments;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Requests of tests.</summary>
internal static class Requests
{
    /// <summary>A small run of one thread on a test's own task, without final evaluation.</summary>
    internal static TrainingRequest Small(long agentSteps = 2000, params ReadOnlySpan<(string Name, string Value)> options)
    {
        var assignments = new Dictionary<string, string> { ["evaluation-episodes"] = "0", ["learning-rate"] = "0.01" };
        foreach ((string name, string value) in options) assignments[name] = value;
        return new TrainingRequest { Environment = "walk", Threads = 1, AgentSteps = agentSteps, Seed = 7, Assignments = assignments };
    }

    /// <summary>The same run with the given number of actors in the simulated execution.</summary>
    internal static TrainingRequest Simulated(this TrainingRequest request, int actors) =>
        request with { Threads = null, Execution = "simulated", Actors = actors };

    internal static TrainingConfiguration For(this TrainingRequest request, EnvironmentDescription environment) =>
        TrainingConfiguration.Resolve(request, environment);
}
