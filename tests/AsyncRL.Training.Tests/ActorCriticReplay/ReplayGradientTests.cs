using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.ActorCriticReplay;

/// <summary>The gradients of whole networks with the losses of ACER and PGQL against central differences.</summary>
public class ReplayGradientTests
{
    [Theory]
    [InlineData("probabilities", "retrace")]
    [InlineData("log-probabilities", "tree-backup")]
    [InlineData("logits", "q-lambda")]
    public void The_loss_of_acer_agrees_with_central_differences(string space, string trace) =>
        GradientProperty.Check($"ACER in {space}", 100, (generator, steps, terminal) =>
        {
            int actions = 1 + generator.NextInteger(5);
            return new AcerProblem(AcerStructure(4, 6, actions), steps, terminal, new AcerOptions
            {
                Discount = generator.NextDouble(),
                EntropyWeight = generator.NextDouble(),
                ValueGradientScale = 2 * generator.NextDouble(),
                Truncation = 3 * generator.NextDouble(),
                Trace = trace,
                Lambda = generator.NextDouble(),
                TrustRegion = generator.NextInteger(3) == 0 ? 0 : generator.NextDouble(),
                TrustRegionSpace = space,
            });
        });

    [Theory]
    [InlineData("paper")]
    [InlineData("exact")]
    public void The_loss_of_pgql_agrees_with_central_differences(string form) =>
        GradientProperty.Check($"PGQL, {form}", 100, (generator, steps, _) =>
        {
            var options = new PgqlOptions { Temperature = generator.NextDouble(), ReplayGradient = form };
            return new PgqlProblem(Structures.Perceptron(4, 6, 1 + generator.NextInteger(5)), steps, options);
        });

    /// <summary>One hidden layer of rectifiers under the heads of ACER.</summary>
    internal static NetworkStructure AcerStructure(int inputs, int units, int actions) => new(
        new NetworkDescription("test", "a test", [new FullyConnected(units), new Rectifier()]),
        Shape.Vector(inputs),
        new HeadDescription("policy", actions),
        new HeadDescription("q", actions));
}
