using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>
/// Compares a batch of several sequences with each sequence alone, and a segment of several episodes with each episode alone.
/// </summary>
public class SequencesTests
{
    private const int Steps = 7;
    private const int Sequences = 5;

    private static NetworkStructure Structure { get; } = new(
        new NetworkDescription(
            "memory",
            "tests",
            [
                new Convolution(3, 2, 1), new Rectifier(), new FullyConnected(21), new Rectifier(), new LongShortTermMemory(18),
                new LongShortTermMemory(5),
            ]),
        new Shape(4, 5, 2),
        new HeadDescription("policy", 3),
        new HeadDescription("value", 1));

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void A_sequence_among_others_has_the_outputs_of_the_sequence_alone_bit_for_bit(VectorWidth width)
    {
        Bench together = new(width, Sequences);
        together.Forward(Steps);
        for (int b = 0; b < Sequences; b++)
        {
            Bench alone = together.Alone(b);
            alone.Forward(Steps);
            for (int t = 0; t < Steps; t++)
            {
                for (int node = 0; node < Structure.Nodes.Length; node++)
                {
                    Bits.AssertSame<float>(
                        alone.Batch.OutputRows(node, t, 1),
                        together.Batch.OutputRows(node, together.Batch.Row(t, b), 1),
                        $"{width}, {Structure.Nodes[node].Name}, step {t} of sequence {b}");
                }
            }
        }
    }

    [Fact]
    public void Steps_computed_one_at_a_time_are_those_of_a_whole_segment_bit_for_bit()
    {
        Bench whole = new(VectorChoice.Widest, Sequences), stepped = new(VectorChoice.Widest, Sequences);
        whole.Forward(Steps);
        for (int t = 0; t < Steps; t++) stepped.Network.Forward(stepped.Parameters.Span, stepped.Batch, t, 1);
        Bits.AssertSame<float>(whole.Batch.HeadRows(0, 0, Steps * Sequences), stepped.Batch.HeadRows(0, 0, Steps * Sequences), "policy");
    }

    [Fact]
    public void The_gradient_is_the_sum_of_the_sequences_gradients()
    {
        Bench together = new(VectorWidth.Scalar, Sequences);
        together.Forward(Steps);
        float[] gradient = together.Backward(Steps);
        var sum = new double[gradient.Length];
        for (int b = 0; b < Sequences; b++)
        {
            Bench alone = together.Alone(b);
            alone.Forward(Steps);
            float[] part = alone.Backward(Steps);
            for (int i = 0; i < sum.Length; i++) sum[i] += part[i];
        }

        for (int i = 0; i < sum.Length; i++) Assert.Equal(sum[i], gradient[i], 1e-4);
    }

    /// <summary>
    /// A segment in which an episode ends gives the outputs and the gradient of two segments, of which the second starts at 0.
    /// </summary>
    [Fact]
    public void A_start_within_a_segment_cuts_it_in_two()
    {
        const int start = 3;
        Bench whole = new(VectorWidth.Scalar, 1), first = new(VectorWidth.Scalar, 1), second = new(VectorWidth.Scalar, 1);
        whole.Batch.Starts[start] = true;
        whole.Forward(Steps);
        float[] gradient = whole.Backward(Steps);

        first.Forward(start);
        float[] before = first.Backward(start);
        for (int t = start; t < Steps; t++)
        {
            whole.Batch.Input(t).CopyTo(second.Batch.Input(t - start));
            for (int head = 0; head < 2; head++) whole.Batch.OutputGradient(head, t).CopyTo(second.Batch.OutputGradient(head, t - start));
        }

        second.Batch.ClearState();
        second.Forward(Steps - start);
        float[] after = second.Backward(Steps - start);
        Bits.AssertSame<float>(first.Batch.HeadRows(0, 0, start), whole.Batch.HeadRows(0, 0, start), "policy before the start");
        Bits.AssertSame<float>(
            second.Batch.HeadRows(0, 0, Steps - start), whole.Batch.HeadRows(0, start, Steps - start), "policy from the start on");
        for (int i = 0; i < gradient.Length; i++) Assert.Equal((double)before[i] + after[i], gradient[i], 1e-5);
        Assert.Contains(before, number => number != 0);
    }

    [Fact]
    public void Each_sequence_carries_its_own_state_and_saves_it()
    {
        Bench bench = new(VectorWidth.Scalar, Sequences);
        bench.Forward(Steps);
        bench.Batch.CarryState(Steps - 1);
        int lstm = Array.FindIndex([.. Structure.Nodes], node => node.Layer is Lstm);
        int length = Structure.Nodes[lstm].Layer.StateLength;
        for (int b = 0; b < Sequences; b++)
        {
            Bench alone = new Bench(VectorWidth.Scalar, Sequences).Alone(b);
            alone.Forward(Steps);
            alone.Batch.CarryState(Steps - 1);
            Bits.AssertSame<float>(
                alone.Batch.InitialState(lstm), bench.Batch.InitialState(lstm).Slice(b * length, length), $"state of sequence {b}");
        }

        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        bench.Batch.Transfer(new StateTransfer(writer));
        bytes.Position = 0;
        var restored = new Activations<float>(Structure, 1, Sequences);
        using var reader = new BinaryReader(bytes);
        restored.Transfer(new StateTransfer(reader));
        Bits.AssertSame<float>(bench.Batch.InitialState(lstm), restored.InitialState(lstm), "restored state");
    }

    [Fact]
    public void The_passes_allocate_nothing()
    {
        Bench bench = new(VectorChoice.Widest, Sequences);
        var gradient = new SegmentGradient<float>(bench.Batch, keepsFactors: true);
        var inputGradient = new float[(Steps - 1) * Sequences * Structure.Input.Size];
        long allocated = 0;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bench.Forward(Steps);
            gradient.Clear();
            bench.Network.Backward(bench.Parameters.Span, bench.Batch, Steps - 1, gradient, inputGradient);
            bench.Batch.CarryState(Steps - 1);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_number_of_sequences_that_does_not_divide_the_rows_gets_a_sentence() => Assert.Equal(
        "relu: sequences is 2; expected a divisor of the 3 rows.",
        Assert.Throws<ArgumentException>(() => new Relu(Shape.Vector(1)).Forward<ScalarVector<float>, float>(
            new ForwardPass<float> { Rows = 3, Sequences = 2, Input = new float[3], Output = new float[3] })).Message);

    [Fact]
    public void A_batch_without_sequences_gets_a_sentence() => Assert.StartsWith(
        "activations: sequences is 0; expected at least 1.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Activations<float>(Structure, 1, 0)).Message,
        StringComparison.Ordinal);

    private sealed class Bench
    {
        internal Bench(VectorWidth width, int sequences)
        {
            Network = NetworkFactory.Single(Structure, width);
            Parameters = SmallNetwork.MakeParameters<float>(Structure, new RandomGenerator(1));
            Batch = new Activations<float>(Structure, Steps, sequences);
            var generator = new RandomGenerator(2);
            for (int row = 0; row < Batch.Rows; row++)
            {
                Numbers.Draw(generator, Batch.Input(row));
                for (int head = 0; head < 2; head++) Numbers.Draw(generator, Batch.OutputGradient(head, row));
            }

            for (int node = 0; node < Structure.Nodes.Length; node++) Numbers.Draw(generator, Batch.InitialState(node));
        }

        internal Network<float> Network { get; }

        internal AlignedBlock<float> Parameters { get; }

        internal Activations<float> Batch { get; }

        internal void Forward(int steps) => Network.Forward(Parameters.Span, Batch, 0, steps);

        internal float[] Backward(int steps)
        {
            var gradient = new AlignedBlock<float>(Parameters.Length);
            Network.Backward(Parameters.Span, Batch, steps, gradient.Span);
            return gradient.Span.ToArray();
        }

        /// <summary>The same numbers of one sequence.</summary>
        internal Bench Alone(int sequence)
        {
            var alone = new Bench(Network.VectorWidth, 1);
            for (int t = 0; t < Steps; t++)
            {
                int row = Batch.Row(t, sequence);
                Batch.Input(row).CopyTo(alone.Batch.Input(t));
                for (int head = 0; head < 2; head++) Batch.OutputGradient(head, row).CopyTo(alone.Batch.OutputGradient(head, t));
            }

            for (int node = 0; node < Structure.Nodes.Length; node++)
            {
                int length = Structure.Nodes[node].Layer.StateLength;
                Batch.InitialState(node).Slice(sequence * length, length).CopyTo(alone.Batch.InitialState(node));
            }

            return alone;
        }
    }
}
