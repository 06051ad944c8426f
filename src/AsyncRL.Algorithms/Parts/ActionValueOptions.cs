using AsyncRL.Core.Options;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The options that all algorithms of action values have.</summary>
public abstract record ActionValueOptions
{
    internal const string Huber = "huber";

    /// <summary>γ.</summary>
    [Option("discount", "", "γ, the weight of a reward one agent step later (paper, section 8)", Minimum = 0, Maximum = 1)]
    public double Discount { get; init; } = 0.99;

    /// <summary>I_target.</summary>
    [Option("target-interval", "frames", "I_target: the target network is renewed when T crosses a multiple (paper, section 8)",
        Minimum = 1, Maximum = 1e12)]
    public long TargetInterval { get; init; } = 40_000;

    /// <summary>Final values of ε.</summary>
    [Option("final-exploration", "",
        "what ε falls to: each thread draws one of these (paper, section 5.1)", Format = Exploration.Format,
        Needs = "exploration=annealed")]
    public string FinalExploration { get; init; } = "0.1/0.01/0.5";

    /// <summary>Their probabilities.</summary>
    [Option("final-exploration-probabilities", "", "with which probabilities (paper, section 5.1)", Format = Exploration.Format,
        Needs = "exploration=annealed")]
    public string FinalExplorationProbabilities { get; init; } = "0.4/0.3/0.3";

    /// <summary>How often the final value is drawn.</summary>
    [Option("exploration-period", "agent steps",
        "agent steps of a thread after which it draws what its ε falls to anew (paper, section 4: \"periodically\"); 0: only at its start",
        Minimum = 0, Maximum = 1_000_000_000, Needs = "exploration=annealed")]
    public int ExplorationPeriod { get; init; } = 500;

    /// <summary>Frames over which ε falls; null for the paper's number, but at most a fifth of the run.</summary>
    [Option("exploration-frames", "frames",
        "frames of all threads over which ε falls from 1; auto: four million (paper, section 5.1), or a fifth of a shorter run",
        Minimum = 0, Maximum = 1e12, Needs = "exploration=annealed")]
    public long? ExplorationFrames { get; init; }

    /// <summary>Whether Q = V + A − mean A.</summary>
    [Option("dueling", "", "the head is V + A − mean A, each with the last layer to itself (Wang et al. 2016)")]
    public bool Dueling { get; init; }

    /// <summary>The error function.</summary>
    [Option("error", "", "squared (paper), or huber, whose gradient is clipped to ±1 (Mnih et al. 2015)", AllowedValues = "squared huber")]
    public string Error { get; init; } = "squared";

    /// <summary>c.</summary>
    [Option("value-gradient-scale", "", "c in dL/dQ = c (Q − y): 1 is the replicas', 2 the literal Algorithm 1",
        Minimum = 0, Maximum = 1e3)]
    public double ValueGradientScale { get; init; } = 1;

    /// <summary>Largest magnitude of a reward in training.</summary>
    [Option("reward-clip", "",
        "largest magnitude of a reward in training, 0 for no limit; reported returns stay raw (1 on Atari: Mnih et al. 2013)",
        Minimum = 0, Maximum = 1e9)]
    public double RewardClip { get; init; }

    /// <summary>How many multiples of the target interval T has crossed.</summary>
    internal long TargetIntervalsBefore(long agentSteps, int framesPerAgentStep) =>
        (long)((Int128)agentSteps * framesPerAgentStep / TargetInterval);

    /// <summary>Whether the target uses the best action by θ′ instead of the best action by θ⁻.</summary>
    internal virtual bool IsDouble => false;
}
