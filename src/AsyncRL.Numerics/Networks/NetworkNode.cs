using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>A layer within a network: its inputs, and whether other layers read the same inputs.</summary>
/// <param name="Name">The name of its parameters in the layout, for example "conv1".</param>
/// <param name="Layer">The layer.</param>
/// <param name="Source">Index of the node whose outputs the layer reads; <see cref="Observation"/> for the observation.</param>
public sealed record NetworkNode(string Name, Layer Layer, int Source)
{
    /// <summary>The source of a node that reads the observation.</summary>
    public const int Observation = -1;

    /// <summary>Whether what joins its input are the numbers beside the observation, which all such nodes of a network share.</summary>
    public bool ReadsSideInputs { get; internal init; }
}
