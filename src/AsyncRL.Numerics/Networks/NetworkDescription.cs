using System.Collections.Immutable;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// A network as data: the layers between the observation and the heads. <see cref="HeadDescription.BranchPoint"/> determines how many of
/// them the heads share.
/// </summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Source">The publication that it comes from.</param>
/// <param name="Trunk">The layers in order.</param>
public sealed record NetworkDescription(string Name, string Source, ImmutableArray<LayerDescription> Trunk)
{
    /// <summary>The layers as text: "conv 16@8×8/4, relu, …".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(", ", Trunk);
}
