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

/// <summary>An output of a network: a dense layer, or another one, on top of the other layers.</summary>
/// <param name="Name">Its name, for example "policy".</param>
/// <param name="Outputs">Number of outputs.</param>
public sealed record HeadDescription(string Name, int Outputs)
{
    /// <summary>Heads of the same branch share all layers.</summary>
    public string Branch { get; init; } = "";

    /// <summary>The part of the network that only the head's branch uses; the same for all heads of a branch.</summary>
    public BranchPoint BranchPoint { get; init; } = BranchPoint.Heads;

    /// <summary>The layers that only this head has, between its branch and its last layer.</summary>
    public ImmutableArray<LayerDescription> Layers { get; init; } = [];

    /// <summary>The head's last layer, with as many outputs as the head; null for a dense layer.</summary>
    public LayerDescription? Last { get; init; }

    /// <summary>
    /// Further numbers that only the head's branch reads, for example an action; the same for all heads of a branch. They join the inputs
    /// of the branch's second fully connected layer, or of its only one. A branch without such a layer has them as inputs of its heads.
    /// </summary>
    public int Joined { get; init; }

    /// <summary>
    /// At the start the head's parameters are uniform from −bound to bound; null for what the initializer draws.
    /// </summary>
    public double? InitialBound { get; init; }

    /// <summary>The name, for output.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}

/// <summary>The position at which the branches of a network separate.</summary>
public enum BranchPoint
{
    /// <summary>At the heads: all layers are shared (paper, section 4).</summary>
    Heads,

    /// <summary>
    /// Below the last layer with parameters: each branch has its own copy of that layer and of the following layers (Wang et al. 2016).
    /// </summary>
    LastLayer,

    /// <summary>At the observation: the branches share nothing (paper, section 9).</summary>
    Observation,

    /// <summary>
    /// Above the last convolution, or in a network without convolutions above its first layer with weights: the branch shares what the
    /// network sees, and has none of the layers above (Jaderberg et al. 2017).
    /// </summary>
    Features,
}
