using System.Collections.Immutable;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Commands;
using AsyncRL.Cli.Gradients;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Cli.Tests;

public sealed class GradcheckTests
{
    public static TheoryData<string> Networks => [.. NetworkCatalogue.All.Select(n => n.Name)];

    [Fact]
    public void A_network_is_checked_parameter_by_parameter()
    {
        CommandResult result = CommandLine.Run("gradcheck", "--network", "mlp");
        result.AssertSucceeded();
        foreach (string parameter in new[] { "dense1.weights", "dense1.bias", "policy.weights", "value.bias", "random directions" })
            result.AssertPrinted(parameter);
        result.AssertPrinted("All gradients agree");
    }

    [Theory]
    [InlineData("--layer", "lstm", "recurrent-weights", 3)]
    [InlineData("--term", "policyentropy", "ntropy", 3)]
    public void One_layer_or_one_term_is_checked_alone(string option, string name, string part, int functions)
    {
        CommandResult result = CommandLine.Run("gradcheck", option, name, "--json");
        result.AssertSucceeded();
        result.AssertPrinted(part);
        Assert.Equal(functions, result.Document["functions"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("--layer", "lstn", "There is no layer \"lstn\"; did you mean Lstm?")]
    [InlineData("--term", "entropy", "There is no term \"entropy\"; did you mean PolicyEntropy?")]
    [InlineData("--network", "mlp2", "There is no network \"mlp2\"; did you mean mlp (asyncrl list shows all)?")]
    public void What_does_not_exist_is_refused(string option, string name, string sentence) =>
        CommandLine.Run("gradcheck", option, name).AssertRefused(sentence);

    [Fact]
    public void Json_is_one_document()
    {
        CommandResult result = CommandLine.Run("gradcheck", "--network", "mlp", "--seed", "3", "--json");
        result.AssertSucceeded();
        JsonObject document = result.Document;
        Assert.True(document["passed"]!.GetValue<bool>());
        JsonArray parameters = document["functions"]![0]!["parameters"]!.AsArray();
        Assert.Equal(7, parameters.Count);
        foreach (JsonNode? parameter in parameters) Assert.InRange(parameter!["largestError"]!.GetValue<double>(), 0, 1e-6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_gradient_that_disagrees_gives_exit_code_1(bool json)
    {
        using var output = new StringWriter();
        using var signals = new StopSignals(_ => { });
        var consoleHost = new ConsoleHost { Output = output, Error = TextWriter.Null, Signals = signals };
        ImmutableArray<GradientReportRow> rows = [new("weights", 6, 6, 0.5, 2, 1, 2, 1e-6)];
        int exitCode = GradcheckCommand.Conclude(consoleHost, [new GradientReport("a broken layer", rows, 6, 0, 0.2)], json);
        Assert.Equal(1, exitCode);
        Assert.Contains(json ? "\"passed\": false" : "DISAGREES", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_layer_and_every_term_is_found_by_type()
    {
        var generator = new RandomGenerator(1);
        List<IDifferentiable> problems = [.. GradientSubjects.Layers(generator), .. GradientSubjects.Terms(generator)];
        int types = typeof(Layer).Assembly.GetTypes().Count(
            t => t.IsClass && (t.IsAssignableTo(typeof(ISampledLayer)) || t.IsAssignableTo(typeof(ISampledLossTerm))));
        Assert.True(types >= 6);
        Assert.Equal(3 * types, problems.Count);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_network_has_observations_that_fit_it(string name)
    {
        NetworkDescription network = NetworkCatalogue.Find(name)!;
        List<IDifferentiable> problems = [.. GradientSubjects.Network(network)];

        // DDPG learns only with networks without memory.
        Assert.Equal(network.Trunk.Any(layer => layer is LongShortTermMemory) ? 3 : 4, problems.Count);
        Assert.All(problems, problem => Assert.StartsWith(name, problem.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_signal_gives_up()
    {
        CommandResult result = CommandLine.Run(new CommandOptions { SignalAtStart = PosixSignal.SIGTERM }, "gradcheck");
        Assert.Equal(143, result.ExitCode);
        Assert.Equal("", result.Output);
    }
}
