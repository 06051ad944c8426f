using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Options;

namespace AsyncRL.Algorithms;

/// <summary>The hyper-parameters of <see cref="A3C"/>, each with its unit, default and source.</summary>
public sealed record A3COptions : ActorCriticOptions
{
    /// <summary>t_max.</summary>
    [Option("t-max", "agent steps", "largest length of a segment, between a snapshot and its update (paper, section 8)",
        Minimum = 1, Maximum = 100_000)]
    public int TMax { get; init; } = 5;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy (paper, section 8)", Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>ψ.</summary>
    [Option("psi", "", PsiChoice.Meaning + "; q or advantage (a critic with a value for each choice)", AllowedValues = PsiChoice.Names)]
    public string Psi { get; init; } = PsiChoice.Default;

    /// <summary>ρ̄.</summary>
    [Option("rho-bar", "", PsiChoice.MeaningOfRhoBar, Minimum = 0, Maximum = 1e9)]
    public double RhoBar { get; init; } = 1;

    /// <summary>c̄.</summary>
    [Option("c-bar", "", PsiChoice.MeaningOfCBar, Minimum = 0, Maximum = 1e9)]
    public double CBar { get; init; } = 1;

    internal override double Beta => EntropyWeight;

    internal PsiChoice Choice => new(Psi, RhoBar, CBar);
}
