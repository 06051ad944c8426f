using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Options;

namespace AsyncRL.Algorithms;

/// <summary>The hyper-parameters of <see cref="Unreal"/>, each with its unit, default and source.</summary>
public sealed record UnrealOptions : ActorCriticOptions
{
    internal const string Change = "change";

    /// <summary>t_max.</summary>
    [Option("t-max", "agent steps", "largest length of a segment and of a replayed stretch (20: Jaderberg et al. 2017)",
        Minimum = 1, Maximum = 100_000)]
    public int TMax { get; init; } = 20;

    /// <summary>β.</summary>
    [Option("entropy-weight", "",
        "β, the weight of the policy's entropy (0.0005 to 0.01: Jaderberg et al. 2017; 0.001: Miyoshi's program)",
        Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 0.001;

    /// <summary>The factor of a reward in training.</summary>
    [Option("reward-scale", "", "the factor of a reward in training, before reward-clip; reported returns stay raw",
        Minimum = 1e-9, Maximum = 1e9)]
    public double RewardScale { get; init; } = 1;

    /// <summary>Whether the network has the last action and reward.</summary>
    [Option("last-step", "", "whether the layer with memory reads the last action and the last reward beside its input")]
    public bool LastStep { get; init; } = true;

    /// <summary>λ_PC.</summary>
    [Option("pixel-control", "",
        "λ of pixel control, 0 to leave it out; it weighs a sum over all cells (0.01 to 0.1: Jaderberg et al. 2017; 0.05: Miyoshi)",
        Minimum = 0, Maximum = 1e3)]
    public double PixelControl { get; init; } = 0.05;

    /// <summary>λ of feature control.</summary>
    [Option("feature-control", "", "λ of feature control, 0 to leave it out (an alternative of Jaderberg et al. 2017, without constants)",
        Minimum = 0, Maximum = 1e3)]
    public double FeatureControl { get; init; }

    /// <summary>What a feature is rewarded for.</summary>
    [Option("feature-reward", "",
        "change: the share of a unit in the features' change (Dilokthanakul et al. 2017); activation: the unit itself",
        AllowedValues = "change activation")]
    public string FeatureReward { get; init; } = Change;

    /// <summary>γ of control.</summary>
    [Option("control-discount", "", "γ of pixel control and of feature control (0.9: Jaderberg et al. 2017)", Minimum = 0, Maximum = 1)]
    public double ControlDiscount { get; init; } = 0.9;

    /// <summary>λ_VR.</summary>
    [Option("value-replay", "", "λ of value replay: dV = λ (V − R); 0 to leave it out (1: Jaderberg et al. 2017)",
        Minimum = 0, Maximum = 1e3)]
    public double ValueReplay { get; init; } = 1;

    /// <summary>λ_RP.</summary>
    [Option("reward-prediction", "", "λ of reward prediction, 0 to leave it out (1: Jaderberg et al. 2017)", Minimum = 0, Maximum = 1e3)]
    public double RewardPrediction { get; init; } = 1;

    /// <summary>N.</summary>
    [Option("replay-size", "agent steps", "the agent steps that each thread's replay memory holds (2,000: Jaderberg et al. 2017)",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplaySize { get; init; } = 2_000;

    /// <summary>Agent steps before the first update.</summary>
    [Option("replay-start", "agent steps",
        "the agent steps that a thread's memory must hold before the thread updates θ (all: Jaderberg et al. 2017)",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplayStart { get; init; } = 2_000;

    /// <summary>Whether checkpoints have the memories.</summary>
    [Option("save-replay", "",
        "whether a checkpoint has the replay memories; if not, a resumed run fills them again up to replay-start before it updates θ")]
    public bool SaveReplay { get; init; } = true;

    internal override double Beta => EntropyWeight;

    internal override double RewardFactor => RewardScale;

    internal bool ControlsPixels => PixelControl > 0;

    internal bool ControlsFeatures => FeatureControl > 0;

    internal bool ReplaysValues => ValueReplay > 0;

    internal bool PredictsRewards => RewardPrediction > 0;

    /// <summary>Whether there is an auxiliary task, and so a memory.</summary>
    internal bool HasMemory => ControlsPixels || ControlsFeatures || ReplaysValues || PredictsRewards;

    internal ThreadMemoryOptions Memory => new(ReplaySize, ReplayStart, SaveReplay);
}
