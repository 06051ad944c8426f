using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Deep deterministic policy gradient (Lillicrap et al. 2016): a deterministic policy and an action value that learn from a replay memory,
/// for actions that are vectors.
/// </summary>
public sealed class Ddpg : SynchronousAlgorithm<DdpgOptions>
{
    /// <summary>The index of the actor among the parts that are updated apart.</summary>
    internal const int Actor = 0;

    /// <inheritdoc/>
    public override string Name => "ddpg";

    /// <inheritdoc/>
    public override string Summary => "a deterministic policy and its action value from a replay memory (Lillicrap et al. 2016)";

    /// <inheritdoc/>
    public override ActionKind Actions => ActionKind.Continuous;

    /// <inheritdoc/>
    public override int Environments => Options.Environments;

    /// <inheritdoc/>
    public override int TargetNetworks => 1;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["optimizer"] = "shared-adam",
            ["learning-rate"] = "1e-4",
            ["learning-rate-schedule"] = "constant",
            ["clip-norm"] = "0",
        });

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        DeterministicActorCritic<float>.Heads(actions.Count, Options.FinalLayerBound);

    /// <inheritdoc/>
    public override void Check(IEnvironment environment)
    {
        base.Check(environment);
        Options.Memory.Check(environment.Observation);
    }

    /// <inheritdoc/>
    public override void Check(NetworkStructure network) => RefuseMemory(network, SingleAgentSteps);

    /// <summary>A round is one agent step in each environment.</summary>
    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => 1;

    /// <inheritdoc/>
    public override long AgentStepsBeforeUpdate(int threads) => Options.Memory.AgentStepsBeforeUpdate;

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels) =>
        EnvironmentsOf(threads) + Options.Memory.RowsOfPass(network, threads, ofPixels);

    /// <inheritdoc/>
    public override StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int threads) =>
        ReplayMemory.SizeOf(observation, Options.Memory with { Numbers = actions.Count });

    /// <summary>
    /// An agent step runs the actor. A learned row runs the critic, the actor, and the critic again. Actor and critic are counted as half
    /// of the network each.
    /// </summary>
    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps)
    {
        double learned = agentSteps * Options.MinibatchSize / Options.StepsPerUpdate;
        return new ForwardPasses(
            (0.5 * agentSteps) + (1.5 * learned), learned, RowsPerPass: Options.MinibatchSize, Learned: learned);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) => new DeterministicAgent(network, actions);

    /// <inheritdoc/>
    protected override object CreateCommon(Session session, Actor firstActor)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(firstActor);
        ActionSpecification actions = firstActor.Actions;
        ReplaySettings settings = Options.Memory with { Numbers = actions.Count };
        return ReplayCommon.Create(
            session, generator => new ReplayMemory(firstActor.ObservationSpecification, actions, settings, generator));
    }

    /// <inheritdoc/>
    protected override ISynchronousLearner CreateLearner(SynchronousMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return new DdpgLearner(member, Options);
    }

    /// <inheritdoc/>
    private protected override ImmutableArray<NetworkPart> PartsOf(NetworkStructure network)
    {
        var networks = new DeterministicActorCritic<double>(NetworkFactory.Double(network));
        return [networks.Actor, networks.Critic];
    }
}

/// <summary>The hyper-parameters of <see cref="Ddpg"/>, each with its unit, default and source.</summary>
public sealed record DdpgOptions
{
    /// <summary>γ.</summary>
    [Option("discount", "", "γ, the weight of a reward one agent step later (0.99: Lillicrap et al. 2016)", Minimum = 0, Maximum = 1)]
    public double Discount { get; init; } = 0.99;

    /// <summary>τ.</summary>
    [Option("tau", "", "τ, what the target parameters take over at each update (0.001: Lillicrap et al. 2016)", Minimum = 0, Maximum = 1)]
    public double Tau { get; init; } = 0.001;

    /// <summary>η of the critic as a multiple of η.</summary>
    [Option("critic-rate-factor", "", "the learning rate of the critic as a multiple of the learning rate (10: Lillicrap et al. 2016)",
        Minimum = 0, Maximum = 1e6)]
    public double CriticRateFactor { get; init; } = 10;

    /// <summary>λ.</summary>
    [Option("critic-weight-decay", "", "the factor of ½|w|² in the loss of the critic, over its weights (0.01: Lillicrap et al. 2016)",
        Minimum = 0, Maximum = 1e3)]
    public double CriticWeightDecay { get; init; } = 0.01;

    /// <summary>The kind of noise.</summary>
    [Option("noise", "",
        "what is added to actions from -1 to 1: ou, the process of Ornstein and Uhlenbeck (Lillicrap et al. 2016); gaussian, independent",
        AllowedValues = "ou gaussian")]
    public string Noise { get; init; } = Process;

    /// <summary>σ.</summary>
    [Option("noise-deviation", "", "σ of the noise (0.2: Lillicrap et al. 2016)", Minimum = 0, Maximum = 1e3)]
    public double NoiseDeviation { get; init; } = 0.2;

    /// <summary>θ of the process.</summary>
    [Option("noise-reversion", "", "θ of the process, the share of the noise that a unit of time takes away (0.15: Lillicrap et al. 2016)",
        Minimum = 0, Maximum = 1e3, Needs = "noise=ou")]
    public double NoiseReversion { get; init; } = 0.15;

    /// <summary>dt.</summary>
    [Option("noise-time-step", "", "dt, the time of an agent step in the process (1: Lillicrap et al. 2016; 0.01: OpenAI Baselines)",
        Minimum = 1e-6, Maximum = 1e3, Needs = "noise=ou")]
    public double NoiseTimeStep { get; init; } = 1;

    /// <summary>Agent steps of random actions.</summary>
    [Option("random-steps", "agent steps",
        "agent steps at the start whose actions are uniform between the bounds (0: Lillicrap et al. 2016; 10,000: Spinning Up)",
        Minimum = 0, Maximum = 1e12)]
    public long RandomSteps { get; init; }

    /// <summary>The largest size of the first parameters of the heads.</summary>
    [Option("final-layer-bound", "",
        "the largest size of the first parameters of both heads (0.003 for vectors, 0.0003 for pixels: Lillicrap et al. 2016)",
        Minimum = 1e-9, Maximum = 1e3)]
    public double FinalLayerBound { get; init; } = 0.003;

    /// <summary>The factor of a reward in training.</summary>
    [Option("reward-scale", "", "what rewards are multiplied by in training; reported returns stay raw", Minimum = 1e-9, Maximum = 1e9)]
    public double RewardScale { get; init; } = 1;

    /// <summary>E.</summary>
    [Option("environments", "", "E, the environments that act side by side, one agent step each between updates",
        Minimum = 1, Maximum = 4096)]
    public int Environments { get; init; } = 1;

    /// <summary>f.</summary>
    [Option("steps-per-update", "agent steps", "f, agent steps of all environments for each update (1: Lillicrap et al. 2016)",
        Minimum = 1, Maximum = 1_000_000)]
    public int StepsPerUpdate { get; init; } = 1;

    /// <summary>N.</summary>
    [Option("replay-size", "agent steps", "N, the agent steps that the replay memory holds (1,000,000: Lillicrap et al. 2016)",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplaySize { get; init; } = 100_000;

    /// <summary>Transitions before the first update.</summary>
    [Option("replay-start", "agent steps", "the agent steps that the memory must hold before an update learns from it",
        Minimum = 1, Maximum = 1_000_000_000)]
    public int ReplayStart { get; init; } = 1_000;

    /// <summary>B.</summary>
    [Option("minibatch-size", "agent steps",
        "B, the agent steps from which an update learns (64 for vectors, 16 for pixels: Lillicrap et al. 2016)",
        Minimum = 1, Maximum = 1_000_000)]
    public int MinibatchSize { get; init; } = 64;

    /// <summary>Whether checkpoints have the memory.</summary>
    [Option("save-replay", "",
        "whether a checkpoint has the replay memory; if not, a resumed run fills it again up to replay-start before it learns")]
    public bool SaveReplay { get; init; } = true;

    private const string Process = "ou";

    internal NoiseSettings NoiseSettings => new(Noise == Process, NoiseDeviation, NoiseReversion, NoiseTimeStep);

    internal ReplaySettings Memory => new()
    {
        Environments = Environments,
        StepsPerUpdate = StepsPerUpdate,
        ReplaySize = ReplaySize,
        ReplayStart = ReplayStart,
        MinibatchSize = MinibatchSize,
        SaveReplay = SaveReplay,
    };
}
