using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Actor-critic with experience replay (Wang et al. 2017) for discrete actions: the threads of A3C with a replay memory each, Retrace, and
/// a trust region around an average policy.
/// </summary>
public sealed class Acer : ActorLearnerAlgorithm<AcerOptions>
{
    /// <inheritdoc/>
    public override string Name => "acer";

    /// <inheritdoc/>
    public override string Summary => "actor-critic with a replay memory for each thread, Retrace and a trust region (Wang et al. 2017)";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } =
        new Dictionary<string, string> { ["learning-rate-schedule"] = "constant" };

    /// <summary>The average policy counts as one, where there is a trust region.</summary>
    /// <inheritdoc/>
    public override int TargetNetworks => Options.TrustRegion > 0 ? 1 : 0;

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        [new("policy", actions.Count), new(Critic<float>.ActionValues, actions.Count)];

    /// <inheritdoc/>
    public override void Check(NetworkStructure network) => RefuseMemory(network, "the middle of past episodes");

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.TMax;

    /// <inheritdoc/>
    public override StoreSize OwnStoreSize(ObservationSpecification observation, ActionSpecification actions) =>
        ThreadMemory.SizeOf(observation, Options.Memory, actions.Count);

    /// <summary>
    /// A segment and its replayed stretches have an update each, so its agent steps are those of an update times the number of updates.
    /// Stretches count as long as segments.
    /// </summary>
    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps)
    {
        double updates = 1 + Options.ReplayRatio, rows = agentSteps * updates;
        double passes = rows + 1 + Options.ReplayRatio;
        return new ForwardPasses(
            rows + 1, Options.TrustRegion > 0 ? rows : 0, RowsPerPass: (rows + 1) * updates / passes, Learned: rows);
    }

    /// <inheritdoc/>
    public override ILearner CreateLearner(AlgorithmContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new AcerLearner(context, Options);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) => new SoftmaxAgent(network, actions);
}

/// <summary>The hyper-parameters of <see cref="Acer"/>, each with its unit, default and source.</summary>
public sealed record AcerOptions
{
    /// <summary>k.</summary>
    [Option("t-max", "agent steps", "k, largest length of a segment and of a replayed stretch (20: Wang et al. 2017)",
        Minimum = 1, Maximum = 100_000)]
    public int TMax { get; init; } = 20;

    /// <summary>γ.</summary>
    [Option("discount", "", "γ, the weight of a reward one agent step later", Minimum = 0, Maximum = 1)]
    public double Discount { get; init; } = 0.99;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy (0.001: Wang et al. 2017; 0.01: OpenAI Baselines)",
        Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 0.001;

    /// <summary>The shape of β as a function of T.</summary>
    [Option("entropy-weight-schedule", "", "constant, or linear: β falls to 0 at the last agent step",
        AllowedValues = Parameters.Annealing.Shapes)]
    public string EntropyWeightSchedule { get; init; } = "constant";

    /// <summary>c_q.</summary>
    [Option("value-gradient-scale", "", "c in dL/dQ = c (Q − Q_ret): 0.5 in OpenAI Baselines, 2 in the literal paper",
        Minimum = 0, Maximum = 1e3)]
    public double ValueGradientScale { get; init; } = 0.5;

    /// <summary>The factor of a reward in training.</summary>
    [Option("reward-scale", "",
        "the factor of a reward in training, before reward-clip; reported returns stay raw (ChainerRL on CartPole: 0.01)",
        Minimum = 1e-9, Maximum = 1e9)]
    public double RewardScale { get; init; } = 1;

    /// <summary>Largest magnitude of a reward in training.</summary>
    [Option("reward-clip", "", "largest magnitude of a reward in training, 0 for no limit; reported returns stay raw",
        Minimum = 0, Maximum = 1e9)]
    public double RewardClip { get; init; }

    /// <summary>Mean number of replayed stretches per segment.</summary>
    [Option("replay-ratio", "", "mean number of replayed stretches after each segment; 0 never replays (4: Wang et al. 2017)",
        Minimum = 0, Maximum = PoissonDraw.LargestMean)]
    public double ReplayRatio { get; init; } = 4;

    /// <summary>N.</summary>
    [Option("replay-size", "agent steps", "the agent steps that each thread's replay memory holds (50,000: Wang et al. 2017)",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplaySize { get; init; } = 50_000;

    /// <summary>Agent steps before the first replay.</summary>
    [Option("replay-start", "agent steps", "the agent steps that a thread's memory must hold before it is learned from (OpenAI Baselines)",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplayStart { get; init; } = 10_000;

    /// <summary>Whether checkpoints have the memories.</summary>
    [Option("save-replay", "",
        "whether a checkpoint has the replay memories; if not, a resumed run fills them again up to replay-start before it replays")]
    public bool SaveReplay { get; init; } = true;

    /// <summary>c.</summary>
    [Option("truncation", "", "c, the largest ratio π/μ that weighs an agent step; what it cuts off is corrected (10: Wang et al. 2017)",
        Minimum = 0, Maximum = 1e9)]
    public double Truncation { get; init; } = 10;

    /// <summary>The coefficient of the trace.</summary>
    [Option("trace", "", "the coefficient by which a later error changes an earlier target (Munos et al. 2016, table 1)",
        AllowedValues = Retrace<float>.Names)]
    public string Trace { get; init; } = "retrace";

    /// <summary>λ.</summary>
    [Option("lambda", "", "λ of the trace; importance has none (1: Wang et al. 2017)", Minimum = 0, Maximum = 1)]
    public double Lambda { get; init; } = 1;

    /// <summary>δ.</summary>
    [Option("trust-region", "",
        "δ, the largest growth of the divergence from the average policy; 0 for no trust region (1: Wang et al. 2017)",
        Minimum = 0, Maximum = 1e9)]
    public double TrustRegion { get; init; } = 1;

    /// <summary>φ.</summary>
    [Option("trust-region-space", "",
        "what the trust region is measured in: probabilities (Wang et al. 2017), log-probabilities (PFRL), or logits (the consistent one)",
        AllowedValues = AcerConstants.Spaces)]
    public string TrustRegionSpace { get; init; } = "probabilities";

    /// <summary>α.</summary>
    [Option("average-decay", "", "α, what the average policy keeps at each update (0.99: Wang et al. 2017)", Minimum = 0, Maximum = 1)]
    public double AverageDecay { get; init; } = 0.99;

    internal ThreadMemoryOptions Memory => new(ReplaySize, ReplayStart, SaveReplay);

    internal AcerConstants Constants =>
        new(Truncation, TrustRegion, (TrustRegionSpace)Array.IndexOf(AcerConstants.Spaces.Split(' '), TrustRegionSpace));
}
