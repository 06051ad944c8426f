using System.Collections.Immutable;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Randomness;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Whole networks with the loss of the value methods against central differences.</summary>
public class ActionValueGradientTests
{
    private const int LongestSegment = 20;

    /// <summary>The share of comparisons that may meet a kink, over all draws.</summary>
    private const double LargestRedrawnShare = 0.2;

    /// <summary>As for A3C: a step so wide that rounding does not matter, each draw going on until everything is compared.</summary>
    private static readonly GradientCheckOptions WideStep = new() { Step = 1e-5, LargestRedrawnShare = 0.95 };

    [Theory]
    [InlineData("feed-forward", false, "squared")]
    [InlineData("feed-forward", false, "huber")]
    [InlineData("feed-forward", true, "squared")]
    [InlineData("feed-forward", true, "huber")]
    [InlineData("with memory", false, "squared")]
    [InlineData("with memory", true, "huber")]
    public void Every_parameter_of_small_networks_agrees_with_central_differences(string network, bool dueling, string error)
    {
        Gen<SegmentDraw> draws =
            from seed in PropertyCheck.Seeds
            from steps in Gen.Choose(1, LongestSegment)
            from terminal in Gen.Elements(true, false)
            select new SegmentDraw(seed, steps, terminal);
        (int begun, int redrawn) = (0, 0);
        PropertyCheck.ForAll("action-value loss", 60, draws, draw =>
        {
            var generator = new RandomGenerator(draw.Seed);
            NetworkStructure structure = DrawStructure(network, dueling, generator);
            var options = new NStepOptions
            {
                Error = error,
                Discount = generator.NextDouble(),
                ValueGradientScale = 2 * generator.NextDouble(),
            };
            var problem = new ActionValueProblem(structure, draw.Steps, draw.Terminal, options);
            GradientReport report = GradientChecker.Check(problem, generator, WideStep);
            Assert.True(report.Passed, report.ToString());
            begun += report.Draws;
            redrawn += report.Redrawn;
        });
        Assert.True(
            redrawn <= LargestRedrawnShare * begun,
            $"{redrawn} of {begun} comparisons met a kink; expected at most {LargestRedrawnShare:P0}.");
    }

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

    /// <summary>The checker draws a state other than zero into layers with memory.</summary>
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

    private sealed record SegmentDraw(ulong Seed, int Steps, bool Terminal);
}
