using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>Tests the state that networks with memory carry from row to row, and from one row 0 to the next.</summary>
public class RecurrentNetworkTests
{
    private const int Rows = 6;

    private static NetworkStructure Structure { get; } = new(
        new NetworkDescription(
            "memory", "tests", [new FullyConnected(7), new Rectifier(), new LongShortTermMemory(5), new LongShortTermMemory(3)]),
        Shape.Vector(4),
        new HeadDescription("policy", 2),
        new HeadDescription("value", 1));

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Rows_computed_one_at_a_time_are_those_of_a_batch_bit_for_bit(VectorWidth width)
    {
        Network<float> network = NetworkFactory.Single(Structure, width);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(Structure, new RandomGenerator(1));
        Activations<float> batch = MakeActivations(), acting = MakeActivations();
        network.Forward(parameters.Span, batch, 0, Rows);
        for (int row = 0; row < Rows; row++) network.Forward(parameters.Span, acting, row, 1);
        for (int node = 0; node < Structure.Nodes.Length; node++)
            Bits.AssertSame<float>(batch.OutputRows(node, 0, Rows), acting.OutputRows(node, 0, Rows), Structure.Nodes[node].Name);
    }

    [Fact]
    public void A_carried_state_continues_where_the_rows_ended()
    {
        Network<float> network = NetworkFactory.Single(Structure, VectorWidth.Scalar);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(Structure, new RandomGenerator(1));
        Activations<float> whole = MakeActivations(), parts = MakeActivations();
        network.Forward(parameters.Span, whole, 0, Rows);
        const int first = 4;
        network.Forward(parameters.Span, parts, 0, first + 1);
        parts.CarryState(first);
        for (int row = first; row < Rows; row++) whole.Input(row).CopyTo(parts.Input(row - first));
        network.Forward(parameters.Span, parts, 0, Rows - first);
        for (int row = first; row < Rows; row++)
            Bits.AssertSame<float>(whole.Output(0, row), parts.Output(0, row - first), $"row {row}");
    }

    [Fact]
    public void A_cleared_state_is_that_of_a_new_network()
    {
        Network<float> network = NetworkFactory.Single(Structure, VectorWidth.Scalar);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(Structure, new RandomGenerator(1));
        Activations<float> fresh = MakeActivations(), used = MakeActivations();
        network.Forward(parameters.Span, fresh, 0, Rows);
        network.Forward(parameters.Span, used, 0, Rows);
        used.CarryState(Rows);
        network.Forward(parameters.Span, used, 0, Rows);
        Assert.False(fresh.Output(0, 0).SequenceEqual(used.Output(0, 0)), "The carried state changed nothing.");
        used.ClearState();
        network.Forward(parameters.Span, used, 0, Rows);
        Bits.AssertSame<float>(fresh.HeadRows(0, 0, Rows), used.HeadRows(0, 0, Rows), "policy");
    }

    [Fact]
    public void A_state_that_was_saved_is_restored()
    {
        Network<float> network = NetworkFactory.Single(Structure, VectorWidth.Scalar);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(Structure, new RandomGenerator(1));
        Activations<float> saved = MakeActivations(), restored = MakeActivations();
        network.Forward(parameters.Span, saved, 0, Rows);
        saved.CarryState(Rows);
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        saved.Transfer(new StateTransfer(writer));
        bytes.Position = 0;
        using var reader = new BinaryReader(bytes);
        restored.Transfer(new StateTransfer(reader));
        Assert.Equal(bytes.Length, bytes.Position);
        network.Forward(parameters.Span, saved, 0, 1);
        network.Forward(parameters.Span, restored, 0, 1);
        Bits.AssertSame<float>(saved.Output(0, 0), restored.Output(0, 0), "policy");
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_passes_allocate_nothing(VectorWidth width)
    {
        Network<float> network = NetworkFactory.Single(Structure, width);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(Structure, new RandomGenerator(1));
        var gradient = new AlignedBlock<float>(parameters.Length);
        Activations<float> activations = MakeActivations();
        long allocated = 0;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.Forward(parameters.Span, activations, 0, Rows);
            network.Backward(parameters.Span, activations, Rows, gradient.Span);
            activations.CarryState(Rows - 1);
            activations.ClearState();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("mnih2013", false)]
    [InlineData("mnih2013-lstm", true)]
    public void A_network_with_a_layer_with_memory_is_recurrent(string name, bool recurrent) => Assert.Equal(
        recurrent, new NetworkStructure(NetworkCatalogue.Find(name)!, new Shape(84, 84, 4), new HeadDescription("value", 1)).IsRecurrent);

    [Fact]
    public void The_cells_of_the_papers_network_add_a_matrix_for_the_inputs_one_for_the_state_and_a_bias()
    {
        HeadDescription value = new("value", 1);
        var frames = new Shape(84, 84, 4);
        var plain = new NetworkStructure(NetworkCatalogue.Find("mnih2013")!, frames, value);
        var memory = new NetworkStructure(NetworkCatalogue.Find("mnih2013-lstm")!, frames, value);
        const int cells = 256;
        int added = memory.Layout.ParameterCount - plain.Layout.ParameterCount;
        Assert.Equal((cells * 4 * cells) + (cells * 4 * cells) + (4 * cells), added);
        Assert.Equal(525_312, added);
    }

    private static Activations<float> MakeActivations() => SmallNetwork.MakeActivations<float>(Structure, Rows, new RandomGenerator(2));
}
