using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>Heads with layers of their own, numbers beside the observation, and passes over a part of a network.</summary>
public class HeadLayersTests
{
    private const int Steps = 9;
    private const int Side = 3;

    private static readonly HeadDescription Map = new("map", 6 * 6 * 2)
    {
        Layers = [new FullyConnectedImage(2, 2, 5), new Rectifier()],
        Last = new TransposedConvolution(2, 4, 2),
    };

    private static readonly HeadDescription Window = new("window", 4)
    {
        Branch = "window",
        BranchPoint = BranchPoint.Features,
        Layers = [new RecentSteps(3), new FullyConnected(8), new Rectifier()],
    };

    private static NetworkStructure Structure { get; } = new(
        new NetworkDescription(
            "parts",
            "tests",
            [
                new Convolution(3, 4, 2), new Rectifier(), new Convolution(4, 2, 1), new Rectifier(), new FullyConnected(18),
                new Rectifier(), new LongShortTermMemory(16),
            ]),
        new Shape(10, 11, 2),
        Side,
        [new HeadDescription("policy", 3), new HeadDescription("value", 1), Map, Window]);

    public static TheoryData<string, bool> Heads => new()
    {
        { "policy value", false },
        { "policy value", true },
        { "value", true },
        { "map", false },
        { "map", true },
        { "window", false },
        { "window", true },
        { "map window policy value", true },
    };

    [Fact]
    public void Layers_stand_where_the_description_puts_them()
    {
        Assert.Equal(
            [
                "conv1<-1", "relu1<0", "conv2<1", "relu2<2", "dense1<3", "relu3<4", "side-inputs1<5", "lstm1<6",
                "policy<7", "value<7", "map-dense1<7", "map-relu1<10", "map<11",
                "window-recent-inputs1<3", "window-dense1<13", "window-relu1<14", "window<15",
            ],
            Structure.Nodes.Select(node => $"{node.Name}<{node.Source}"));
        Assert.Equal((3, Side), (Structure.FeatureNode, Structure.SideInputs));
        Assert.Equal(new Shape(3, 3, 4), NetworkStructure.FeaturesOf(Structure.Description, Structure.Input));
        Assert.Equal(18 + Side, Structure.Nodes[7].Layer.Input.Size);
        Assert.Equal(new Shape(6, 6, 2), Structure.Nodes[12].Layer.Output);
    }

    [Theory]
    [InlineData("mlp", "side-inputs1<1 policy<2")]
    [InlineData("mlp-lstm", "side-inputs1<1 lstm1<2 policy<3")]
    public void Numbers_beside_the_observation_enter_below_the_memory_or_the_heads(string network, string expected)
    {
        var structure = new NetworkStructure(NetworkCatalogue.Find(network)!, Shape.Vector(5), Side, new HeadDescription("policy", 2));
        Assert.Equal("dense1<-1 relu1<0 " + expected, string.Join(' ', structure.Nodes.Select(node => $"{node.Name}<{node.Source}")));
        Assert.Equal(1, structure.FeatureNode);
    }

    [Fact]
    public void A_head_whose_last_layer_has_other_outputs_gets_a_sentence() => Assert.Equal(
        "The head map has 72 outputs; expected 71.",
        Assert.Throws<ArgumentException>(() => new NetworkStructure(
            NetworkCatalogue.Find("mlp")!, Shape.Vector(5), Map with { Outputs = 71 })).Message);

    /// <summary>The other heads have a gradient of 0 in the whole network.</summary>
    [Theory]
    [MemberData(nameof(Heads))]
    public void A_part_has_the_outputs_and_the_gradient_of_the_whole_network_bit_for_bit(string heads, bool ofPixels)
    {
        string[] names = heads.Split(' ');
        NetworkPart part = Structure.Part(names);
        (Bench whole, Bench partial) = (new(null, ofPixels), new(part, ofPixels));
        foreach (Bench bench in new[] { whole, partial })
        {
            bench.Network.Forward(bench.Parameters.Span, bench.Batch, 0, Steps);
            var generator = new RandomGenerator(8);
            for (int head = 0; head < Structure.Heads.Length; head++)
            {
                for (int row = 0; row < Steps && names.Contains(Structure.Heads[head].Name); row++)
                    Numbers.Draw(generator, bench.Batch.OutputGradient(head, row));
            }
        }

        foreach (string name in names)
        {
            int head = Structure.HeadIndex(name);
            Bits.AssertSame<float>(whole.Batch.HeadRows(head, 0, Steps), partial.Batch.HeadRows(head, 0, Steps), name);
        }

        float[] expected = whole.Backward(), actual = partial.Backward();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i] + 0f, actual[i] + 0f);
        Assert.Contains(actual, number => number != 0);
    }

    [Fact]
    public void A_part_has_neither_memory_nor_outputs_of_other_heads()
    {
        var window = new Activations<float>(Structure, Steps, part: Structure.Part("window"));
        Assert.Equal(0, window.Output(Structure.HeadIndex("policy"), 0).Length);
        long part = (long)ActivationsSize.Of(Structure, Steps, part: Structure.Part("window")).Numbers;
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new Activations<float>(Structure, Steps, part: Structure.Part("window")));
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)(sizeof(float) * part), 1, 1.4);
        Assert.True(part < (long)ActivationsSize.Of(Structure, Steps).Numbers);
        Assert.True(Structure.Part("window").MultiplyAddsPerRow < Structure.MultiplyAddsPerRow);
        Assert.Equal(Structure.MultiplyAddsPerRow, Structure.Whole.MultiplyAddsPerRow);
        Assert.Equal(InputDensity.Full, window.Density(7, Steps));
    }

    /// <summary>The sum of several parts in one gradient, of which the first may keep factors.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parts_add_to_one_gradient(bool keepsFactors)
    {
        Bench acting = new(Structure.Part("policy", "value"), false), map = new(Structure.Part("map"), false);
        var gradient = new SegmentGradient<float>(acting.Batch, keepsFactors);
        var sum = new float[gradient.Stored.Length];
        for (int segment = 0; segment < 3; segment++)
        {
            gradient.Clear();
            Array.Clear(sum);
            foreach (Bench bench in new[] { acting, map })
            {
                bench.Network.Forward(bench.Parameters.Span, bench.Batch, 0, Steps);
                for (int head = 0; head < 3; head++)
                {
                    for (int row = 0; row < Steps; row++)
                        Numbers.Draw(new RandomGenerator((ulong)(segment + row)), bench.Batch.OutputGradient(head, row));
                }

                bench.Network.Backward(bench.Parameters.Span, bench.Batch, Steps, gradient);
                bench.Network.Backward(bench.Parameters.Span, bench.Batch, Steps, sum);
            }

            for (int i = 0; i < sum.Length; i++) Assert.Equal(sum[i], gradient.Stored[i], 1e-4);
        }
    }

    private sealed class Bench
    {
        internal Bench(NetworkPart? part, bool ofPixels)
        {
            var generator = new RandomGenerator(5);
            Network = NetworkFactory.Single(Structure, VectorChoice.Widest);
            Batch = new Activations<float>(Structure, Steps, ofPixels: ofPixels, part: part);
            Parameters = new AlignedBlock<float>(Structure.Layout.BlockLength);
            foreach (ParameterSlice slice in Structure.Layout.Slices) Numbers.Draw(generator, slice.Of(Parameters.Span));
            var pixels = new byte[Structure.Input.Size];
            for (int row = 0; row < Steps; row++)
            {
                foreach (ref byte pixel in pixels.AsSpan()) pixel = (byte)generator.NextInteger(256);
                Batch.WritePixels(row, pixels);
                Numbers.Draw(generator, Batch.Side(row));
            }
        }

        internal Network<float> Network { get; }

        internal Activations<float> Batch { get; }

        internal AlignedBlock<float> Parameters { get; }

        internal float[] Backward()
        {
            var gradient = new float[Structure.Layout.BlockLength];
            Network.Backward(Parameters.Span, Batch, Steps, gradient);
            return gradient;
        }
    }
}
