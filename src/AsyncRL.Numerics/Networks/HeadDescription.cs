namespace AsyncRL.Numerics.Networks;

/// <summary>An output of a network: a dense layer on top of the other layers.</summary>
/// <param name="Name">Its name, "policy" say.</param>
/// <param name="Outputs">Number of outputs.</param>
public sealed record HeadDescription(string Name, int Outputs)
{
    /// <summary>Heads of the same branch share all layers.</summary>
    public string Branch { get; init; } = "";

    /// <summary>How many layers the head's branch has to itself; the same for all heads of a branch.</summary>
    public BranchPoint BranchPoint { get; init; } = BranchPoint.Heads;

    /// <summary>For people: its name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}

/// <summary>Where the branches of a network part.</summary>
public enum BranchPoint
{
    /// <summary>At the heads: all layers are shared (paper, section 4).</summary>
    Heads,

    /// <summary>Below the last layer with weights: each branch has it, and what follows it, to itself (Wang et al. 2016).</summary>
    LastLayer,

    /// <summary>At the observation: the branches share nothing (paper, section 9).</summary>
    Observation,
}
