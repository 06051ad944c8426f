using System.Collections.Immutable;

namespace AsyncRL.Numerics.Networks;

/// <summary>A network as data: the layers between the observation and the heads, all of which the heads share (paper, section 4).</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Trunk">The layers in order.</param>
public sealed record NetworkDescription(string Name, string Source, ImmutableArray<LayerDescription> Trunk)
{
    /// <summary>For people: "conv 16@8×8/4, relu, …".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(", ", Trunk);
}

/// <summary>An output of a network: a dense layer on top of the trunk.</summary>
/// <param name="Name">Its name, "policy" say.</param>
/// <param name="Outputs">Number of outputs.</param>
public sealed record HeadDescription(string Name, int Outputs)
{
    /// <summary>For people: its name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}
