using System.Globalization;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The settings of a run by name, and which of them may change when the run is resumed. A checkpoint contains them, so that later changes
/// of run.json are compared with them and are never accepted silently.
/// </summary>
internal static class RunSettings
{
    internal const string AgentSteps = "agent-steps";
    internal const string Sharing = "sharing";

    /// <summary>
    /// The options that may change when a run is resumed: the constants of the learning rule, the reporting, and the length of the run. Any
    /// other option either has no effect after the start (θ and the generators are in the checkpoint), or determines the shape or the
    /// meaning of the checkpoint's numbers (the network, the optimizer's statistics, the running episodes, the environment).
    /// </summary>
    private static readonly HashSet<string> Changeable =
    [
        AgentSteps, Sharing,
        "learning-rate", "learning-rate-schedule", "decay", "epsilon", "adam-mean-decay", "adam-square-decay", "adam-epsilon", "clip-norm",
        "entropy-weight", "entropy-weight-schedule", "value-gradient-scale", "reward-clip", "critic-target", "lambda", "rho-bar", "c-bar",
        "target-interval", "exploration-frames", "error", "double",
        "vector-width", "update", "delay", "delay-agent-steps",
        "report-seconds", "checkpoint-seconds", "keep-checkpoints", "evaluation-episodes", "table-rows", "target-return",
        "target-episodes", "training-seconds", "evaluation-interval", "pin",
        "exchange-agent-steps", "exchange-statistics", "learning-rate-scaling", "rank-timeout-seconds", "simulated-ranks",
    ];

    /// <summary>The options of environments that may change: where a program or a library is, and its time.</summary>
    private static readonly HashSet<string> ChangeableOfEnvironments = ["python", "answer-seconds", "library"];

    /// <summary>The settings of a configuration by name.</summary>
    internal static Dictionary<string, string> Of(TrainingConfiguration configuration)
    {
        var settings = new Dictionary<string, string>
        {
            ["environment"] = configuration.Environment.Name,
            ["algorithm"] = configuration.Algorithm.Name,
            ["network"] = configuration.Network.Description.Name,
            ["execution"] = configuration.Execution,
            [configuration.Execution == TrainingConfiguration.Simulated ? "actors" : "threads"] =
                configuration.ActorsOfAllGroups.ToString(CultureInfo.InvariantCulture),
            ["seed"] = configuration.Seed.ToString(CultureInfo.InvariantCulture),
            [Sharing] = configuration.Sharing,
            [AgentSteps] = configuration.AgentSteps.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string name, string value) in configuration.AllAssignments()) settings[name] = value;
        return settings;
    }

    /// <summary>What a program did that lacked an option: one θ for all threads, and threads where the system puts them.</summary>
    private static readonly Dictionary<string, string> ValuesBefore = new() { ["groups"] = "1", ["pin"] = "false" };

    /// <summary>Compares the configuration of a resumed run with the settings of its checkpoint.</summary>
    /// <returns>The changed options.</returns>
    /// <exception cref="InputException">An option has changed that must not change.</exception>
    internal static IReadOnlyList<SettingChange> Compare(IReadOnlyDictionary<string, string> madeWith, TrainingConfiguration configuration)
    {
        var changes = new List<SettingChange>();
        IReadOnlyDictionary<string, string> environment = OptionSet.ToAssignments(configuration.EnvironmentOptions);
        foreach ((string name, string value) in Of(configuration))
        {
            // An option with a name of its own, such as make.size, is missing where it was not set. Another option that is missing is one
            // that the program lacked when it wrote the checkpoint.
            string before = madeWith.GetValueOrDefault(name) ?? ValuesBefore.GetValueOrDefault(name)
                ?? (name.Contains('.', StringComparison.Ordinal) ? "none" : value);
            if (before == value) continue;
            bool mayChange = environment.ContainsKey(name) ? ChangeableOfEnvironments.Contains(name) : Changeable.Contains(name);
            if (!mayChange)
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

/// <summary>An option that has changed in a resumed run.</summary>
/// <param name="Name">The option.</param>
/// <param name="Before">Its value in the checkpoint.</param>
/// <param name="After">Its new value.</param>
internal sealed record SettingChange(string Name, string Before, string After);
