using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Queued;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// IMPALA (Espeholt et al. 2018): actors with copies of θ hand trajectories to learners, which correct for the age of the copies by
/// V-trace.
/// </summary>
public sealed class Impala : QueuedAlgorithm<ImpalaOptions>
{
    /// <inheritdoc/>
    public override string Name => "impala";

    /// <inheritdoc/>
    public override string Summary => "actors and learners joined by a queue, corrected by V-trace (Espeholt et al. 2018)";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = new Dictionary<string, string>
    {
        ["learning-rate"] = "0.0006",
        ["epsilon"] = "0.01",
        ["clip-norm"] = "40",
    };

    /// <inheritdoc/>
    public override int MostThreads => Options.Environments + Options.Learners;

    private protected override int SlotsOf(int threads) =>
        checked(Options.Environments + Math.Max(Options.Queue ?? 0, Options.Learners * Options.BatchSize));

    /// <inheritdoc/>
    public override bool Chooses(ActionKind kind) => true;

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels)
    {
        ArgumentNullException.ThrowIfNull(network);
        int actors = threads - LearnersOf(threads);
        long acting = ((Options.Environments + (long)actors - 1) / actors) + 1;
        long learning = TrajectoryLearner.RowsOfPass(network, Options.TMax + 1, Options.UsualRows, ofPixels);
        return threads == 1 ? acting + learning : Math.Max(acting, learning);
    }

    /// <summary>
    /// Of several learners each may have one trajectory less than an update needs. A single actor completes a trajectory of every
    /// environment before it ends.
    /// </summary>
    /// <inheritdoc/>
    public override long AgentStepsBeforeUpdate(int threads)
    {
        int learners = Math.Max(1, LearnersOf(threads));
        long needed = ((learners * (Options.BatchSize - 1L)) + 1) * Options.TMax, round = (long)Options.Environments * Options.TMax;
        return threads - LearnersOf(threads) > 1 ? needed : ((needed - 1) / round * round) + 1;
    }

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) =>
        new(agentSteps * (2 + (2.0 / Options.TMax)), 0, RowsPerPass: Math.Max(1, agentSteps / Options.TMax), Learned: agentSteps);

    /// <inheritdoc/>
    public override IReadOnlyList<IWorker> CreateWorkers(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        int learners = LearnersOf(session.ActorLearners), actors = session.ActorLearners - learners;
        var workers = new List<IWorker>();
        TrajectoryStore? store = null;
        for (int i = 0; i < actors; i++)
        {
            Member member = session.CreateMember(i, MemberShare.Of(Options.Environments, i, actors));
            if (store is null)
            {
                store = new TrajectoryStore(session.Network.Structure, member.Actors[0], SlotsOf(session.ActorLearners), Options.TMax);
                session.Sections.Add(store.Section);
            }

            var acting = new UnrollRole(member, store, Options);
            IRole[] roles = learners > 0 ? [acting] : [new ImpalaLearner(session, member.Statistics, store, Options), acting];
            workers.Add(new RoleWorker($"actor {i}", member.Statistics, member.Episodes, roles));
        }

        for (int i = 0; i < learners; i++)
        {
            ActorStatistics statistics = session.CreateStatistics(session.Measures);
            workers.Add(new RoleWorker($"learner {i}", statistics, null, [new ImpalaLearner(session, statistics, store!, Options)]));
        }

        return workers;
    }

    private int LearnersOf(int threads) => Math.Min(Options.Learners, threads - 1);
}

/// <summary>The hyper-parameters of <see cref="Impala"/>, each with its unit, default and source.</summary>
public sealed record ImpalaOptions : BatchOptions
{
    /// <summary>E.</summary>
    [Option("environments", "", "E, the environments, which the actor threads divide among them (32, one for each trajectory of an update)",
        Minimum = 1, Maximum = 4096)]
    public override int Environments { get; init; } = 32;

    /// <summary>n.</summary>
    [Option("t-max", "agent steps", "n, agent steps of a trajectory (20: Espeholt et al. 2018, Atari)", Minimum = 1, Maximum = 10_000)]
    public override int TMax { get; init; } = 20;

    /// <summary>B.</summary>
    [Option("batch-size", "trajectories", "B, trajectories of an update (32: Espeholt et al. 2018)", Minimum = 1, Maximum = 4096)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Number of learner threads.</summary>
    [Option("learners", "threads",
        "threads that only learn, if there is a thread besides them; with one thread, acting and learning alternate",
        Minimum = 1, Maximum = 256)]
    public int Learners { get; init; } = 1;

    /// <summary>The number of trajectories that may wait or be learned from while all environments act.</summary>
    [Option("queue", "trajectories",
        "trajectories that may wait or be learned from while all environments act; auto is a batch for each learner, which is the least",
        Minimum = 1, Maximum = 1_000_000)]
    public int? Queue { get; init; }

    /// <summary>ρ̄.</summary>
    [Option("rho-bar", "", "ρ̄, the largest ratio π/μ in V-trace: it bounds the bias of V (1: Espeholt et al. 2018)",
        Minimum = 1e-6, Maximum = 1e9)]
    public double RhoBar { get; init; } = 1;

    /// <summary>c̄.</summary>
    [Option("c-bar", "", "c̄, the largest ratio by which later rewards change V-trace's targets (1: Espeholt et al. 2018)",
        Minimum = 1e-6, Maximum = 1e9)]
    public double CBar { get; init; } = 1;

    /// <summary>Whether the learner corrects for the age of the actors' θ.</summary>
    [Option("correction", "", "v-trace; none: every ratio counts as 1, to see what the age of the actors' θ costs",
        AllowedValues = "v-trace none")]
    public string Correction { get; init; } = VTraceCorrection;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy (0.01: Espeholt et al. 2018, Atari)", Minimum = 0, Maximum = 1e3)]
    public override double EntropyWeight { get; init; } = 0.01;

    internal const string VTraceCorrection = "v-trace";

    /// <summary>The rows of an update, including those after the ends of trajectories.</summary>
    internal int UsualRows => BatchSize * (TMax + 1);

    internal VTraceSettings<float> Trace => new((float)Discount, (float)Lambda, (float)RhoBar, (float)CBar, (float)RhoBar);
}

/// <summary>The learner of IMPALA: V-trace over each trajectory.</summary>
/// <remarks>
/// <c>// IMP:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/impala.md numbers it. After construction
/// the learner allocates nothing.
/// </remarks>
internal sealed class ImpalaLearner : TrajectoryLearner
{
    private readonly int _batchSize;
    private readonly bool _corrects;
    private readonly Metric _divergence;
    private readonly Metric _clipped;
    private readonly ActorStatistics _statistics;
    private readonly float _rhoBar;
    private VTrace<float> _trace;

    internal ImpalaLearner(Session session, ActorStatistics statistics, TrajectoryStore store, ImpalaOptions options)
        : base(session, statistics, store, options, options.UsualRows, endRows: 1)
    {
        (_batchSize, _statistics, _rhoBar) = (options.BatchSize, statistics, (float)options.RhoBar);
        _corrects = options.Correction == ImpalaOptions.VTraceCorrection;
        _trace = new VTrace<float>(options.Trace);
        _divergence = statistics.Measures.Metric("divergence", "KL(μ‖π) of the acting from the learning policy in nats, mean over rows");
        _clipped = statistics.Measures.Metric("clip_fraction", "share of the rows whose ratio π/μ is above ρ̄");
    }

    private protected override bool IsEnough(int trajectories, int rows) => trajectories == _batchSize; // IMP:3

    private protected override void AddRows(Activations<float> batch, int first, int end, int stored, int length)
    {
        double divergences = 0;
        int clipped = 0;
        _trace.Begin(Value(batch, end));
        for (int i = length - 1; i >= 0; i--)                                   // IMP:6
        {
            BatchStep outcome = Rollout.Outcomes[stored + i];
            if (outcome.EndsEpisode) _trace.Begin(outcome.EndValue);
            (float logRatio, float divergence) = Policy.Compare(batch, first + i, stored + i);
            float ratio = _corrects ? MathF.Exp(logRatio) : 1;                  // IMP:5
            float value = Value(batch, first + i);
            (float weight, float target) = _trace.Previous(outcome.Reward, value, ratio); // IMP:7
            Policy.WriteGradient(batch, first + i, stored + i, weight);         // IMP:8
            Policy.Loss.AddValueStep(value, target, batch.OutputGradient(Policy.ValueHead, first + i));
            divergences += divergence;
            if (ratio > _rhoBar) clipped++;
        }

        _statistics.Add(_divergence, divergences, length);
        _statistics.Add(_clipped, clipped, length);
    }
}
