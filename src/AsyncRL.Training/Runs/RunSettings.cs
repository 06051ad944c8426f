using System.Globalization;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// What a run is made with, by name, and which of it may change when the run is resumed. A checkpoint carries it, so that what a
/// directory's run.json says later is compared with it and never taken silently.
/// </summary>
internal static class RunSettings
{
    internal const string AgentSteps = "agent-steps";
    internal const string Sharing = "sharing";

    /// <summary>
    /// What a resumed run may take anew: the constants of the learning rule, how the run is watched, and how long it lasts. Everything else
    /// is either in the checkpoint already (θ was drawn, the threads' generators run), or the checkpoint's numbers have its shape or its
    /// meaning (the network, the optimizer's statistics, the episodes under way and the environment's options).
    /// </summary>
    private static readonly HashSet<string> Changeable =
    [
        AgentSteps, Sharing,
        "learning-rate", "learning-rate-schedule", "decay", "epsilon", "adam-mean-decay", "adam-square-decay", "adam-epsilon", "clip-norm",
        "entropy-weight", "entropy-weight-schedule", "value-gradient-scale", "reward-clip", "critic-target", "lambda", "target-interval",
        "exploration-frames", "error", "double",
        "vector-width", "update", "delay", "delay-agent-steps",
        "report-seconds", "checkpoint-seconds", "evaluation-episodes", "table-rows", "target-return", "target-episodes",
        "evaluation-interval",
    ];

    /// <summary>What a configuration is made of.</summary>
    internal static Dictionary<string, string> Of(TrainingConfiguration configuration)
    {
        var settings = new Dictionary<string, string>
        {
            ["environment"] = configuration.Environment.Name,
            ["algorithm"] = configuration.Algorithm.Name,
            ["network"] = configuration.Network.Description.Name,
            ["execution"] = configuration.Execution,
            [configuration.Execution == TrainingConfiguration.Simulated ? "actors" : "threads"] =
                configuration.ActorLearners.ToString(CultureInfo.InvariantCulture),
            ["seed"] = configuration.Seed.ToString(CultureInfo.InvariantCulture),
            [Sharing] = configuration.Sharing,
            [AgentSteps] = configuration.AgentSteps.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string name, string value) in configuration.AllAssignments()) settings[name] = value;
        return settings;
    }

    /// <summary>Compares what a run is to go on with and what its checkpoint was made with.</summary>
    /// <returns>What has changed and may.</returns>
    /// <exception cref="InputException">Something has changed that may not.</exception>
    internal static IReadOnlyList<SettingChange> Compare(IReadOnlyDictionary<string, string> madeWith, TrainingConfiguration configuration)
    {
        var changes = new List<SettingChange>();
        IReadOnlyDictionary<string, string> environment = OptionSet.ToAssignments(configuration.EnvironmentOptions);
        foreach ((string name, string value) in Of(configuration))
        {
            if (!madeWith.TryGetValue(name, out string? before) || before == value) continue;
            if (!Changeable.Contains(name) || environment.ContainsKey(name))
            {
                throw new InputException(
                    $"The option {name} is \"{value}\", but the checkpoint was made with \"{before}\"; "
                    + $"expected \"{before}\", which a run keeps when it is resumed.");
            }

            changes.Add(new SettingChange(name, before, value));
        }

        return changes;
    }
}

/// <summary>An option that a resumed run takes anew.</summary>
/// <param name="Name">The option.</param>
/// <param name="Before">What the checkpoint was made with.</param>
/// <param name="After">What it goes on with.</param>
internal sealed record SettingChange(string Name, string Before, string After);
