using AsyncRL.Core.Options;

namespace AsyncRL.Training.Algorithms;

/// <summary>The hyper-parameters of <see cref="A3CContinuous"/>, each with its unit, default and source.</summary>
public sealed record A3CContinuousOptions
{
    internal const string Bootstrap = "bootstrap";
    internal const string ScaledToBounds = "bounds";

    /// <summary>t_max; open: the whole episode.</summary>
    [Option("t-max", "agent steps", "largest length of a segment; auto never cuts one before its episode ends (paper, section 9)",
        Minimum = 1, Maximum = 100_000)]
    public int? TMax { get; init; }

    /// <summary>What follows a truncated end.</summary>
    [Option("truncated-value", "",
        "R after an episode that a time limit ended: bootstrap is V of its last observation, zero the paper's literal 0 (section 9)",
        Words = "bootstrap zero")]
    public string TruncatedValue { get; init; } = Bootstrap;

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
    public string CriticTarget { get; init; } = A3COptions.LambdaReturn;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's differential entropy (paper, section 9)", Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 1e-4;

    /// <summary>How β changes.</summary>
    [Option("entropy-weight-schedule", "",
        "constant (paper); linear: β falls to 0 at the last agent step, to explore first and decide at last",
        Words = Annealing.Words)]
    public string EntropyWeightSchedule { get; init; } = "constant";

    /// <summary>c.</summary>
    [Option("value-gradient-scale", "", "c in dL/dV = c (V − R): 0.5 is the authors' halved critic, 2 the literal Algorithm S3",
        Minimum = 0, Maximum = 1e3)]
    public double ValueGradientScale { get; init; } = 0.5;

    /// <summary>What σ² never falls below.</summary>
    [Option("variance-floor", "", "added to softplus(s) to give σ²; not in the paper, but without it a certain policy's gradient explodes",
        Minimum = 1e-9, Maximum = 1e3)]
    public double VarianceFloor { get; init; } = 1e-3;

    /// <summary>Correlation of the noise of consecutive actions.</summary>
    [Option("noise-correlation", "",
        "correlation of the noise in one action with that in the next: 0 is the paper's independent noise, above it explores further",
        Minimum = 0, Maximum = 0.9999)]
    public double NoiseCorrelation { get; init; }

    /// <summary>What the policy's numbers mean to the environment.</summary>
    [Option("action-scaling", "",
        "bounds: the policy's -1 and 1 are the bounds of the environment's actions; none: the policy's numbers are the environment's",
        Words = "bounds none")]
    public string ActionScaling { get; init; } = ScaledToBounds;

    /// <summary>Largest magnitude of a reward in training.</summary>
    [Option("reward-clip", "", "largest magnitude of a reward in training, 0 for no limit; reported returns stay raw",
        Minimum = 0, Maximum = 1e9)]
    public double RewardClip { get; init; }

    /// <summary>Factor of a reward in training.</summary>
    [Option("reward-scale", "", "what rewards are multiplied by in training; reported returns stay raw", Minimum = 1e-9, Maximum = 1e9)]
    public double RewardScale { get; init; } = 1;
}
