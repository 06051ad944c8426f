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
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Listing;

/// <summary>Collects everything that has a name on the command line, with its options, units, defaults and sources.</summary>
internal static class Catalogue
{
    /// <summary>The section of the environments.</summary>
    internal const string Environments = "environments";

    /// <summary>The section of the families of environments of other programs.</summary>
    internal const string Bridges = "bridges";

    /// <summary>The name of the fact whether a bridge can be used.</summary>
    internal const string State = "state";

    /// <summary>Looks which families of environments of other programs can be used; this may start a program of each.</summary>
    /// <param name="families">The families.</param>
    /// <returns>The section.</returns>
    internal static CatalogueSection FindBridges(IReadOnlyList<EnvironmentFamily> families) => new(
        Bridges, "train NAME",
        [.. families.Select(family =>
        {
            string state = family.FindState();
            return new CatalogueEntry(family.Form, family.Summary, [new CatalogueFact(State, state, state)], []);
        })],
        []);

    /// <summary>Describes an environment of a family in full.</summary>
    /// <param name="description">The environment.</param>
    /// <returns>A section with this environment.</returns>
    internal static CatalogueSection DescribeOne(EnvironmentDescription description) =>
        new(Environments, "train NAME", [Describe(description)], []);

    /// <summary>Collects the sections.</summary>
    /// <returns>The sections.</returns>
    internal static IReadOnlyList<CatalogueSection> Collect() =>
    [
        new(Environments, "train NAME", [.. EnvironmentCatalogue.All.Select(Describe)], []),
        new("wrapper options", "--set OPTION=VALUE", [], OptionSet.Describe(new WrapperOptions())),
        new("algorithms", "--algorithm NAME", [.. Parts<Algorithm>.All.Select(Describe)], []),
        new("networks", "--network NAME", [.. NetworkCatalogue.All.Select(Describe)], []),
        new("optimizers", "--set optimizer=NAME", [.. Optimizer.Names.Select(DescribeOptimizer)], []),
        new("optimizer options", "--set OPTION=VALUE", [], OptionSet.Describe(new OptimizerOptions())),
        new("initializers", "--set initializer=NAME", [.. Initializer.All.Select(i => new CatalogueEntry(i.Name, i.Source, [], []))], []),
        new("sharing modes", "--sharing NAME", [.. SharingMode.Names.Select(DescribeSharingMode)], []),
        new("execution modes", "--execution NAME", [.. Executions], []),
        new("run options", "--set OPTION=VALUE", [], OptionSet.Describe(new RunOptions())),
        new("rank options", "--set OPTION=VALUE", [], OptionSet.Describe(new ExchangeOptions())),
    ];

    private static IEnumerable<CatalogueEntry> Executions =>
    [
        new("threads", "a thread for each actor-learner, as in the paper; the system determines the order of updates", [], []),
        new("simulated", "all actor-learners on one thread, interleaved by the seed; repeatable for any number of --actors", [], []),
    ];

    private static CatalogueEntry Describe(EnvironmentDescription description)
    {
        using IEnvironment probe = description.Create(description.DefaultOptions, new RandomGenerator(0));
        return new CatalogueEntry(
            description.Name,
            description.Summary,
            [
                new CatalogueFact("observation", probe.Observation.ToString(), probe.Observation.ToString()),
                .. NamesOf("observation names", probe.Observation.Names),
                new CatalogueFact("actions", probe.Actions.ToString(), probe.Actions.Count),
                .. NamesOf("action names", probe.Actions.Names),
                new CatalogueFact("frames per agent step", $"{probe.FramesPerAgentStep}", probe.FramesPerAgentStep),
                .. Presets(description.Name, probe.Actions.Kind),
            ],
            OptionSet.Describe(description.DefaultOptions));
    }

    private static IEnumerable<CatalogueFact> NamesOf(string what, IReadOnlyList<string>? names)
    {
        if (names is null) yield break;
        JsonNode[] nodes = [.. names.Select(name => JsonValue.Create(name))];
        yield return new CatalogueFact(what, string.Join(", ", names), new JsonArray(nodes));
    }

    /// <summary>
    /// The default preset of the environment, one preset for each other algorithm that has one, and the algorithms without preset.
    /// </summary>
    private static IEnumerable<CatalogueFact> Presets(string environment, ActionKind actions)
    {
        Preset first = Preset.For(environment);
        yield return Describe("preset", first);
        foreach (Preset other in Preset.All.Where(p => p.Environment == environment && p.Algorithm != first.Algorithm))
            yield return Describe($"preset for {other.Algorithm}", other);
        if (first.Caveat is { } caveat) yield return new CatalogueFact("caveat", caveat, caveat);
        string[] unknown = [.. Parts<Algorithm>.All
            .Where(a => a.Chooses(actions) && !Preset.For(environment, a.Name).IsKnown)
            .Select(a => a.Name)];
        if (unknown.Length == 0) yield break;
        string names = string.Join(", ", unknown);
        yield return new CatalogueFact("no settings known for", $"{names}: train uses the defaults of all options", names);
    }

    private static CatalogueFact Describe(string title, Preset preset)
    {
        var options = new JsonObject();
        string text = $"--algorithm {preset.Algorithm} --network {preset.Network} --agent-steps {preset.AgentSteps}";
        foreach ((string name, string value) in preset.Assignments.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            options.Add(name, value);
            text += $" --set {name}={value}";
        }

        return new CatalogueFact(title, $"{text} ({preset.Source})", new JsonObject
        {
            ["algorithm"] = preset.Algorithm,
            ["network"] = preset.Network,
            ["agentSteps"] = preset.AgentSteps,
            ["options"] = options,
            ["source"] = preset.Source,
        });
    }

    private static CatalogueEntry Describe(Algorithm description) =>
        new(description.Name, description.Summary, [], OptionSet.Describe(description.AllOptions));

    private static CatalogueEntry Describe(NetworkDescription network) =>
        new(
            network.Name, network.Source, [new CatalogueFact("layers", network.ToString(), network.ToString())],
            NetworkOptions.Of(network));

    /// <summary>Most optimizers share their options, which the list shows once. The others have options of their own.</summary>
    private static CatalogueEntry DescribeOptimizer(string name)
    {
        Optimizer optimizer = Parts<Optimizer>.Find(name)!;
        return new(name, optimizer.Summary, [], optimizer.AllOptions is OptimizerOptions ? [] : OptionSet.Describe(optimizer.AllOptions));
    }

    private static CatalogueEntry DescribeSharingMode(string name) =>
        new(name, SharingMode.Create(name, VectorWidth.Scalar)!.Summary, [], []);
}

/// <summary>A section of the catalogue: the entries, or the options, of one kind.</summary>
/// <param name="Name">The kind, for example "environments".</param>
/// <param name="Usage">The use of the names on the command line.</param>
/// <param name="Entries">The entries; empty for options.</param>
/// <param name="Options">The options for <c>--set</c>; empty for entries.</param>
internal sealed record CatalogueSection(
    string Name, string Usage, IReadOnlyList<CatalogueEntry> Entries, IReadOnlyList<OptionDescription> Options);

/// <summary>An environment, algorithm, network or other thing that has a name on the command line.</summary>
/// <param name="Name">The name.</param>
/// <param name="Summary">Its description and source.</param>
/// <param name="Facts">Further facts about it.</param>
/// <param name="Options">Its options for <c>--set</c>.</param>
internal sealed record CatalogueEntry(
    string Name, string Summary, IReadOnlyList<CatalogueFact> Facts, IReadOnlyList<OptionDescription> Options);

/// <summary>A fact about an entry.</summary>
/// <param name="Name">The name of the fact.</param>
/// <param name="Text">The fact as a text.</param>
/// <param name="Node">The fact as a JSON node.</param>
internal sealed record CatalogueFact(string Name, string Text, JsonNode Node);
