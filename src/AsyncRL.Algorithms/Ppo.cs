using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>Proximal policy optimization (Schulman et al. 2017), with the clipped surrogate or with an adaptive penalty.</summary>
public sealed class Ppo : BatchActorCritic<PpoOptions>
{
    /// <summary>Rows that read the weights together, for the roofline: those of the paper's network.</summary>
    private const double UsualRowsPerPass = 16;

    /// <inheritdoc/>
    public override string Name => "ppo";

    /// <inheritdoc/>
    public override string Summary => "proximal policy optimization over a batch of environments (Schulman et al. 2017)";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["optimizer"] = "shared-adam",
            ["learning-rate"] = "3e-4",
            ["adam-epsilon"] = "1e-5",
            ["clip-norm"] = "0.5",
            ["initializer"] = "orthogonal",
        });

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels) =>
        EnvironmentsOf(threads) + 1L + Options.RowsOfPass(network, ofPixels);

    /// <inheritdoc/>
    public override StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int threads) =>
        Rollout.SizeOf(network, observation, actions, Options.Environments, Options.TMax);

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) =>
        new(
            agentSteps * (1 + Options.Epochs),
            0,
            RowsPerPass: UsualRowsPerPass,
            Learned: agentSteps * Options.Epochs);

    /// <inheritdoc/>
    protected override object CreateCommon(Session session, Actor firstActor)
    {
        ArgumentNullException.ThrowIfNull(session);
        var rollout = new Rollout(session.Network.Structure, firstActor, Options.Environments, Options.TMax);
        MemberPlace place = MemberPlace.Of(session);
        RolloutExchange? exchange = session.Link is { } link ? new RolloutExchange(rollout, link) : null;
        return new PpoCommon(rollout, new EpochSums(place.All), exchange);
    }

    /// <inheritdoc/>
    protected override ISynchronousLearner CreateLearner(SynchronousMember member) => new PpoLearner(member, Options);
}

/// <summary>The hyper-parameters of <see cref="Ppo"/>, each with its unit, default and source.</summary>
public sealed record PpoOptions : BatchOptions
{
    internal const string Clipped = "clip";

    /// <summary>Sets the defaults that differ from those of A3C.</summary>
    public PpoOptions() => Lambda = 0.95;

    /// <summary>E.</summary>
    [Option("environments", "", "E, the environments that act side by side (8: Schulman et al. 2017)", Minimum = 1, Maximum = 4096)]
    public override int Environments { get; init; } = 8;

    /// <summary>N.</summary>
    [Option("t-max", "agent steps", "N, agent steps of each environment in a round (128: Schulman et al. 2017, Atari)",
        Minimum = 1, Maximum = 100_000)]
    public override int TMax { get; init; } = 128;

    /// <summary>Epochs.</summary>
    [Option("epochs", "", "how often a round learns from each row (4: OpenAI Baselines, Atari)", Minimum = 1, Maximum = 1000)]
    public int Epochs { get; init; } = 4;

    /// <summary>m.</summary>
    [Option("minibatch-size", "rows", "m, rows of an update; with a network with memory whole environments (256: OpenAI Baselines, Atari)",
        Minimum = 1, Maximum = 1_000_000)]
    public int MinibatchSize { get; init; } = 256;

    /// <summary>The objective.</summary>
    [Option("objective", "", "clip: the clipped surrogate; penalty: the surrogate with the adaptive penalty b KL(old||new)",
        AllowedValues = "clip penalty")]
    public string Objective { get; init; } = Clipped;

    /// <summary>ε.</summary>
    [Option("clip", "", "ε, the largest change of a ratio of probabilities that the surrogate rewards (0.2: Schulman et al. 2017)",
        Minimum = 1e-6, Maximum = 1e6, Needs = "objective=clip")]
    public double Clip { get; init; } = 0.2;

    /// <summary>The shape of ε as a function of T.</summary>
    [Option("clip-schedule", "", "constant; linear: ε falls to 0 at the last agent step (Schulman et al. 2017, Atari)",
        AllowedValues = Parameters.Annealing.Shapes, Needs = "objective=clip")]
    public string ClipSchedule { get; init; } = "constant";

    /// <summary>ε of the value.</summary>
    [Option("value-clip", "units of the value", "largest change of V whose error is learned, 0 for no limit (OpenAI Baselines have 0.2)",
        Minimum = 0, Maximum = 1e9)]
    public double ValueClip { get; init; }

    /// <summary>Whether advantages are normalized.</summary>
    [Option("normalize-advantages", "", "whether the advantages of a minibatch get mean 0 and deviation 1 (OpenAI Baselines)")]
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>d.</summary>
    [Option("target-divergence", "nats",
        "d, the wanted KL(old||new) of a round; with clip, epochs end above 1.5 d, and auto never ends them; with penalty auto is 0.01",
        Minimum = 1e-9, Maximum = 1e3)]
    public double? TargetDivergence { get; init; }

    /// <summary>b before the first round.</summary>
    [Option("penalty", "", "b before the first round, which halves or doubles after a round with KL below d/1.5 or above 1.5 d",
        Minimum = 0, Maximum = 1e6, Needs = "objective=penalty")]
    public double Penalty { get; init; } = 1;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy (0: OpenAI Baselines, MuJoCo; 0.01 on Atari)",
        Minimum = 0, Maximum = 1e3)]
    public override double EntropyWeight { get; init; }

    internal bool HasPenalty => Objective != Clipped;

    /// <summary>The rows that pass through the network together when it learns.</summary>
    internal int RowsOfPass(NetworkStructure network, bool ofPixels) =>
        network.IsRecurrent ? TMax : PassSize.Rows(network, MostRowsOfMinibatch, ofPixels);

    /// <summary>Rows of a minibatch, which are not more than a round has.</summary>
    internal int MostRowsOfMinibatch => (int)Math.Min(MinibatchSize, (long)Environments * TMax);
}

/// <summary>What all members of a run share besides θ.</summary>
/// <param name="Rollout">The experience of the round.</param>
/// <param name="Sums">The divergences of the epochs.</param>
/// <param name="Exchange">Brings the experience of other ranks; null without other ranks.</param>
internal sealed record PpoCommon(Rollout Rollout, EpochSums Sums, RolloutExchange? Exchange)
{
    /// <summary>The learner of the first member. It saves the state that all members have alike.</summary>
    internal PpoLearner? First { get; set; }
}
