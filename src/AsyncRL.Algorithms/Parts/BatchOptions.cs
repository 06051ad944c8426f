namespace AsyncRL.Algorithms.Parts;

/// <summary>The hyper-parameters that every actor-critic over several environments has.</summary>
public abstract record BatchOptions : GaussianOptions
{
    /// <summary>E, the environments that act side by side.</summary>
    public abstract int Environments { get; init; }

    /// <summary>Agent steps of each environment in a round.</summary>
    public abstract int TMax { get; init; }

    /// <summary>β.</summary>
    public abstract double EntropyWeight { get; init; }

    internal override double Beta => EntropyWeight;
}
