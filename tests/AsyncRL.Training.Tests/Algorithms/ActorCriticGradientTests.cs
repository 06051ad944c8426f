using System.Collections.Immutable;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Compares the gradients of whole networks with the A3C loss with central differences.</summary>
public class ActorCriticGradientTests
{
    [Fact]
    public void Every_parameter_of_small_networks_agrees_with_central_differences() =>
        GradientProperty.Check("A3C loss", 300, (generator, steps, terminal) =>
            new ActorCriticProblem(DrawStructure(generator), steps, terminal, DrawOptions(generator)));

    [Fact]
    public void Several_choices_at_once_agree_with_central_differences() =>
        GradientProperty.Check("A3C loss of several choices", 100, (generator, steps, terminal) =>
        {
            var counts = new int[1 + generator.NextInteger(3)];
            foreach (ref int count in counts.AsSpan()) count = 1 + generator.NextInteger(4);
            int logits = ActionSpecification.MultiDiscrete(counts).TotalCount;
            return new ActorCriticProblem(Structures.Perceptron(4, 6, logits), steps, terminal, DrawOptions(generator), counts);
        });

    [Theory]
    [InlineData("mnih2013", 5, true)]
    [InlineData("mnih2013", 2, false)]
    [InlineData("mnih2015", 1, false)]
    [InlineData("mnih2013-lstm", 5, true)]
    [InlineData("mnih2013-lstm", 2, false)]
    [InlineData("mnih2015-lstm", 1, false)]
    public void Random_parameters_and_directions_of_the_papers_networks_agree(string network, int steps, bool terminal)
    {
        NetworkStructure structure = Structures.ActorCritic(new Shape(84, 84, 4), 4, NetworkCatalogue.Find(network)!.Trunk);
        var problem = new ActorCriticProblem(structure, steps, terminal, new A3COptions());
        var options = new GradientCheckOptions { VariablesPerGroup = 1, Directions = 2 };
        GradientReport report = GradientChecker.Check(problem, new RandomGenerator(1), options);
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void The_advantage_is_a_constant() => CheckAdvantage(leaky: false, expected: true);

    [Fact]
    public void A_gradient_that_flowed_through_the_value_would_be_noticed() => CheckAdvantage(leaky: true, expected: false);

    private static void CheckAdvantage(bool leaky, bool expected) => PropertyCheck.ForAllSeeds("advantage", 50, seed =>
    {
        var problem = new AdvantageLeakProblem(Structures.Perceptron(4, 6, 3), steps: 5, leaky);
        GradientReport report = GradientChecker.Check(problem, new RandomGenerator(seed));
        Assert.False(report.RedrawnTooOften, report.ToString());
        Assert.True(report.Passed == expected, report.ToString());
    });

    private static A3COptions DrawOptions(RandomGenerator generator) => new()
    {
        Discount = generator.NextDouble(),
        EntropyWeight = generator.NextInteger(4) == 0 ? 0 : generator.NextDouble(),
        ValueGradientScale = 2 * generator.NextDouble(),
    };

    private static NetworkStructure DrawStructure(RandomGenerator generator)
    {
        int actions = 1 + generator.NextInteger(6);
        if (generator.NextInteger(2) == 0)
            return Structures.ActorCritic(Shape.Vector(1 + generator.NextInteger(6)), actions, DrawDenseTrunk(generator));
        int kernel = 1 + generator.NextInteger(3), stride = 1 + generator.NextInteger(2);
        var input = new Shape(kernel + generator.NextInteger(3), kernel + generator.NextInteger(3), 1 + generator.NextInteger(2));
        var convolution = new Convolution(1 + generator.NextInteger(3), kernel, stride);
        return Structures.ActorCritic(input, actions, [convolution, new Rectifier(), .. DrawDenseTrunk(generator)]);
    }

    private static ImmutableArray<LayerDescription> DrawDenseTrunk(RandomGenerator generator)
    {
        var trunk = ImmutableArray.CreateBuilder<LayerDescription>();
        for (int layers = generator.NextInteger(3); layers > 0; layers--)
        {
            trunk.Add(new FullyConnected(1 + generator.NextInteger(6)));
            trunk.Add(new Rectifier());
        }

        return trunk.ToImmutable();
    }
}
