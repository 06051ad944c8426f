using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>A network that times its layers computes the same numbers.</summary>
public class LayerTimesTests
{
    private const int Rows = 5;

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void A_timed_network_gives_the_same_bits_and_times_every_layer(VectorWidth width)
    {
        NetworkStructure structure = SmallNetwork.Make();
        var times = new LayerTimes(structure);
        float[] expected = Pass(NetworkFactory.Single(structure, width), structure);
        Bits.AssertSame<float>(expected, Pass(NetworkFactory.Timed(structure, width, times), structure), "gradient");
        Assert.All(Seconds(times, structure), seconds => Assert.True(seconds > 0));
        times.Clear();
        Assert.All(Seconds(times, structure), seconds => Assert.Equal(0, seconds));
    }

    private static float[] Pass(Network<float> network, NetworkStructure structure)
    {
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(structure, new RandomGenerator(1));
        Activations<float> activations = SmallNetwork.MakeActivations<float>(structure, Rows, new RandomGenerator(2));
        var gradient = new AlignedBlock<float>(structure.Layout.BlockLength);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            network.Forward(parameters.Span, activations, 0, Rows);
            network.Backward(parameters.Span, activations, Rows, gradient.Span);
        }

        return gradient.Span.ToArray();
    }

    private static IEnumerable<double> Seconds(LayerTimes times, NetworkStructure structure)
    {
        for (int node = 0; node < structure.Nodes.Length; node++)
        {
            yield return times.ForwardSeconds(node);
            yield return times.BackwardSeconds(node);
        }
    }
}
