using System.Collections.Immutable;

namespace AsyncRL.Numerics.Networks;

/// <summary>The networks that have a name. A new network is a new row.</summary>
public static class NetworkCatalogue
{
    /// <summary>All networks; the paper's networks come first.</summary>
    public static ImmutableArray<NetworkDescription> All { get; } =
    [
        new("mnih2013", "Mnih et al. 2013; the paper's Figures 1 to 4 (section 5.1)",
            [
                new Convolution(16, 8, 4), new Rectifier(), new Convolution(32, 4, 2), new Rectifier(),
                new FullyConnected(256), new Rectifier(),
            ]),
        new("mnih2015", "Mnih et al. 2015; the paper's 57 games (Table 1)",
            [
                new Convolution(32, 8, 4), new Rectifier(), new Convolution(64, 4, 2), new Rectifier(),
                new Convolution(64, 3, 1), new Rectifier(),
                new FullyConnected(512), new Rectifier(),
            ]),
        new("mnih2013-lstm", "the paper's A3C-LSTM on the network of 2013 (section 5.1; TORCS)",
            [
                new Convolution(16, 8, 4), new Rectifier(), new Convolution(32, 4, 2), new Rectifier(),
                new FullyConnected(256), new Rectifier(), new LongShortTermMemory(256),
            ]),
        new("mnih2015-lstm", "the paper's A3C-LSTM on 57 games (section 8, Table 1)",
            [
                new Convolution(32, 8, 4), new Rectifier(), new Convolution(64, 4, 2), new Rectifier(),
                new Convolution(64, 3, 1), new Rectifier(),
                new FullyConnected(512), new Rectifier(), new LongShortTermMemory(256),
            ]),
        new("catch", "AsyncRL; the paper's network scaled to small boards",
            [
                new Convolution(16, 4, 2), new Rectifier(), new Convolution(16, 3, 2), new Rectifier(),
                new FullyConnected(64), new Rectifier(),
            ]),
        new("catch-lstm", "AsyncRL; catch with 64 LSTM cells",
            [
                new Convolution(16, 4, 2), new Rectifier(), new Convolution(16, 3, 2), new Rectifier(),
                new FullyConnected(64), new Rectifier(), new LongShortTermMemory(64),
            ]),
        new("mlp", "AsyncRL; for observations that are vectors or small boards", [new FullyConnected(64), new Rectifier()]),
        new("mlp-2", "AsyncRL; mlp with a second layer",
            [new FullyConnected(64), new Rectifier(), new FullyConnected(64), new Rectifier()]),
        new("mlp-norm", "AsyncRL; mlp with layer normalization (Ba et al. 2016)",
            [new FullyConnected(64), new LayerNormalization(), new Rectifier()]),
        new("mlp-lstm", "AsyncRL; mlp with 64 LSTM cells", [new FullyConnected(64), new Rectifier(), new LongShortTermMemory(64)]),
        new("nfq", "two layers of five sigmoids (Riedmiller 2005)",
            [new FullyConnected(5), new SigmoidUnits(), new FullyConnected(5), new SigmoidUnits()]),
        new("states-lstm", "the paper's network for physical states (section 9)",
            [new FullyConnected(200), new Rectifier(), new LongShortTermMemory(128)]),
        new("pixels-lstm", "the paper's network for continuous actions from pixels, without non-linearities; sizes are ours (section 9)",
            [new Convolution(16, 8, 4), new Convolution(32, 4, 2), new LongShortTermMemory(128)]),
        new("ddpg", "Lillicrap et al. 2016, for vectors",
            [new FullyConnected(400), new Rectifier(), new FullyConnected(300), new Rectifier()]),
        new("ddpg-pixels", "Lillicrap et al. 2016, for pixels; kernels and strides are ours",
            [
                new Convolution(32, 8, 4), new Rectifier(), new Convolution(32, 4, 2), new Rectifier(),
                new Convolution(32, 3, 1), new Rectifier(),
                new FullyConnected(200), new Rectifier(), new FullyConnected(200), new Rectifier(),
            ]),
    ];

    /// <summary>Whether a network is one of these, with these layers.</summary>
    /// <param name="network">The network.</param>
    /// <returns>Whether a network here has its name and its layers.</returns>
    public static bool Contains(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Find(network.Name) is { } known && known.Name == network.Name && known.Trunk.AsSpan().SequenceEqual(network.Trunk.AsSpan());
    }

    /// <summary>Finds a network by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The network, or null if none has that name.</returns>
    public static NetworkDescription? Find(string name)
    {
        foreach (NetworkDescription network in All)
        {
            if (string.Equals(network.Name, name, StringComparison.OrdinalIgnoreCase)) return network;
        }

        return null;
    }
}
