using AsyncRL.Core.Options;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The hyper-parameters of actor-critic algorithms that choose vectors, each with its unit, default and source.</summary>
public abstract record GaussianOptions : ActorCriticOptions
{
    internal const string ScaledToBounds = "bounds";

    /// <summary>The value from which R starts after a truncated episode.</summary>
    [Option("truncated-value", "",
        "R after an episode that a time limit ended: bootstrap is V of its last observation, zero the paper's literal 0 (section 9)",
        AllowedValues = "bootstrap zero")]
    public string TruncatedValue { get; init; } = Bootstrap;

    /// <summary>The smallest σ².</summary>
    [Option("variance-floor", "", "added to softplus(s) to give σ²; not in the paper, but without it a certain policy's gradient explodes",
        Minimum = 1e-9, Maximum = 1e3)]
    public double VarianceFloor { get; init; } = 1e-3;

    /// <summary>Correlation of the noise of consecutive actions.</summary>
    [Option("noise-correlation", "",
        "correlation of the noise in one action with that in the next: 0 is the paper's independent noise, above it explores further",
        Minimum = 0, Maximum = 0.9999)]
    public double NoiseCorrelation { get; init; }

    /// <summary>How the policy's numbers are mapped to the environment's actions.</summary>
    [Option("action-scaling", "",
        "bounds: the policy's -1 and 1 are the bounds of the environment's actions; none: the policy's numbers are the environment's",
        AllowedValues = "bounds none")]
    public string ActionScaling { get; init; } = ScaledToBounds;

    /// <summary>The factor of a reward in training.</summary>
    [Option("reward-scale", "", "what rewards are multiplied by in training; reported returns stay raw", Minimum = 1e-9, Maximum = 1e9)]
    public double RewardScale { get; init; } = 1;

    internal GaussianSettings Gaussian =>
        new(VarianceFloor, NoiseCorrelation, ValueGradientScale, ActionScaling == ScaledToBounds);

    internal override double RewardFactor => RewardScale;

    internal override bool BootstrapsTruncated => TruncatedValue == Bootstrap;
}

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
