using System.Collections.Immutable;

namespace AsyncRL.Numerics.Networks;

/// <summary>The networks that have a name. To add one, add a row.</summary>
public static class NetworkCatalogue
{
    /// <summary>Every network, the paper's first.</summary>
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
        new("catch", "AsyncRL; the paper's network scaled to small boards",
            [
                new Convolution(16, 4, 2), new Rectifier(), new Convolution(16, 3, 2), new Rectifier(),
                new FullyConnected(64), new Rectifier(),
            ]),
        new("mlp", "AsyncRL; for observations that are vectors or small boards", [new FullyConnected(64), new Rectifier()]),
    ];

    /// <summary>Finds a network by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The network, or null if none has that name.</returns>
    public static NetworkDescription? Find(string name)
    {
        foreach (NetworkDescription network in All)
        {
            if (network.Name == name) return network;
        }

        return null;
    }
}
