using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

public class NetworkTests
{
    private const int Rows = 5;

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Activations_kept_while_acting_are_those_of_a_batch_bit_for_bit(VectorWidth width)
    {
        NetworkStructure structure = SmallNetwork.Make();
        Network<float> network = NetworkFactory.Single(structure, width);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(structure, new RandomGenerator(1));
        Activations<float> batch = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(2));
        Activations<float> acting = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(2));
        network.Forward(parameters.Span, batch, 0, Rows);
        for (int row = 0; row < Rows; row++) network.Forward(parameters.Span, acting, row, 1);

        for (int layer = 0; layer <= structure.Trunk.Length; layer++)
            Bits.AssertSame<float>(batch.InputRows(layer, 0, Rows), acting.InputRows(layer, 0, Rows), $"input of layer {layer}");
        for (int head = 0; head < structure.Heads.Length; head++)
            Bits.AssertSame<float>(batch.HeadRows(head, 0, Rows), acting.HeadRows(head, 0, Rows), structure.Heads[head].Name);
    }

    [Fact]
    public void The_passes_refuse_activations_and_parts_of_another_network()
    {
        NetworkStructure structure = SmallNetwork.Make(), other = SmallNetwork.Make();
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        float[] parameters = new float[structure.Layout.BlockLength], gradient = new float[parameters.Length];
        var own = new Activations<float>(structure, Rows);
        var foreign = new Activations<float>(other, Rows);
        Refuses(() => network.Forward(parameters, foreign, 0, 1));
        Refuses(() => network.Forward(parameters, own, other.Whole, 0, 1));
        Refuses(() => network.Backward(parameters, foreign, 1, gradient));
        Refuses(() => network.Backward(parameters, own, other.Whole, 1, gradient));
        Refuses(() => network.Backward(parameters, foreign, 1, new SegmentGradient<float>(own, keepsFactors: false)));

        static void Refuses(Action pass) => Assert.Contains("of another network", Assert.Throws<ArgumentException>(pass).Message);
    }

    [Fact]
    public void Forward_leaves_the_other_rows_alone()
    {
        NetworkStructure structure = SmallNetwork.Make();
        Activations<float> activations = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(2));
        activations.HeadRows(0, 0, Rows).Fill(7);
        NetworkFactory.Single(structure, VectorChoice.Widest).Forward(
            SmallNetwork.MakeParameters<float>(structure, new RandomGenerator(1)).Span, activations, 2, 2);
        for (int row = 0; row < Rows; row++) Assert.Equal(row is 2 or 3, activations.Output(0, row).ContainsAnyExcept(7));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_adds_to_the_gradient(bool withoutTrunk)
    {
        NetworkStructure structure = withoutTrunk ? SmallNetwork.MakeWithoutTrunk() : SmallNetwork.Make();
        Network<double> network = NetworkFactory.Double(structure);
        AlignedBlock<double> parameters = SmallNetwork.MakeParameters<double>(structure, new RandomGenerator(1));
        Activations<double> activations = SmallNetwork.MakeActivations<double>(structure, Rows, new RandomGenerator(2));
        var gradient = new AlignedBlock<double>(structure.Layout.BlockLength);
        network.Forward(parameters.Span, activations, 0, Rows);
        network.Backward(parameters.Span, activations, Rows, gradient.Span);
        double[] once = gradient.Span.ToArray();
        network.Backward(parameters.Span, activations, Rows, gradient.Span);
        foreach (ParameterSlice slice in structure.Layout.Slices)
        {
            Assert.True(slice.Of((ReadOnlySpan<double>)once).ContainsAnyExcept(0), $"The gradient of {slice.Name} is all zero.");
            for (int i = slice.Offset; i < slice.Offset + slice.Length; i++) Assert.Equal(2 * once[i], gradient.Span[i], 1e-12);
        }
    }

    [Fact]
    public void Backward_of_fewer_rows_ignores_the_rest()
    {
        NetworkStructure structure = SmallNetwork.Make();
        Network<double> network = NetworkFactory.Double(structure);
        AlignedBlock<double> parameters = SmallNetwork.MakeParameters<double>(structure, new RandomGenerator(1));
        AlignedBlock<double> full = new(structure.Layout.BlockLength), part = new(structure.Layout.BlockLength);
        Activations<double> activations = SmallNetwork.MakeActivations<double>(structure, Rows, new RandomGenerator(2));
        network.Forward(parameters.Span, activations, 0, Rows);
        network.Backward(parameters.Span, activations, 3, part.Span);
        for (int head = 0; head < structure.Heads.Length; head++) activations.HeadGradientRows(head, 3, Rows - 3).Clear();
        network.Backward(parameters.Span, activations, Rows, full.Span);
        for (int i = 0; i < full.Length; i++) Assert.Equal(full.Span[i], part.Span[i], 1e-12);
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void A_network_runs_over_the_vector_that_was_asked_for(VectorWidth width) =>
        Assert.Equal(width, NetworkFactory.Single(SmallNetwork.Make(), width).VectorWidth);

    [Fact]
    public void The_network_of_doubles_runs_one_number_at_a_time() =>
        Assert.Equal(VectorWidth.Scalar, NetworkFactory.Double(SmallNetwork.Make()).VectorWidth);

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_passes_allocate_nothing(VectorWidth width)
    {
        NetworkStructure structure = SmallNetwork.Make();
        Network<float> network = NetworkFactory.Single(structure, width);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(structure, new RandomGenerator(1));
        var gradient = new AlignedBlock<float>(parameters.Length);
        Activations<float> activations = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(2));
        long allocated = 0;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.Forward(parameters.Span, activations, 0, 1);
            network.Forward(parameters.Span, activations, 1, Rows - 1);
            network.Backward(parameters.Span, activations, Rows, gradient.Span);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Blocks_of_another_layout_get_a_sentence()
    {
        NetworkStructure structure = SmallNetwork.MakeWithoutTrunk();
        Network<float> network = NetworkFactory.Single(structure, VectorWidth.Scalar);
        var activations = new Activations<float>(structure, 1);
        var right = new float[structure.Layout.BlockLength];
        foreach (int length in new[] { 0, right.Length - 16, right.Length + 16 })
        {
            var wrong = new float[length];
            string sentence = $"has {length} numbers; expected {right.Length}.";
            Assert.Equal("network: parameters " + sentence, Message(() => network.Forward(wrong, activations, 0, 1)));
            Assert.Equal("network: parameters " + sentence, Message(() => network.Backward(wrong, activations, 1, right)));
            Assert.Equal("network: gradient " + sentence, Message(() => network.Backward(right, activations, 1, wrong)));
        }
    }

    [Fact]
    public void Activations_without_steps_get_a_sentence() => Assert.StartsWith(
        "activations: steps is 0; expected at least 1.",
        Assert.ThrowsAny<ArgumentException>(() => new Activations<float>(SmallNetwork.Make(), 0)).Message,
        StringComparison.Ordinal);

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
