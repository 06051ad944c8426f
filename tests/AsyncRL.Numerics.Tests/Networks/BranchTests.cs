using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>Tests networks whose heads share all layers, all but the last, or none.</summary>
public class BranchTests
{
    private const int Rows = 3;

    [Theory]
    [InlineData(BranchPoint.Heads, "dense1, relu1, dense2, relu2, left, right")]
    [InlineData(BranchPoint.LastLayer, "dense1, relu1, a-dense1, a-relu1, b-dense1, b-relu1, left, right")]
    [InlineData(BranchPoint.Observation, "a-dense1, a-relu1, a-dense2, a-relu2, b-dense1, b-relu1, b-dense2, b-relu2, left, right")]
    public void Layers_below_the_branch_point_are_shared_and_those_above_are_each_branchs_own(BranchPoint point, string names) =>
        Assert.Equal(names, string.Join(", ", Array.ConvertAll([.. Make(point).Nodes], node => node.Name)));

    [Theory]
    [InlineData(BranchPoint.Heads)]
    [InlineData(BranchPoint.LastLayer)]
    [InlineData(BranchPoint.Observation)]
    public void A_head_reads_the_layers_of_its_own_branch(BranchPoint point)
    {
        NetworkStructure structure = Make(point);
        Network<double> network = NetworkFactory.Double(structure);
        AlignedBlock<double> parameters = SmallNetwork.MakeParameters<double>(structure, new RandomGenerator(1));
        Activations<double> activations = SmallNetwork.MakeActivations<double>(structure, Rows, new RandomGenerator(2));
        network.Forward(parameters.Span, activations, 0, Rows);
        double[] left = activations.HeadRows(0, 0, Rows).ToArray(), right = activations.HeadRows(1, 0, Rows).ToArray();
        foreach (ParameterSlice slice in structure.Layout.Slices)
        {
            double saved = slice.Of(parameters.Span)[0];
            for (int i = 0; i < slice.Length; i++) slice.Of(parameters.Span)[i] += 0.5;
            network.Forward(parameters.Span, activations, 0, Rows);
            bool ofA = slice.Name.StartsWith("a-", StringComparison.Ordinal) || slice.Name.StartsWith("left", StringComparison.Ordinal);
            bool ofB = slice.Name.StartsWith("b-", StringComparison.Ordinal) || slice.Name.StartsWith("right", StringComparison.Ordinal);
            Assert.Equal(!ofB, !activations.HeadRows(0, 0, Rows).SequenceEqual(left));
            Assert.Equal(!ofA, !activations.HeadRows(1, 0, Rows).SequenceEqual(right));
            for (int i = 0; i < slice.Length; i++) slice.Of(parameters.Span)[i] -= 0.5;
            Assert.Equal(saved, slice.Of(parameters.Span)[0], 1e-12);
        }
    }

    [Fact]
    public void Branches_that_share_nothing_are_two_networks()
    {
        NetworkStructure both = Make(BranchPoint.Observation);
        NetworkStructure one = new(Description, Shape.Vector(4), new HeadDescription("left", 2));
        Network<double> network = NetworkFactory.Double(both), alone = NetworkFactory.Double(one);
        AlignedBlock<double> parameters = SmallNetwork.MakeParameters<double>(both, new RandomGenerator(1));
        var part = new AlignedBlock<double>(one.Layout.BlockLength);
        CopySlices(both, parameters.Span, one, part.Span);
        Activations<double> activations = SmallNetwork.MakeActivations<double>(both, Rows, new RandomGenerator(2));
        var own = new Activations<double>(one, Rows);
        for (int row = 0; row < Rows; row++)
        {
            activations.Input(row).CopyTo(own.Input(row));
            activations.OutputGradient(0, row).CopyTo(own.OutputGradient(0, row));
        }

        network.Forward(parameters.Span, activations, 0, Rows);
        alone.Forward(part.Span, own, 0, Rows);
        Bits.AssertSame<double>(own.HeadRows(0, 0, Rows), activations.HeadRows(0, 0, Rows), "left");
        AlignedBlock<double> gradient = new(parameters.Length), expected = new(part.Length), found = new(part.Length);
        network.Backward(parameters.Span, activations, Rows, gradient.Span);
        alone.Backward(part.Span, own, Rows, expected.Span);
        CopySlices(both, gradient.Span, one, found.Span);
        Bits.AssertSame<double>(expected.Span, found.Span, "gradient");
    }

    /// <summary>In a network with memory, the last layer with parameters is the layer of cells.</summary>
    [Fact]
    public void Branches_of_a_network_with_memory_part_below_the_cells()
    {
        var structure = new NetworkStructure(
            new NetworkDescription("memory", "tests", [new FullyConnected(6), new Rectifier(), new LongShortTermMemory(3)]),
            Shape.Vector(4),
            [.. Heads(BranchPoint.LastLayer)]);
        Assert.Equal(
            "dense1, relu1, a-lstm1, b-lstm1, left, right", string.Join(", ", Array.ConvertAll([.. structure.Nodes], node => node.Name)));
    }

    private static NetworkDescription Description { get; } =
        new("branches", "tests", [new FullyConnected(6), new Rectifier(), new FullyConnected(5), new Rectifier()]);

    private static NetworkStructure Make(BranchPoint point) => new(Description, Shape.Vector(4), [.. Heads(point)]);

    private static HeadDescription[] Heads(BranchPoint point) =>
    [
        new("left", 2) { Branch = point == BranchPoint.Heads ? "" : "a", BranchPoint = point },
        new("right", 3) { Branch = point == BranchPoint.Heads ? "" : "b", BranchPoint = point },
    ];

    /// <summary>
    /// Copies the parameters that have the same name in both networks. Branch "a" of the first network is the second network.
    /// </summary>
    private static void CopySlices(NetworkStructure from, Span<double> source, NetworkStructure to, Span<double> destination)
    {
        foreach (ParameterSlice target in to.Layout.Slices)
        {
            foreach (ParameterSlice slice in from.Layout.Slices)
            {
                if (slice.Name == target.Name || slice.Name == "a-" + target.Name) slice.Of(source).CopyTo(target.Of(destination));
            }
        }
    }
}
