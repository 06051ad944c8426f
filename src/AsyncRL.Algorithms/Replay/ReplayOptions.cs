using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Options;

namespace AsyncRL.Algorithms.Replay;

/// <summary>The options of algorithms of action values that learn from a replay memory.</summary>
public abstract record ReplayOptions : ActionValueOptions
{
    internal const string Proportional = ReplaySettings.Proportional;
    internal const string Sum = "sum";
    internal const string Ladder = "ladder";
    internal const string Constant = "constant";
    internal const string Mean = "mean";

    /// <summary>E.</summary>
    [Option("environments", "", "E, the environments that act side by side, one agent step each between updates",
        Minimum = 1, Maximum = 4096)]
    public int Environments { get; init; } = 4;

    /// <summary>f.</summary>
    public virtual int StepsPerUpdate { get; init; } = 4;

    /// <summary>How ε depends on time and environment.</summary>
    [Option("exploration", "",
        "annealed: ε falls over time; ladder: environment i of E has a constant ε of its own, ε^(1 + 7 i / (E − 1)) (Horgan et al. 2018)",
        AllowedValues = "annealed ladder")]
    public string Exploration { get; init; } = "annealed";

    /// <summary>ε of the ladder.</summary>
    [Option("ladder-exploration", "", "ε of the first environment of a ladder (Horgan et al. 2018)", Minimum = 0, Maximum = 1,
        Needs = "exploration=ladder")]
    public double LadderExploration { get; init; } = 0.4;

    /// <summary>N.</summary>
    [Option("replay-size", "agent steps", "N, the agent steps that the replay memory holds (1,000,000: Mnih et al. 2015)",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplaySize { get; init; } = 100_000;

    /// <summary>Transitions before the first update.</summary>
    [Option("replay-start", "agent steps",
        "the agent steps that the memory must hold before an update learns from it (50,000: Mnih et al. 2015)",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplayStart { get; init; } = 10_000;

    /// <summary>B.</summary>
    public abstract int MinibatchSize { get; init; }

    /// <summary>n.</summary>
    [Option("n-step", "agent steps", "n, the rewards of a target before its value (1: Mnih et al. 2015; 3: Hessel et al. 2018)",
        Minimum = 1, Maximum = 10_000)]
    public int Steps { get; init; } = 1;

    /// <summary>Whether gradients are summed or averaged.</summary>
    [Option("loss-scale", "", "sum of the gradients of a minibatch (Mnih et al. 2015), or their mean (most later programs)",
        AllowedValues = "sum mean")]
    public string LossScale { get; init; } = Sum;

    /// <summary>The probabilities of transitions.</summary>
    [Option("replay", "",
        "how transitions are drawn: uniform; proportional to |error|ᵅ, or by the rank of |error| (Schaul et al. 2016)",
        AllowedValues = "uniform proportional rank")]
    public string Replay { get; init; } = ReplaySettings.Uniform;

    /// <summary>α.</summary>
    [Option("priority-exponent", "", "α of prioritized replay (0.6 proportional, 0.7 by rank: Schaul et al. 2016)",
        Minimum = 0, Maximum = 10, Needs = "replay=proportional rank")]
    public double PriorityExponent { get; init; } = 0.6;

    /// <summary>β₀.</summary>
    [Option("importance-exponent", "",
        "β of prioritized replay, at the start if it rises (0.4 proportional, 0.5 by rank: Schaul et al. 2016)",
        Minimum = 0, Maximum = 1, Needs = "replay=proportional rank")]
    public double ImportanceExponent { get; init; } = 0.4;

    /// <summary>Whether β rises.</summary>
    [Option("importance-schedule", "",
        "linear: β rises to 1 until the end of the run (Schaul et al. 2016); constant (Horgan et al. 2018, Kapturowski et al. 2019)",
        AllowedValues = "linear constant", Needs = "replay=proportional rank")]
    public string ImportanceSchedule { get; init; } = "linear";

    /// <summary>ε of the priority.</summary>
    [Option("priority-offset", "units of the value", "what is added to |error| (1e-6: OpenAI Baselines)", Minimum = 0, Maximum = 1e6,
        Needs = "replay=proportional")]
    public double PriorityOffset { get; init; } = 1e-6;

    /// <summary>m.</summary>
    [Option("priority-uniform-share", "", "share of the transitions that proportional replay draws uniformly (0.001: DQN Zoo)",
        Minimum = 0, Maximum = 1, Needs = "replay=proportional")]
    public double PriorityUniformShare { get; init; }

    /// <summary>The weight that becomes 1.</summary>
    [Option("importance-maximum", "",
        "whose largest importance weight becomes 1: that of the minibatch (Schaul et al. 2016) or of the memory",
        AllowedValues = "minibatch memory", Needs = "replay=proportional rank")]
    public string ImportanceMaximum { get; init; } = "minibatch";

    /// <summary>Whether checkpoints have the memory.</summary>
    [Option("save-replay", "",
        "whether a checkpoint has the replay memory; if not, a resumed run fills it again up to replay-start before it learns")]
    public bool SaveReplay { get; init; } = true;

    internal bool HasLadder => Exploration == Ladder;

    /// <summary>Rows of an episode that are drawn together with one row.</summary>
    internal virtual int Window => Steps;

    internal ReplaySettings Memory => new()
    {
        Environments = Environments,
        StepsPerUpdate = StepsPerUpdate,
        ReplaySize = ReplaySize,
        ReplayStart = ReplayStart,
        MinibatchSize = MinibatchSize,
        SaveReplay = SaveReplay,
        Steps = Steps,
        Window = Window,
        Replay = Replay,
        PriorityExponent = PriorityExponent,
        PriorityOffset = PriorityOffset,
        PriorityUniformShare = PriorityUniformShare,
        ImportanceExponent = ImportanceExponent,
        KeepsImportanceExponent = ImportanceSchedule == Constant,
        DividesByMemory = ImportanceMaximum == "memory",
    };
}

/// <summary>The options of algorithms that learn from single transitions of a replay memory.</summary>
public abstract record TransitionOptions : ReplayOptions
{
    /// <summary>Whether the target's action is θ's best.</summary>
    [Option("double", "", "the target's action is θ's best rather than θ⁻'s (van Hasselt et al. 2016)")]
    public bool Double { get; init; }

    internal override bool IsDouble => Double;
}
