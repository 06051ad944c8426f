using System.Collections.Immutable;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Compares the gradients of whole networks with the loss of the value methods with central differences.</summary>
public class ActionValueGradientTests
{
    [Theory]
    [InlineData("feed-forward", false, "squared")]
    [InlineData("feed-forward", false, "huber")]
    [InlineData("feed-forward", true, "squared")]
    [InlineData("feed-forward", true, "huber")]
    [InlineData("with memory", false, "squared")]
    [InlineData("with memory", true, "huber")]
    public void Every_parameter_of_small_networks_agrees_with_central_differences(string network, bool dueling, string error) =>
        GradientProperty.Check(
            "action-value loss",
            60,
            (generator, steps, terminal) =>
            {
                NetworkStructure structure = DrawStructure(network, dueling, generator);
                var options = new NStepOptions
                {
                    Error = error,
                    Discount = generator.NextDouble(),
                    ValueGradientScale = 2 * generator.NextDouble(),
                };
                return new ActionValueProblem(structure, steps, terminal, options);
            },
            extrapolates: network == "with memory");

    [Theory]
    [InlineData("mnih2013", 5, true, false)]
    [InlineData("mnih2013", 2, false, true)]
    public void Random_parameters_and_directions_of_the_papers_networks_agree(string network, int steps, bool terminal, bool dueling)
    {
        NetworkStructure structure =
            Structures.ActionValues(new Shape(84, 84, 4), 4, dueling, NetworkCatalogue.Find(network)!.Trunk);
        var problem = new ActionValueProblem(structure, steps, terminal, new NStepOptions());
        var options = new GradientCheckOptions { VariablesPerGroup = 1, Directions = 2 };
        GradientReport report = GradientChecker.Check(problem, new RandomGenerator(1), options);
        Assert.True(report.Passed, report.ToString());
    }

    /// <summary>The checker draws a nonzero initial state for layers with memory.</summary>
    private static NetworkStructure DrawStructure(string network, bool dueling, RandomGenerator generator)
    {
        var trunk = ImmutableArray.CreateBuilder<LayerDescription>();
        for (int layers = generator.NextInteger(3); layers > 0; layers--)
        {
            trunk.Add(new FullyConnected(1 + generator.NextInteger(5)));
            trunk.Add(new Rectifier());
        }

        if (network == "with memory") trunk.Add(new LongShortTermMemory(1 + generator.NextInteger(3)));
        else if (trunk.Count == 0) trunk.Add(new FullyConnected(3));
        return Structures.ActionValues(
            Shape.Vector(1 + generator.NextInteger(5)), 1 + generator.NextInteger(5), dueling, trunk.ToImmutable());
    }
}
