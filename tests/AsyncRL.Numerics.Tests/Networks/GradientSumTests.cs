using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>Several backward passes into one gradient add, whether or not the first of them keeps factors.</summary>
public class GradientSumTests
{
    private const int Rows = 4;

    /// <summary>How the backward passes follow each other.</summary>
    public enum Sequence
    {
        /// <summary>A new segment in the same activations each time, with carried states.</summary>
        SameActivations,

        /// <summary>The same forward pass each time, with other output gradients.</summary>
        SameForwardPass,

        /// <summary>The first pass is over the activations of the gradient, the others are over other activations.</summary>
        OtherActivations,

        /// <summary>The first pass is over other activations than those of the gradient.</summary>
        ForeignFirst,
    }

    public static TheoryData<string, Sequence> NetworksAndSequences
    {
        get
        {
            var data = new TheoryData<string, Sequence>();
            foreach (Sequence sequence in Enum.GetValues<Sequence>())
            {
                data.Add("mixed", sequence);
                foreach (NetworkDescription network in NetworkCatalogue.All) data.Add(network.Name, sequence);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NetworksAndSequences))]
    public void Backward_passes_into_one_gradient_are_their_plain_sum_bit_for_bit(string name, Sequence sequence)
    {
        var run = new Run(Find(name));
        SegmentGradient<float> kept = new(run.First, keepsFactors: true);
        SegmentGradient<float> plain = new(run.First, keepsFactors: false);
        float[] sum = new float[plain.Stored.Length];
        BlockKernels kernels = BlockKernels.For(VectorChoice.Widest);
        foreach (int passes in new[] { 1, 3 })
        {
            kept.Clear();
            plain.Clear();
            sum.AsSpan().Clear();
            var generator = new RandomGenerator((ulong)passes);
            for (int pass = 0; pass < passes; pass++)
            {
                // The plain passes are over copies, so that they cannot make the gradient that keeps factors multiply them out.
                Activations<float> activations = run.Prepare(sequence, pass, generator);
                Activations<float> twin = run.Twin(activations);
                run.Network.Backward(run.Parameters.Span, activations, Rows - 1, kept);
                run.Network.Backward(run.Parameters.Span, twin, Rows - 1, sum);
                run.Network.Backward(run.Parameters.Span, twin, Rows - 1, plain);
            }

            if (passes == 1) continue;
            Assert.DoesNotContain(kept.Regions, region => region.Products is not null);
            Bits.AssertSame<float>(sum, kept.Stored, $"{name}, {passes} passes");
            Bits.AssertSame<float>(sum, plain.Stored, $"{name}, {passes} passes, stored");
            Assert.Equal(kernels.SumOfSquares(sum), kernels.SumOfSquares(kept));
        }
    }

    [Fact]
    public void A_gradient_that_was_cleared_is_zero_and_keeps_factors_again()
    {
        var run = new Run(Find("mixed"));
        SegmentGradient<float> gradient = new(run.First, keepsFactors: true);
        BlockKernels kernels = BlockKernels.For(VectorChoice.Widest);
        for (int pass = 0; pass < 2; pass++)
        {
            Activations<float> activations = run.Prepare(Sequence.SameActivations, pass, new RandomGenerator(1));
            run.Network.Backward(run.Parameters.Span, activations, Rows - 1, gradient);
        }

        Assert.True(kernels.SumOfSquares(gradient) > 0);
        gradient.Clear();
        Assert.Equal(0, kernels.SumOfSquares(gradient));
        run.Network.Backward(run.Parameters.Span, run.First, Rows - 1, gradient);
        Assert.Contains(gradient.Regions, region => region.Products is not null);
        Assert.Equal(Rows - 1, gradient.Samples);
    }

    [Fact]
    public void Gradients_that_keep_factors_in_the_same_activations_do_not_disturb_each_other()
    {
        var run = new Run(Find("mixed"));
        SegmentGradient<float> first = new(run.First, keepsFactors: true), second = new(run.First, keepsFactors: true);
        var generator = new RandomGenerator(3);
        Activations<float> activations = run.Prepare(Sequence.SameForwardPass, 0, generator);
        float[] expected = new float[first.Stored.Length];
        run.Network.Backward(run.Parameters.Span, activations, Rows - 1, expected);
        run.Network.Backward(run.Parameters.Span, activations, Rows - 1, first);
        run.Prepare(Sequence.SameForwardPass, 1, generator);
        run.Network.Backward(run.Parameters.Span, activations, Rows - 1, second);
        Assert.Contains(second.Regions, region => region.Products is not null);
        Bits.AssertSame<float>(expected, first.Stored, "first");
    }

    [Fact]
    public void A_forward_pass_over_rows_with_factors_multiplies_them_out_first_and_one_over_later_rows_leaves_them()
    {
        var run = new Run(Find("mixed"));
        SegmentGradient<float> gradient = new(run.First, keepsFactors: true);
        Activations<float> activations = run.Prepare(Sequence.SameForwardPass, 0, new RandomGenerator(3));
        float[] expected = new float[gradient.Stored.Length];
        run.Network.Backward(run.Parameters.Span, activations, Rows - 1, expected);
        run.Network.Backward(run.Parameters.Span, activations, Rows - 1, gradient);
        AlignedBlock<float> others = SmallNetwork.MakeParameters<float>(activations.Structure, new RandomGenerator(8));
        run.Network.Forward(others.Span, activations, Rows - 1, 1);
        Assert.Contains(gradient.Regions, region => region.Products is not null);
        run.Network.Forward(others.Span, activations, Rows - 2, 2);
        Assert.DoesNotContain(gradient.Regions, region => region.Products is not null);
        Bits.AssertSame<float>(expected, gradient.Stored, "before the forward pass");
    }

    private static NetworkStructure Find(string name)
    {
        if (name != "mixed") return Structure(NetworkCatalogue.Find(name)!);
        return Structure(new NetworkDescription(
            name,
            "tests",
            [
                new Convolution(4, 3, 2), new Rectifier(), new FullyConnected(32), new Rectifier(), new LongShortTermMemory(16),
                new LayerNormalization(),
            ]));
    }

    /// <summary>The observation is the smallest that the network can read. One head is wide enough for factors.</summary>
    private static NetworkStructure Structure(NetworkDescription description)
    {
        bool isLarge = description.Trunk[0] is Convolution { Kernel: 8 };
        Shape input = isLarge ? new Shape(36, 36, 2) : new Shape(10, 10, 2);
        return new NetworkStructure(description, input, new HeadDescription("policy", 16), new HeadDescription("value", 1));
    }

    private sealed class Run
    {
        private readonly Activations<float> _other;
        private readonly Activations<float> _twin;

        internal Run(NetworkStructure structure)
        {
            Network = NetworkFactory.Single(structure, VectorChoice.Widest);
            Parameters = SmallNetwork.MakeParameters<float>(structure, new RandomGenerator(1));
            First = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(2));
            _other = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(4));
            _twin = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(5));
        }

        internal Network<float> Network { get; }

        internal AlignedBlock<float> Parameters { get; }

        internal Activations<float> First { get; }

        /// <summary>Makes the activations of the next backward pass.</summary>
        internal Activations<float> Prepare(Sequence sequence, int pass, RandomGenerator generator)
        {
            bool isOther = sequence switch
            {
                Sequence.OtherActivations => pass > 0,
                Sequence.ForeignFirst => pass == 0,
                _ => false,
            };
            Activations<float> activations = isOther ? _other : First;
            if (sequence != Sequence.SameForwardPass || pass == 0)
            {
                activations.CarryState(pass == 0 ? 0 : Rows - 1);
                for (int row = 0; row < Rows; row++) Numbers.Draw(generator, activations.Input(row));
                Network.Forward(Parameters.Span, activations, 0, Rows);
            }

            for (int row = 0; row < Rows; row++)
            {
                for (int head = 0; head < First.Structure.Heads.Length; head++)
                    Numbers.Draw(generator, activations.OutputGradient(head, row));
            }

            return activations;
        }

        /// <summary>The same passes in other activations, which no gradient was made for.</summary>
        internal Activations<float> Twin(Activations<float> source)
        {
            for (int node = 0; node < source.Structure.Nodes.Length; node++)
                source.InitialState(node).CopyTo(_twin.InitialState(node));
            source.InputRows(0, 0, Rows).CopyTo(_twin.InputRows(0, 0, Rows));
            Network.Forward(Parameters.Span, _twin, 0, Rows);
            for (int head = 0; head < source.Structure.Heads.Length; head++)
                source.HeadGradientRows(head, 0, Rows).CopyTo(_twin.HeadGradientRows(head, 0, Rows));
            return _twin;
        }
    }
}
