using AsyncRL.Core.Options;

namespace AsyncRL.Training.Algorithms;

/// <summary>The hyper-parameters of <see cref="A3C"/>, each with its unit, default and source.</summary>
public sealed record A3COptions
{
    internal const string LambdaReturn = "lambda-return";

    /// <summary>t_max.</summary>
    [Option("t-max", "agent steps", "largest length of a segment, between a snapshot and its update (paper, section 8)",
        Minimum = 1, Maximum = 100_000)]
    public int TMax { get; init; } = 5;

    /// <summary>γ.</summary>
    [Option("discount", "", "γ, the weight of a reward one agent step later (paper, section 8)", Minimum = 0, Maximum = 1)]
    public double Discount { get; init; } = 0.99;

    /// <summary>λ.</summary>
    [Option("lambda", "",
        "λ of generalized advantage estimation (Schulman et al. 2016); 1 is the n-step advantage of Algorithm S3",
        Minimum = 0, Maximum = 1)]
    public double Lambda { get; init; } = 1;

    /// <summary>What the critic learns where λ is below 1.</summary>
    [Option("critic-target", "",
        "what V is drawn to where lambda is below 1: lambda-return is V + A, n-step the return of Algorithm S3",
        Words = "lambda-return n-step")]
    public string CriticTarget { get; init; } = LambdaReturn;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy (paper, section 8)", Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>How β changes.</summary>
    [Option("entropy-weight-schedule", "",
        "constant (paper); linear: β falls to 0 at the last agent step, to explore first and decide at last",
        Words = Annealing.Words)]
    public string EntropyWeightSchedule { get; init; } = "constant";

    /// <summary>c.</summary>
    [Option("value-gradient-scale", "", "c in dL/dV = c (V − R): 0.5 is the authors' halved critic, 2 the literal Algorithm S3",
        Minimum = 0, Maximum = 1e3)]
    public double ValueGradientScale { get; init; } = 0.5;

    /// <summary>Largest magnitude of a reward in training.</summary>
    [Option("reward-clip", "",
        "largest magnitude of a reward in training, 0 for no limit; reported returns stay raw (1 on Atari: Mnih et al. 2013)",
        Minimum = 0, Maximum = 1e9)]
    public double RewardClip { get; init; }
}
