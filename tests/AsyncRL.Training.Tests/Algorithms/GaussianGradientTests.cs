using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// Compares whole policy and value networks with the loss of continuous A3C with central differences, with and without memory.
/// </summary>
public class GaussianGradientTests
{
    [Fact]
    public void Every_parameter_of_small_networks_agrees_with_central_differences() => GradientProperty.Check(
        "continuous A3C loss",
        200,
        (generator, steps, terminal) => new GaussianProblem(DrawStructure(generator), steps, terminal, DrawOptions(generator)),
        extrapolates: true);

    [Fact]
    public void Random_parameters_and_directions_of_the_papers_network_for_states_agree() =>
        AssertAgrees("states-lstm", Shape.Vector(8), steps: 20);

    [Fact]
    public void Random_parameters_and_directions_of_the_papers_network_for_pixels_agree() =>
        AssertAgrees("pixels-lstm", new Shape(84, 84, 3), steps: 2);

    private static void AssertAgrees(string network, Shape input, int steps)
    {
        var structure = new NetworkStructure(NetworkCatalogue.Find(network)!, input, GaussianHeads.All(2));
        var problem = new GaussianProblem(structure, steps, terminal: false, new A3CContinuousOptions());
        var options = new GradientCheckOptions { VariablesPerGroup = 1, Directions = 2 };
        GradientReport report = GradientChecker.Check(problem, new RandomGenerator(1), options);
        Assert.True(report.Passed, report.ToString());
    }

    private static A3CContinuousOptions DrawOptions(RandomGenerator generator) => new()
    {
        Discount = generator.NextDouble(),
        EntropyWeight = generator.NextDouble(),
        ValueGradientScale = 2 * generator.NextDouble(),
        VarianceFloor = 0.01 + generator.NextDouble(),
    };

    private static NetworkStructure DrawStructure(RandomGenerator generator)
    {
        LayerDescription[] memory = generator.NextInteger(2) == 0 ? [] : [new LongShortTermMemory(1 + generator.NextInteger(4))];
        var dense = new FullyConnected(1 + generator.NextInteger(5));
        var description = new NetworkDescription("test", "a test", [dense, new Rectifier(), .. memory]);
        var input = Shape.Vector(1 + generator.NextInteger(5));
        return new NetworkStructure(description, input, GaussianHeads.All(1 + generator.NextInteger(3)));
    }
}
