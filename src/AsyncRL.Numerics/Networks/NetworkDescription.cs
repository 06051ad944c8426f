using System.Collections.Immutable;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// A network as data: the layers between the observation and the heads, which share as many of them as the heads say
/// (<see cref="HeadDescription.BranchPoint"/>).
/// </summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Trunk">The layers in order.</param>
public sealed record NetworkDescription(string Name, string Source, ImmutableArray<LayerDescription> Trunk)
{
    /// <summary>For people: "conv 16@8×8/4, relu, …".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(", ", Trunk);
}
