using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Environments.Normalization;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

public sealed class ListTests
{
    private static readonly Lazy<CommandResult> Text = new(() => CommandLine.Run("list", "--all"));
    private static readonly Lazy<JsonObject> Document = new(() => CommandLine.Run("list", "--json").Document);

    public static TheoryData<string, string> Named
    {
        get
        {
            var named = new TheoryData<string, string>();
            foreach (EnvironmentDescription environment in EnvironmentCatalogue.All) named.Add("environments", environment.Name);
            foreach (Algorithm algorithm in Parts<Algorithm>.All) named.Add("algorithms", algorithm.Name);
            foreach (NetworkDescription network in NetworkCatalogue.All) named.Add("networks", network.Name);
            foreach (string optimizer in Optimizer.Names) named.Add("optimizers", optimizer);
            foreach (Initializer initializer in Initializer.All) named.Add("initializers", initializer.Name);
            foreach (string sharing in SharingMode.Names) named.Add("sharingModes", sharing);
            foreach (string execution in TrainingConfiguration.Executions) named.Add("executionModes", execution);
            return named;
        }
    }

    public static TheoryData<string> Options
    {
        get
        {
            var records = new List<object>
            {
                new WrapperOptions(), new NetworkOptions(), new OptimizerOptions(), new RunOptions(), new ExchangeOptions(),
            };
            records.AddRange(EnvironmentCatalogue.All.Select(e => e.DefaultOptions));
            records.AddRange(Parts<Algorithm>.All.Select(a => a.AllOptions));
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

    /// <summary>The tests above read names from the same source as the command. These names must be among them.</summary>
    [Theory]
    [InlineData("algorithms", "a3c a3c-continuous n-step-q one-step-q one-step-sarsa")]
    [InlineData("networks", "mlp mlp-2 mlp-lstm states-lstm pixels-lstm catch-lstm mnih2013-lstm mnih2015-lstm")]
    [InlineData("optimizers", "shared-rmsprop rmsprop momentum-sgd shared-adam adam")]
    [InlineData("executionModes", "threads simulated")]
    [InlineData("wrapperOptions", "normalize-observations normalize-rewards")]
    [InlineData("environments", "pendulum mountain-car-continuous cartpole")]
    public void Chapters_hold_these_names(string chapter, string names)
    {
        HashSet<string> listed = [.. Document.Value[chapter]!.AsArray().Select(entry => entry!["name"]!.GetValue<string>())];
        Assert.Subset(listed, names.Split(' ').ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_is_listed(string name)
    {
        Assert.Contains($" {name} ", Text.Value.Output, StringComparison.Ordinal);
        Assert.Contains($"\"name\": \"{name}\"", Document.Value.ToJsonString(new() { WriteIndented = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Alone_it_is_an_overview_of_one_screen()
    {
        CommandResult overview = CommandLine.Run("list");
        overview.AssertSucceeded();
        string[] lines = overview.Output.TrimEnd().Split(Environment.NewLine);
        Assert.InRange(lines.Length, 10, 40);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        overview.AssertPrinted([.. EnvironmentCatalogue.All.Select(e => e.Name), .. Parts<Algorithm>.All.Select(a => a.Name)]);
        overview.AssertPrinted("learning-rate", "evaluation-episodes", "asyncrl list NAME", "asyncrl list --all");
    }

    [Theory]
    [InlineData("catch", "paddle-width", "paper's network scaled to small boards")]
    [InlineData("CartPole-v1", "Balance a pole", "time-limit")]
    [InlineData("catch", "action names", "left, stay, right")]
    [InlineData("--environment cartpole", "observation names", "cart velocity (m/s), pole angle (rad)")]
    [InlineData("A3C", "t-max", "paper")]
    [InlineData("learning-rate", "7e-4", "plateau")]
    [InlineData("Oxygen", "seaquest", "seconds")]
    [InlineData("options", "evaluation-agent-steps", "clip-norm")]
    [InlineData("networks", "mlp-lstm", "mnih2015")]
    [InlineData("--environment catch", "paddle-width", "preset")]
    [InlineData("--network catch", "conv 16@4×4/2", "small boards")]
    [InlineData("--optimizer adam", "adam", "thread")]
    [InlineData("--sharing hogwild --algorithm a3c", "hogwild", "t-max")]
    public void One_thing_is_shown_in_full(string line, params string[] parts)
    {
        CommandResult shown = CommandLine.Run(["list", .. line.Split(' ')]);
        shown.AssertSucceeded();
        shown.AssertPrinted(parts);
        Assert.DoesNotContain("bomb-interval", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_kind_shows_nothing_of_another() => Assert.DoesNotContain(
        "paddle-width", CommandLine.Run("list", "--network", "catch").Output, StringComparison.Ordinal);

    [Fact]
    public void One_thing_is_a_document_too()
    {
        JsonObject document = CommandLine.Run("list", "catch", "--json").Document;
        Assert.Equal(["environments", "networks"], document.Select(chapter => chapter.Key));
        Assert.Equal("catch", Assert.Single(document["environments"]!.AsArray())!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("list cach", "did you mean catch")]
    [InlineData("list --network catsh", "network", "did you mean catch")]
    [InlineData("list --algorithm catch", "algorithm", "a3c, a3c-continuous")]
    [InlineData("list xyzzy", "asyncrl list")]
    public void What_does_not_exist_is_refused(string line, params string[] parts) => CommandLine.Run(line.Split(' ')).AssertRefused(parts);

    [Fact]
    public void Optimizers_are_those_that_the_option_takes()
    {
        OptionDescription option = OptionSet.Describe(new OptimizerOptions()).Single(o => o.Name == "optimizer");
        string[] listed = [.. Document.Value["optimizers"]!.AsArray().Select(entry => entry!["name"]!.GetValue<string>())];
        Assert.Equal(Optimizer.Names, listed);
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
    public void Environments_name_the_algorithms_without_known_settings()
    {
        JsonArray environments = Document.Value["environments"]!.AsArray();
        JsonNode acrobot = environments.Single(e => e!["name"]!.GetValue<string>() == "acrobot")!;
        Assert.Equal(
            "acer, ape-x, dqn, ga3c, lin, n-step-q, nfq, one-step-q, one-step-sarsa, paac, pgql, r2d2, unreal",
            acrobot["noSettingsKnownFor"]!.GetValue<string>());
        JsonNode known = environments.Single(e => e!["name"]!.GetValue<string>() == "catch")!;
        Assert.Equal("lin, nfq, r2d2, unreal", known["noSettingsKnownFor"]!.GetValue<string>());
        JsonNode freeway = environments.Single(e => e!["name"]!.GetValue<string>() == "freeway")!;
        Assert.StartsWith("No settings are known to learn freeway", freeway["caveat"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Environments_come_with_their_preset()
    {
        JsonNode preset = Document.Value["environments"]!.AsArray().Single(e => e!["name"]!.GetValue<string>() == "catch")!["preset"]!;
        Assert.Equal(Preset.For("catch").Network, preset["network"]!.GetValue<string>());
        Assert.Equal(Preset.For("catch").AgentSteps, preset["agentSteps"]!.GetValue<long>());
    }
}
