using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Randomness;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// Backpropagation through time: whole networks with memory, with the A3C loss and a carried state that is not zero, against central
/// differences. The tolerance is that of the feed-forward networks.
/// </summary>
public class RecurrentGradientTests
{
    [Fact]
    public void Every_parameter_of_small_networks_agrees_with_central_differences() =>
        GradientProperty.Check("A3C-LSTM loss", 150, (generator, steps, terminal) => new ActorCriticProblem(
            DrawStructure(generator), steps, terminal, new AdvantageActorCriticOptions { EntropyWeight = generator.NextDouble() }));

    [Theory]
    [InlineData("mnih2013-lstm", 5, true)]
    [InlineData("mnih2013-lstm", 2, false)]
    [InlineData("mnih2015-lstm", 1, false)]
    public void Random_parameters_and_directions_of_the_papers_networks_agree(string network, int steps, bool terminal)
    {
        NetworkStructure structure = Structures.ActorCritic(new Shape(84, 84, 4), 4, NetworkCatalogue.Find(network)!.Trunk);
        var problem = new ActorCriticProblem(structure, steps, terminal, new AdvantageActorCriticOptions());
        var options = new GradientCheckOptions { VariablesPerGroup = 1, Directions = 2 };
        GradientReport report = GradientChecker.Check(problem, new RandomGenerator(1), options);
        Assert.True(report.Passed, report.ToString());
    }

    /// <summary>One or two layers of cells, with or without a rectifier below.</summary>
    private static NetworkStructure DrawStructure(RandomGenerator generator)
    {
        int actions = 1 + generator.NextInteger(5);
        LayerDescription[] below = generator.NextInteger(2) == 0 ? [] : [new FullyConnected(1 + generator.NextInteger(5)), new Rectifier()];
        LayerDescription[] above = generator.NextInteger(4) == 0 ? [new LongShortTermMemory(1 + generator.NextInteger(3))] : [];
        return Structures.ActorCritic(
            Shape.Vector(1 + generator.NextInteger(5)),
            actions,
            [.. below, new LongShortTermMemory(1 + generator.NextInteger(5)), .. above]);
    }
}
