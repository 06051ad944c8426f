using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>A layer in its place: what it reads and whether others read the same.</summary>
/// <param name="Name">The name of its parameters in the layout, "conv1" say.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Source">Index of the node whose outputs it reads; <see cref="Observation"/> for the observation.</param>
public sealed record NetworkNode(string Name, Layer Layer, int Source)
{
    /// <summary>The source of a node that reads the observation.</summary>
    public const int Observation = -1;

    /// <summary>
    /// Whether its input gradient is the first to arrive at its source in a backward pass, which then needs no clearing: no later node has
    /// the same source.
    /// </summary>
    internal bool ArrivesFirst { get; init; }
}
