using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>Makes small networks with odd shapes, and blocks of random numbers for them.</summary>
internal static class SmallNetwork
{
    /// <summary>A network with every kind of layer, and three heads.</summary>
    internal static NetworkStructure Make() => new(
        new NetworkDescription(
            "small",
            "tests",
            [
                new Convolution(5, 3, 2), new Rectifier(), new Convolution(6, 2, 1), new Rectifier(),
                new FullyConnected(19), new Rectifier(),
            ]),
        new Shape(9, 8, 3),
        new HeadDescription("policy", 4),
        new HeadDescription("value", 1),
        new HeadDescription("spare", 3));

    /// <summary>A network whose heads read the observation directly.</summary>
    internal static NetworkStructure MakeWithoutTrunk() => new(
        new NetworkDescription("bare", "tests", []), new Shape(2, 3, 2), new HeadDescription("policy", 4), new HeadDescription("value", 1));

    /// <summary>Random parameters, so small that a few layers of sums stay near 1. The padding is 0.</summary>
    internal static AlignedBlock<T> MakeParameters<T>(NetworkStructure structure, RandomGenerator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parameters = new AlignedBlock<T>(structure.Layout.BlockLength);
        foreach (ParameterSlice slice in structure.Layout.Slices)
        {
            Numbers.Draw(generator, slice.Of(parameters.Span));
            T scale = T.ScaleB(T.One, -int.Log2(slice.Shape.FanIn) / 2);
            foreach (ref T number in slice.Of(parameters.Span)) number *= scale;
        }

        return parameters;
    }

    /// <summary>Activations with random observations and output gradients.</summary>
    internal static Activations<T> MakeActivations<T>(NetworkStructure structure, int rows, RandomGenerator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var activations = new Activations<T>(structure, rows);
        for (int row = 0; row < rows; row++)
        {
            Numbers.Draw(generator, activations.Input(row));
            for (int head = 0; head < structure.Heads.Length; head++) Numbers.Draw(generator, activations.OutputGradient(head, row));
        }

        return activations;
    }
}
