using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Environments;
using AsyncRL.Environments.Options;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Cli.Tests;

public sealed class ListTests
{
    private static readonly Lazy<CommandResult> Text = new(() => CommandLine.Run("list"));
    private static readonly Lazy<JsonObject> Document = new(() => CommandLine.Run("list", "--json").Document);

    public static TheoryData<string, string> Named
    {
        get
        {
            var named = new TheoryData<string, string>();
            foreach (EnvironmentDescription environment in EnvironmentCatalogue.All) named.Add("environments", environment.Name);
            foreach (AlgorithmDescription algorithm in AlgorithmDescription.All) named.Add("algorithms", algorithm.Name);
            foreach (NetworkDescription network in NetworkCatalogue.All) named.Add("networks", network.Name);
            foreach (string optimizer in Optimizer.Names) named.Add("optimizers", optimizer);
            foreach (Initializer initializer in Initializer.All) named.Add("initializers", initializer.Name);
            foreach (string discipline in SharingDiscipline.Names) named.Add("disciplines", discipline);
            return named;
        }
    }

    public static TheoryData<string> Options
    {
        get
        {
            var records = new List<object> { new OptimizerOptions(), new RunOptions() };
            records.AddRange(EnvironmentCatalogue.All.Select(e => e.DefaultOptions));
            records.AddRange(AlgorithmDescription.All.Select(a => a.DefaultOptions));
            return [.. records.SelectMany(OptionSet.Describe).Select(o => o.Name).Distinct()];
        }
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void Everything_that_has_a_name_is_listed(string chapter, string name)
    {
        Assert.Contains(name, Text.Value.Output, StringComparison.Ordinal);
        Assert.Contains(Document.Value[chapter]!.AsArray(), entry => entry!["name"]!.GetValue<string>() == name);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_is_listed(string name)
    {
        Assert.Contains($" {name} ", Text.Value.Output, StringComparison.Ordinal);
        Assert.Contains($"\"name\": \"{name}\"", Document.Value.ToJsonString(new() { WriteIndented = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Optimizers_are_those_that_the_option_takes()
    {
        OptionDescription option = OptionSet.Describe(new OptimizerOptions()).Single(o => o.Name == "optimizer");
        Assert.Equal($"one of {string.Join(", ", Optimizer.Names)}", option.Expected);
        Assert.Equal(Optimizer.Names[0], option.Default);
    }

    [Fact]
    public void Options_come_with_default_unit_and_meaning()
    {
        JsonNode option = Document.Value["algorithms"]!.AsArray().Single(a => a!["name"]!.GetValue<string>() == "a3c")!["options"]![0]!;
        Assert.Equal(["name", "default", "unit", "expected", "meaning"], option.AsObject().Select(m => m.Key));
        Assert.Equal("t-max", option["name"]!.GetValue<string>());
        Assert.Equal("5", option["default"]!.GetValue<string>());
        Assert.Equal("agent steps", option["unit"]!.GetValue<string>());
    }

    [Fact]
    public void Environments_come_with_their_preset()
    {
        JsonNode preset = Document.Value["environments"]!.AsArray().Single(e => e!["name"]!.GetValue<string>() == "catch")!["preset"]!;
        Assert.Equal(Preset.For("catch").Network, preset["network"]!.GetValue<string>());
        Assert.Equal(Preset.For("catch").AgentSteps, preset["agentSteps"]!.GetValue<long>());
    }
}
