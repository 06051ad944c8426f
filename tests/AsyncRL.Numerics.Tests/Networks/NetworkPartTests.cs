using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>Passes over a part of a network, further inputs of a branch, and the first parameters of a head.</summary>
public class NetworkPartTests
{
    private const int Rows = 4;

    [Theory]
    [InlineData(3, "critic-dense1 critic-relu1 critic-join critic-dense2 critic-relu2 critic-dense3 value")]
    [InlineData(2, "critic-dense1 critic-relu1 critic-join critic-dense2 value")]
    [InlineData(1, "critic-join critic-dense1 value")]
    [InlineData(0, "critic-join value")]
    public void Further_numbers_join_the_second_dense_layer_or_the_only_one_or_the_head(int dense, string expected)
    {
        LayerDescription[] layers = dense switch
        {
            0 => [],
            1 => [new FullyConnected(4)],
            2 => [new FullyConnected(4), new Rectifier(), new FullyConnected(5)],
            _ => [new FullyConnected(4), new Rectifier(), new FullyConnected(5), new Rectifier(), new FullyConnected(3)],
        };
        NetworkStructure structure = Pair(layers);
        var names = new List<string>();
        foreach (NetworkNode node in structure.Nodes)
        {
            if (node.Name.StartsWith("critic", StringComparison.Ordinal) || node.Name == "value") names.Add(node.Name);
        }

        Assert.Equal(expected, string.Join(" ", names));
    }

    [Fact]
    public void Further_numbers_of_pixels_join_the_second_dense_layer_behind_the_convolutions()
    {
        NetworkStructure structure = Pair(
            [new Convolution(2, 2, 1), new Rectifier(), new FullyConnected(4), new Rectifier(), new FullyConnected(5)], new Shape(4, 4, 1));
        NetworkNode join = Assert.Single(structure.Nodes, node => node.Layer is Join);
        Assert.Equal("critic-relu2", structure.Nodes[join.Source].Name);
        Assert.Equal((4 + 2, 5), (structure.Nodes[structure.JoinNode(1) + 1].Layer.Input.Size, 5));
    }

    [Fact]
    public void The_passes_of_the_parts_are_those_of_the_whole_network_bit_for_bit() => PropertyCheck.ForAll("parts", 60, draw =>
    {
        NetworkStructure structure = InputGradientTests.DrawStructure(new RandomGenerator(draw.Seed));
        bool sharesNothing = structure.Heads[0].BranchPoint == BranchPoint.Observation;
        (Activations<float> whole, float[] gradient) = Run(structure, draw.Seed, structure.Whole);
        (Activations<float> actor, float[] actorGradient) = Run(structure, draw.Seed, structure.Below(0));
        (Activations<float> critic, float[] criticGradient) = Run(structure, draw.Seed, structure.Below(1));
        Bits.AssertSame<float>(whole.HeadRows(0, 0, Rows), actor.HeadRows(0, 0, Rows), "action");
        Bits.AssertSame<float>(whole.HeadRows(1, 0, Rows), critic.HeadRows(1, 0, Rows), "value");
        for (int i = 0; i < gradient.Length; i++)
        {
            if (sharesNothing) Assert.True(actorGradient[i] == 0 || criticGradient[i] == 0, $"{i} belongs to both parts.");
            Assert.Equal(gradient[i], actorGradient[i] + criticGradient[i], 1e-4f);
        }
    });

    /// <summary>The gradient is not added to what the buffer held, although another branch reads the observation, too.</summary>
    [Fact]
    public void A_part_overwrites_the_gradient_of_the_observation()
    {
        NetworkStructure structure = Pair([new FullyConnected(4), new Rectifier(), new FullyConnected(5)]);
        Network<float> network = NetworkFactory.Single(structure, VectorWidth.Scalar);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(structure, new RandomGenerator(1));
        Activations<float> activations = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(2));
        network.Forward(parameters.Span, activations, 0, Rows);
        var clean = new float[Rows * structure.Input.Size];
        float[] dirty = [.. clean];
        Array.Fill(dirty, 1e6f);
        network.Backward(parameters.Span, activations, structure.Below(0), Rows, default, clean);
        network.Backward(parameters.Span, activations, structure.Below(0), Rows, default, dirty);
        Bits.AssertSame<float>(clean, dirty, "the gradient of the observation");
    }

    /// <summary>The layers below the join keep their outputs, so that another action needs only the layers above it.</summary>
    [Fact]
    public void The_layers_above_the_join_compute_the_value_of_another_action()
    {
        NetworkStructure structure = Pair([new FullyConnected(4), new Rectifier(), new FullyConnected(5), new Rectifier()]);
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(structure, new RandomGenerator(1));
        Activations<float> partly = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(2));
        Activations<float> wholly = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(2));
        network.Forward(parameters.Span, partly, structure.Below(1), 0, Rows);
        float before = partly.Output(1, 0)[0];
        for (int row = 0; row < Rows; row++)
        {
            partly.Joined(1, row).Fill(row - 2.5f);
            wholly.Joined(1, row).Fill(row - 2.5f);
        }

        network.Forward(parameters.Span, partly, structure.AboveJoin(1), 0, Rows);
        network.Forward(parameters.Span, wholly, 0, Rows);
        Assert.NotEqual(before, partly.Output(1, 0)[0]);
        Bits.AssertSame<float>(wholly.HeadRows(1, 0, Rows), partly.HeadRows(1, 0, Rows), "value");
    }

    [Fact]
    public void A_branch_that_nothing_joins_gets_a_sentence() => Assert.StartsWith(
        "Nothing joins the branch of the head \"action\"; expected further numbers.",
        Assert.Throws<ArgumentException>(() => Pair([new FullyConnected(4)]).AboveJoin(0)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_parameters_of_two_branches_are_divided_without_a_rest()
    {
        NetworkStructure structure = Pair([new FullyConnected(4), new Rectifier(), new FullyConnected(5)]);
        var counts = new int[structure.Layout.BlockLength];
        foreach (NetworkPart part in new[] { structure.Below(0), structure.Below(1) })
        {
            foreach ((int start, int length) in part.Parameters())
            {
                foreach (ref int count in counts.AsSpan(start, length)) count++;
            }
        }

        Assert.All(counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_head_with_a_bound_begins_within_it_whatever_the_initializer()
    {
        var structure = new NetworkStructure(
            new NetworkDescription("test", "tests", [new FullyConnected(30)]),
            Shape.Vector(5),
            new HeadDescription("action", 20) { InitialBound = 3e-3 },
            new HeadDescription("value", 1));
        foreach (Initializer initializer in Initializer.All)
        {
            var parameters = new float[structure.Layout.BlockLength];
            initializer.Initialize(structure.Layout, new RandomGenerator(1), parameters);
            foreach (ParameterSlice slice in structure.Layout.Slices)
            {
                float largest = 0;
                foreach (float number in slice.Of<float>(parameters)) largest = Math.Max(largest, Math.Abs(number));
                bool isBounded = slice.Name.StartsWith("action", StringComparison.Ordinal);
                if (isBounded) Assert.InRange(largest, 0.7 * 3e-3, 3e-3);
                else if (slice.Name.EndsWith("weights", StringComparison.Ordinal)) Assert.True(largest > 3e-3, slice.Name);
            }
        }
    }

    private static NetworkStructure Pair(LayerDescription[] layers, Shape? input = null) => new(
        new NetworkDescription("test", "tests", [.. layers]),
        input ?? Shape.Vector(3),
        new HeadDescription("action", 2) { Branch = "actor", BranchPoint = BranchPoint.Observation },
        new HeadDescription("value", 1) { Branch = "critic", BranchPoint = BranchPoint.Observation, Joined = 2 });

    private static (Activations<float> Activations, float[] Gradient) Run(NetworkStructure structure, ulong seed, NetworkPart part)
    {
        var generator = new RandomGenerator(seed);
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(structure, generator);
        Activations<float> activations = SmallNetwork.MakeActivations<float>(structure, Rows, generator);
        for (int row = 0; row < Rows; row++) Numbers.Draw(generator, activations.Joined(1, row));
        network.Forward(parameters.Span, activations, part, 0, Rows);
        var gradient = new float[structure.Layout.BlockLength];
        network.Backward(parameters.Span, activations, part, Rows, gradient);
        return (activations, gradient);
    }
}
