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
/// Policy gradient and Q-learning (O'Donoghue et al. 2017): A3C, whose policy and value imply action values that also learn from a replay
/// memory of each thread.
/// </summary>
public sealed class Pgql : ActorLearnerAlgorithm<PgqlOptions>
{
    /// <inheritdoc/>
    public override string Name => "pgql";

    /// <inheritdoc/>
    public override string Summary => "A3C, and Q-learning of the same heads from replay memories (O'Donoghue et al. 2017)";

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => SoftmaxPolicy.Heads(actions);

    /// <inheritdoc/>
    public override void Check(NetworkStructure network) => RefuseMemory(network, "the middle of past episodes");

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.TMax;

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels) =>
        Options.TMax + 1L + (2L * Options.MinibatchSize);

    /// <inheritdoc/>
    public override StoreSize OwnStoreSize(ObservationSpecification observation, ActionSpecification actions) =>
        ThreadMemory.SizeOf(observation, Options.Memory);

    /// <summary>A segment has an update, and every replay-interval-th segment another one from a minibatch.</summary>
    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps)
    {
        double replays = 1.0 / Options.ReplayInterval, updates = 1 + replays, rows = agentSteps * updates;
        double online = rows + 1 + (2 * replays * Options.MinibatchSize), learned = rows + (replays * Options.MinibatchSize);
        return new ForwardPasses(online / updates, 0, RowsPerPass: online / (rows + 1 + (2 * replays)), Learned: learned / updates);
    }

    /// <inheritdoc/>
    public override ILearner CreateLearner(AlgorithmContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new PgqlLearner(context, Options);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) => new SoftmaxAgent(network, actions);
}

/// <summary>The hyper-parameters of <see cref="Pgql"/>, each with its unit, default and source.</summary>
public sealed record PgqlOptions : ActorCriticOptions
{
    /// <summary>t_max.</summary>
    [Option("t-max", "agent steps", "largest length of a segment, between a snapshot and its update (Mnih et al. 2016)",
        Minimum = 1, Maximum = 100_000)]
    public int TMax { get; init; } = 5;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy in the update of a segment", Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>The factor of a reward in training.</summary>
    [Option("reward-scale", "", "the factor of a reward in training, before reward-clip; reported returns stay raw",
        Minimum = 1e-9, Maximum = 1e9)]
    public double RewardScale { get; init; } = 1;

    /// <summary>α.</summary>
    [Option("temperature", "units of the value", "α in Q(s, a) = α (log π(a|s) + H) + V (0.1: O'Donoghue et al. 2017)",
        Minimum = 0, Maximum = 1e6)]
    public double Temperature { get; init; } = 0.1;

    /// <summary>The form of the gradient of a Q-learning step.</summary>
    [Option("replay-gradient", "",
        "paper: log π and V move by the error itself; exact: the derivative of Q, with the factor α and the entropy's part",
        AllowedValues = "paper exact")]
    public string ReplayGradient { get; init; } = "paper";

    /// <summary>Segments for each Q-learning step.</summary>
    [Option("replay-interval", "segments", "segments for each step of Q-learning from the memory (1: O'Donoghue et al. 2017)",
        Minimum = 1, Maximum = 1_000_000)]
    public int ReplayInterval { get; init; } = 1;

    /// <summary>The factor of η.</summary>
    [Option("replay-learning-rate", "", "the factor of the learning rate in a step of Q-learning (0.5: O'Donoghue et al. 2017)",
        Minimum = 0, Maximum = 1e6)]
    public double ReplayLearningRate { get; init; } = 0.5;

    /// <summary>B.</summary>
    [Option("minibatch-size", "agent steps", "B, the agent steps of a step of Q-learning (32: O'Donoghue et al. 2017)",
        Minimum = 1, Maximum = 100_000)]
    public int MinibatchSize { get; init; } = 32;

    /// <summary>N.</summary>
    [Option("replay-size", "agent steps", "the agent steps that each thread's replay memory holds (100,000: O'Donoghue et al. 2017)",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplaySize { get; init; } = 100_000;

    /// <summary>Agent steps before the first replay.</summary>
    [Option("replay-start", "agent steps", "the agent steps that a thread's memory must hold before it is learned from",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplayStart { get; init; } = 10_000;

    /// <summary>Whether checkpoints have the memories.</summary>
    [Option("save-replay", "",
        "whether a checkpoint has the replay memories; if not, a resumed run fills them again up to replay-start before it replays")]
    public bool SaveReplay { get; init; } = true;

    internal override double Beta => EntropyWeight;

    internal override double RewardFactor => RewardScale;

    internal bool IsExact => ReplayGradient == "exact";

    internal ThreadMemoryOptions Memory => new(ReplaySize, ReplayStart, SaveReplay);
}
