using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// Backpropagation through time: compares whole networks with memory, with the A3C loss and a nonzero carried state, with central
/// differences. The tolerance is that of the feed-forward networks. The paper's networks with memory are tested in <see
/// cref="ActorCriticGradientTests"/>.
/// </summary>
public class RecurrentGradientTests
{
    [Fact]
    public void Every_parameter_of_small_networks_agrees_with_central_differences() => GradientProperty.Check(
        "A3C-LSTM loss",
        150,
        (generator, steps, terminal) => new ActorCriticProblem(
            DrawStructure(generator), steps, terminal, new A3COptions { EntropyWeight = generator.NextDouble() }),
        extrapolates: true);

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
