using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Environments.Normalization;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Listing;

/// <summary>Everything that has a name on the command line, with its options, units, defaults and sources.</summary>
internal static class Catalogue
{
    /// <summary>The chapter of the environments.</summary>
    internal const string Environments = "environments";

    /// <summary>Collects it.</summary>
    /// <returns>The chapters.</returns>
    internal static IReadOnlyList<Chapter> Collect() =>
    [
        new(Environments, "train NAME", [.. EnvironmentCatalogue.All.Select(Describe)], []),
        new("wrapper options", "--set OPTION=VALUE", [], OptionSet.Describe(new WrapperOptions())),
        new("algorithms", "--algorithm NAME", [.. Parts<Algorithm>.All.Select(Describe)], []),
        new("networks", "--network NAME", [.. NetworkCatalogue.All.Select(Describe)], []),
        new("optimizers", "--set optimizer=NAME", [.. Optimizer.Names.Select(DescribeOptimizer)], []),
        new("optimizer options", "--set OPTION=VALUE", [], OptionSet.Describe(new OptimizerOptions())),
        new("initializers", "--set initializer=NAME", [.. Initializer.All.Select(i => new Entry(i.Name, i.Source, [], []))], []),
        new("sharing modes", "--sharing NAME", [.. SharingMode.Names.Select(DescribeSharingMode)], []),
        new("execution modes", "--execution NAME", [.. Executions], []),
        new("run options", "--set OPTION=VALUE", [], OptionSet.Describe(new RunOptions())),
    ];

    private static IEnumerable<Entry> Executions =>
    [
        new("threads", "a thread for each actor-learner, as in the paper: the system decides the order of updates", [], []),
        new("simulated", "all actor-learners on one thread, interleaved by the seed: the same run every time, at any --actors", [], []),
    ];

    private static Entry Describe(EnvironmentDescription description)
    {
        using IEnvironment probe = description.Create(description.DefaultOptions, new RandomGenerator(0));
        return new Entry(
            description.Name,
            description.Summary,
            [
                new Fact("observation", probe.Observation.ToString(), probe.Observation.ToString()),
                new Fact("actions", probe.Actions.ToString(), probe.Actions.Count),
                new Fact("frames per agent step", $"{probe.FramesPerAgentStep}", probe.FramesPerAgentStep),
                .. Presets(description.Name, probe.Actions.Kind),
            ],
            OptionSet.Describe(description.DefaultOptions));
    }

    /// <summary>
    /// The preset that is used when no algorithm is asked for, one for each other algorithm that has any, and the algorithms without.
    /// </summary>
    private static IEnumerable<Fact> Presets(string environment, ActionKind actions)
    {
        Preset first = Preset.For(environment);
        yield return Describe("preset", first);
        foreach (Preset other in Preset.All.Where(p => p.Environment == environment && p.Algorithm != first.Algorithm))
            yield return Describe($"preset for {other.Algorithm}", other);
        if (first.Caveat is { } caveat) yield return new Fact("caveat", caveat, caveat);
        string[] unknown = [.. Parts<Algorithm>.All
            .Where(a => a.Actions == actions && !Preset.For(environment, a.Name).IsKnown)
            .Select(a => a.Name)];
        if (unknown.Length == 0) yield break;
        string names = string.Join(", ", unknown);
        yield return new Fact("no settings known for", $"{names}: train takes the defaults of all options", names);
    }

    private static Fact Describe(string title, Preset preset)
    {
        var options = new JsonObject();
        string text = $"--algorithm {preset.Algorithm} --network {preset.Network} --agent-steps {preset.AgentSteps}";
        foreach ((string name, string value) in preset.Assignments.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            options.Add(name, value);
            text += $" --set {name}={value}";
        }

        return new Fact(title, $"{text} ({preset.Source})", new JsonObject
        {
            ["algorithm"] = preset.Algorithm,
            ["network"] = preset.Network,
            ["agentSteps"] = preset.AgentSteps,
            ["options"] = options,
            ["source"] = preset.Source,
        });
    }

    private static Entry Describe(Algorithm description) =>
        new(description.Name, description.Summary, [], OptionSet.Describe(description.AllOptions));

    private static Entry Describe(NetworkDescription network) =>
        new(network.Name, network.Source, [new Fact("layers", network.ToString(), network.ToString())], NetworkOptions.Of(network));

    /// <summary>Most optimizers share their options, which stand below; the others have options of their own.</summary>
    private static Entry DescribeOptimizer(string name)
    {
        Optimizer optimizer = Parts<Optimizer>.Find(name)!;
        return new(name, optimizer.Summary, [], optimizer.AllOptions is OptimizerOptions ? [] : OptionSet.Describe(optimizer.AllOptions));
    }

    private static Entry DescribeSharingMode(string name) => new(name, SharingMode.Create(name, VectorWidth.Scalar)!.Summary, [], []);
}
