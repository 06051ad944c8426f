using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>
/// Compares the gradients of DDPG with central differences: that of the critic, and that of the actor through the critic. The critic that
/// teaches the actor is a constant, so that the actor's loss must not reach it.
/// </summary>
public class DdpgGradientTests
{
    [Fact]
    public void Every_parameter_of_small_networks_agrees_with_central_differences() => GradientProperty.Check(
        "DDPG loss", 200, (generator, rows, _) => new DdpgProblem(DrawStructure(generator), rows));

    [Theory]
    [InlineData("ddpg", 8, 1)]
    [InlineData("ddpg-pixels", 64, 3)]
    public void Random_parameters_and_directions_of_the_papers_networks_agree(string network, int size, int channels)
    {
        Shape input = channels > 1 ? new Shape(size, size, channels) : Shape.Vector(size);
        var structure = new NetworkStructure(NetworkCatalogue.Find(network)!, input, new Ddpg().Heads(TwoNumbers));
        var options = new GradientCheckOptions { VariablesPerGroup = 1, Directions = 2 };
        GradientReport report = GradientChecker.Check(new DdpgProblem(structure, 2), new RandomGenerator(1), options);
        Assert.True(report.Passed, report.ToString());
    }

    private static Environments.ActionSpecification TwoNumbers => Environments.ActionSpecification.Continuous(2, -1, 1);

    private static NetworkStructure DrawStructure(RandomGenerator generator)
    {
        var layers = new List<LayerDescription>();
        Shape input = Shape.Vector(1 + generator.NextInteger(5));
        if (generator.NextInteger(3) == 0)
        {
            input = new Shape(4, 3, 1 + generator.NextInteger(2));
            layers.AddRange([new Convolution(1 + generator.NextInteger(3), 2, 1), new Rectifier()]);
        }

        for (int i = generator.NextInteger(3); i >= 0; i--)
        {
            layers.Add(new FullyConnected(1 + generator.NextInteger(5)));
            layers.Add(new Rectifier());
        }

        return new NetworkStructure(
            new NetworkDescription("test", "a test", [.. layers]),
            input,
            DeterministicActorCritic<double>.Heads(1 + generator.NextInteger(3), 1));
    }
}
