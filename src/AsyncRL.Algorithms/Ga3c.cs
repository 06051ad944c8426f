using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Queued;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// GA3C (Babaeizadeh et al. 2017): agents without networks ask predictors for actions, and trainers learn from their segments. The trainers
/// do not correct for the age of the actions. A logarithm with ε bounds the damage.
/// </summary>
public sealed class Ga3c : QueuedAlgorithm<Ga3cOptions>
{
    /// <inheritdoc/>
    public override string Name => "ga3c";

    /// <inheritdoc/>
    public override string Summary => "agents, predictors and trainers joined by queues (Babaeizadeh et al. 2017)";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = new Dictionary<string, string>
    {
        ["learning-rate"] = "0.0003",
        ["learning-rate-schedule"] = "constant",
        ["epsilon"] = "0.1",
        ["clip-norm"] = "0",
    };

    /// <inheritdoc/>
    public override int MostThreads => Options.Environments + (Options.IsTuned ? 0 : Options.Predictors + Options.Trainers);

    /// <summary>
    /// The agents fill a slot each. As many more may become full while the queue is full, and a trainer has at most one for each row.
    /// </summary>
    private protected override int SlotsOf(int threads) => checked(
        (2 * Options.Environments) + Options.MostWaiting + ((IsTuned(threads) ? threads : Options.Trainers) * Options.RowsOfUpdate));

    /// <inheritdoc/>
    public override bool Chooses(ActionKind kind) => kind is ActionKind.Discrete or ActionKind.MultiDiscrete;

    /// <inheritdoc/>
    public override int ModelsOf(int threads) => IsTuned(threads) ? 2 : base.ModelsOf(threads);

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels)
    {
        ArgumentNullException.ThrowIfNull(network);
        long predicting = network.IsRecurrent ? 1 : Options.MostRowsOfPrediction;
        long learning = TrajectoryLearner.RowsOfPass(network, Options.TMax, Options.UsualRows, ofPixels);
        return threads == 1 || IsTuned(threads) ? predicting + learning : Math.Max(predicting, learning);
    }

    /// <summary>Of several trainers each may have one row less than an update needs.</summary>
    /// <inheritdoc/>
    public override long AgentStepsBeforeUpdate(int threads) =>
        ((IsTuned(threads) ? threads : Math.Clamp(threads - 1, 1, Options.Trainers)) * (Options.RowsOfUpdate - 1L)) + 1;

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) => new(
        agentSteps * (2 + (1.0 / Options.TMax)), 0, RowsPerPass: isRecurrent ? 1 : Options.RowsOfUpdate, Learned: agentSteps);

    /// <inheritdoc/>
    public override IReadOnlyList<IWorker> CreateWorkers(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        int trainers = Math.Min(Options.Trainers, session.ActorLearners - 1);
        int predictors = Math.Max(0, Math.Min(Options.Predictors, session.ActorLearners - trainers - 1));
        int agents = session.ActorLearners - trainers - predictors;
        var roles = new Ga3cRoles(session, Options, SlotsOf(session.ActorLearners));
        if (IsTuned(session.ActorLearners)) return CreateTunedWorkers(session, roles);
        var workers = new List<IWorker>();
        for (int i = 0; i < agents; i++)
        {
            MemberShare share = MemberShare.Of(Options.Environments, i, agents);
            Member member = session.CreateMember(i, share);
            var own = new List<IRole>();
            if (trainers == 0) own.Add(roles.CreateTrainer(member.Statistics, member.Actors[0]));
            if (predictors == 0) own.Add(roles.CreatePredictor(member.Model, member.Statistics, member.Actors[0]));
            own.Add(roles.CreateAgent(member, share.Start));
            workers.Add(new RoleWorker($"agents {i}", member.Statistics, member.Episodes, [.. own]));
        }

        for (int i = 0; i < predictors; i++)
        {
            Member member = session.CreateMember(agents + i, default);
            workers.Add(new RoleWorker(
                $"predictor {i}", member.Statistics, null, [roles.CreatePredictor(member.Model, member.Statistics, null)]));
        }

        for (int i = 0; i < trainers; i++)
        {
            ActorStatistics statistics = session.CreateStatistics(session.Measures);
            workers.Add(new RoleWorker($"trainer {i}", statistics, null, [roles.CreateTrainer(statistics, null)]));
        }

        return workers;
    }

    /// <summary>Every thread acts. The tuner lets the first threads predict, too, and the last ones learn.</summary>
    private List<IWorker> CreateTunedWorkers(Session session, Ga3cRoles roles)
    {
        int threads = session.ActorLearners;
        RandomGenerator generator = new RandomGenerator(session.Seed).Split("tuner");
        var tuner = new ThreadTuner(threads, Options.Predictors, Options.Trainers, generator);
        var workers = new List<IWorker>();
        for (int i = 0; i < threads; i++)
        {
            MemberShare share = MemberShare.Of(Options.Environments, i, threads);
            Member member = session.CreateMember(i, share);
            (ActorStatistics statistics, Actor actor) = (member.Statistics, member.Actors[0]);
            List<IRole> own = i == 0 ? [new TunerRole(session, tuner, statistics, Options.TunerSeconds)] : [];
            own.Add(new TunedRole(roles.CreateTrainer(statistics, actor), tuner, threads - 1 - i, statistics));
            own.Add(new TunedRole(roles.CreatePredictor(member.Model, statistics, actor), tuner, i, statistics));
            own.Add(roles.CreateAgent(member, share.Start));
            workers.Add(new RoleWorker($"agents {i}", statistics, member.Episodes, [.. own]));
        }

        return workers;
    }

    /// <summary>Whether there is something to tune: a single thread has all roles.</summary>
    private bool IsTuned(int threads) => Options.IsTuned && threads > 1;
}

/// <summary>Makes the roles of a run, and what they share.</summary>
/// <param name="session">The run.</param>
/// <param name="options">The options.</param>
/// <param name="slots">Number of segments that exist at the same time.</param>
internal sealed class Ga3cRoles(Session session, Ga3cOptions options, int slots)
{
    private readonly Predictions _predictions = new(session.Network.Structure, options.Environments, slots, options.TMax);
    private TrajectoryStore? _store;

    internal AgentRole CreateAgent(Member member, int firstEnvironment) =>
        new(member, firstEnvironment, StoreOf(member.Actors[0]), _predictions, options);

    internal PredictorRole CreatePredictor(LocalModel model, ActorStatistics statistics, Actor? actor) =>
        new(session, model, statistics, StoreOf(actor), _predictions, options);

    internal Ga3cTrainer CreateTrainer(ActorStatistics statistics, Actor? actor) => new(session, statistics, StoreOf(actor), options);

    private TrajectoryStore StoreOf(Actor? actor)
    {
        if (_store is null)
        {
            _store = new TrajectoryStore(session.Network.Structure, actor!, slots, options.TMax);
            session.Sections.Add(_store.Section);
            session.Sections.Add(_predictions.Section);
        }

        return _store;
    }
}

/// <summary>The hyper-parameters of <see cref="Ga3c"/>, each with its unit, default and source.</summary>
public sealed record Ga3cOptions : BatchOptions
{
    internal const string Sum = "sum";

    /// <summary>Sets the default that differs from that of A3C: c of the authors' program.</summary>
    public Ga3cOptions() => ValueGradientScale = 1;

    /// <summary>E.</summary>
    [Option("environments", "", "E, the agents, which the agent threads divide among them (32: the authors' program)",
        Minimum = 1, Maximum = 4096)]
    public override int Environments { get; init; } = 32;

    /// <summary>t_max.</summary>
    [Option("t-max", "agent steps", "largest length of a segment, which also ends with its episode (5: the authors' program)",
        Minimum = 1, Maximum = 10_000)]
    public override int TMax { get; init; } = 5;

    /// <summary>Number of predictor threads.</summary>
    [Option("predictors", "threads",
        "threads that only predict; without threads enough, the threads of the agents predict, too (2: the authors' program)",
        Minimum = 1, Maximum = 256)]
    public int Predictors { get; init; } = 1;

    /// <summary>Number of trainer threads.</summary>
    [Option("trainers", "threads", "threads that only learn, if there is a thread besides them (2: the authors' program)",
        Minimum = 1, Maximum = 256)]
    public int Trainers { get; init; } = 1;

    /// <summary>The largest number of observations of a prediction.</summary>
    [Option("prediction-batch", "observations", "largest number of observations in a prediction (128: Babaeizadeh et al. 2017)",
        Minimum = 1, Maximum = 4096)]
    public int PredictionBatch { get; init; } = 128;

    /// <summary>The number of rows that an update waits for.</summary>
    [Option("training-min-batch", "rows",
        "rows that an update waits for (0: the authors' program, an update for each segment; 20 to 40 are more stable: its issue 22)",
        Minimum = 0, Maximum = 100_000)]
    public int TrainingMinBatch { get; init; } = 20;

    /// <summary>The number of waiting segments from which on no agent begins another one.</summary>
    [Option("queue", "segments",
        "waiting segments from which on no agent begins another one, which bounds the lag; auto is as many as an update needs "
        + "(100: the authors' program)", Minimum = 1, Maximum = 1_000_000)]
    public int? Queue { get; init; }

    /// <summary>Seconds of an interval of the tuner.</summary>
    [Option("tuner-seconds", "seconds",
        "interval of the tuner, which changes the numbers of threads that predict and learn, and keeps what does not lower the trainings "
        + "per second; all threads act then; 0: fixed numbers (20: the authors' program; 60: Babaeizadeh et al. 2017)",
        Minimum = 0, Maximum = 1e6)]
    public double TunerSeconds { get; init; }

    /// <summary>ε in the logarithm of the policy.</summary>
    [Option("log-epsilon", "", "ε in the logarithm of π, which bounds the step for an action that has become improbable; 0 for none "
        + "(1e-6: the authors' program)", Minimum = 0, Maximum = 1)]
    public double LogEpsilon { get; init; } = 1e-6;

    /// <summary>The place of ε.</summary>
    [Option("log-form", "", "sum: log(π + ε) (Babaeizadeh et al. 2017, equation 5); maximum: log(max(π, ε)), as in the authors' program",
        AllowedValues = "sum maximum")]
    public string LogForm { get; init; } = Sum;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy (0.01: the authors' program)", Minimum = 0, Maximum = 1e3)]
    public override double EntropyWeight { get; init; } = 0.01;

    internal override StabilizedLogarithm<float>? Logarithm =>
        LogEpsilon > 0 ? new StabilizedLogarithm<float>((float)LogEpsilon, LogForm != Sum) : null;

    /// <summary>The number of waiting segments from which on no agent begins another one.</summary>
    internal int MostWaiting => Queue ?? Math.Max(1, (RowsOfUpdate + TMax - 1) / TMax);

    /// <summary>Whether the numbers of threads that predict and learn change.</summary>
    internal bool IsTuned => TunerSeconds > 0;

    /// <summary>The largest number of observations that can wait for a prediction.</summary>
    internal int MostRowsOfPrediction => Math.Min(PredictionBatch, Environments);

    /// <summary>The rows from which on an update begins.</summary>
    internal int RowsOfUpdate => Math.Max(1, TrainingMinBatch);

    /// <summary>The largest number of rows of an update. R is known, so that no row follows the end of a segment.</summary>
    internal int UsualRows => RowsOfUpdate + TMax - 1;
}

/// <summary>The trainer of GA3C.</summary>
/// <remarks>
/// <c>// GA3C:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/ga3c.md numbers it. After construction
/// the trainer allocates nothing.
/// </remarks>
internal sealed class Ga3cTrainer : TrajectoryLearner
{
    private readonly int _rowsOfUpdate;

    internal Ga3cTrainer(Session session, ActorStatistics statistics, TrajectoryStore store, Ga3cOptions options)
        : base(session, statistics, store, options, options.UsualRows, endRows: 0) => _rowsOfUpdate = options.RowsOfUpdate;

    private protected override bool IsEnough(int trajectories, int rows) => rows >= _rowsOfUpdate; // GA3C:5

    private protected override void AddRows(Activations<float> batch, int first, int end, int stored, int length)
    {
        for (int i = length - 1; i >= 0; i--)                                   // GA3C:6
        {
            float value = Value(batch, first + i), returns = Rollout.Returns[stored + i];
            Policy.Compare(batch, first + i, stored + i);
            Policy.WriteGradient(batch, first + i, stored + i, returns - value);
            Policy.Loss.AddValueStep(value, returns, batch.OutputGradient(Policy.ValueHead, first + i));
        }
    }
}
