using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Queued;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Ape-X (Horgan et al. 2018): actors with an ε of their own each, a prioritized replay memory, and learners. The ratio of draws to agent
/// steps is fixed.
/// </summary>
public sealed class Apex : Algorithm<ApexOptions>
{
    /// <inheritdoc/>
    public override string Name => "ape-x";

    /// <inheritdoc/>
    public override string Summary => "Q-learning by learners apart from the actors, with prioritized replay (Horgan et al. 2018)";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["optimizer"] = "centered-rmsprop",
            ["learning-rate"] = "6.25e-5",
            ["learning-rate-schedule"] = "constant",
            ["decay"] = "0.95",
            ["epsilon"] = "1.5e-7",
            ["clip-norm"] = "40",
        });

    /// <inheritdoc/>
    public override bool IsAsynchronous => false;

    /// <summary>Each process has actors, a memory and learners of its own.</summary>
    /// <inheritdoc/>
    public override bool CanSpanRanks => true;

    /// <inheritdoc/>
    public override bool UpdatesOneAtATime => Options.Learners == 1;

    /// <inheritdoc/>
    public override bool KeepsPixels => true;

    /// <inheritdoc/>
    public override int MostThreads => Options.Environments + Options.Learners;

    /// <inheritdoc/>
    public override int TargetNetworks => 1;

    /// <inheritdoc/>
    public override int ActorsOf(int threads) => Options.Environments;

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) =>
        ActionValues<float>.Heads(actions.Count, Options.Dueling);

    /// <inheritdoc/>
    public override void Check(IEnvironment environment)
    {
        base.Check(environment);
        Exploration.Read(Options);
        Options.Memory.Check(environment.Observation);
        if (Options.Learners <= Options.Environments) return;
        throw new InputException(
            $"The option learners is \"{Options.Learners}\", but each learner needs an environment of the {Options.Environments} of "
            + "environments; expected fewer learners or more environments.");
    }

    /// <inheritdoc/>
    public override void Check(NetworkStructure network) => RefuseMemory(network, SingleAgentSteps, R2d2Instead);

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.TMax;

    /// <summary>A thread that acts and learns has a model for each.</summary>
    /// <inheritdoc/>
    public override int ModelsOf(int threads) => threads == 1 ? 2 : 1;

    /// <summary>The mean over threads that act and threads that learn. The rows of θ⁻ are counted beside them.</summary>
    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels)
    {
        long rows = Options.Memory.RowsOfPass(network, 1, ofPixels), learning = Options.Double ? rows + (rows / 2) : rows;
        return (Options.Environments + (Math.Max(1, LearnersOf(threads)) * learning) + threads - 1) / threads;
    }

    /// <inheritdoc/>
    public override StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int threads)
    {
        StoreSize memory = ReplayMemory.SizeOf(observation, Options.Memory with { Numbers = ScoredItems.Numbers });
        Int128 outboxes = (Int128)Options.Environments * Outbox.RowsOf(observation, Options);
        return memory with { Bytes = memory.Bytes + (outboxes * ExperienceRing.BytesOfRow(observation, ScoredItems.Numbers)) };
    }

    /// <summary>
    /// Each learner needs its share of the first transitions and of the draws of an update, and stretches of all environments may be on
    /// their way.
    /// </summary>
    /// <inheritdoc/>
    public override long AgentStepsBeforeUpdate(int threads)
    {
        int learners = Math.Max(1, LearnersOf(threads));
        long draws = (long)Math.Ceiling(Options.MinibatchSize / Options.DrawsPerStep) * learners;
        long waiting = Options.Environments * (Options.TMax + Options.Steps + 1L);
        return Options.ReplayStart + learners + draws + waiting;
    }

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps)
    {
        double learned = agentSteps * Options.DrawsPerStep;
        return new ForwardPasses(
            agentSteps + (learned * (Options.Double ? 2 : 1)), learned, RowsPerPass: Options.MinibatchSize, Learned: learned);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) => new ActionValueAgent(network);

    /// <inheritdoc/>
    public override IReadOnlyList<IWorker> CreateWorkers(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        int learners = LearnersOf(session.ActorLearners), actors = session.ActorLearners - learners;
        var workers = new List<IWorker>();
        var shares = new MemberShare[actors];
        var members = new Member[actors];
        for (int i = 0; i < actors; i++)
        {
            shares[i] = MemberShare.Of(Options.Environments, i, actors);
            members[i] = session.CreateMember(i, shares[i]);
        }

        Actor first = members[0].Actors[0];
        var outboxes = new Outboxes(first.ObservationSpecification, first.Actions, Options);
        session.Sections.Add(outboxes.Section);
        for (int i = 0; i < actors; i++)
        {
            var acting = new ApexActing(members[i], shares[i].Start, outboxes, Options);
            IRole[] roles = learners > 0 ? [acting] : [CreateLearner(session, members[i].Statistics, outboxes, first, 0, 1), acting];
            workers.Add(new RoleWorker($"actor {i}", members[i].Statistics, members[i].Episodes, roles));
        }

        for (int i = 0; i < learners; i++)
        {
            ActorStatistics statistics = session.CreateStatistics(session.Measures);
            ApexLearner learner = CreateLearner(session, statistics, outboxes, first, i, learners);
            workers.Add(new RoleWorker($"learner {i}", statistics, null, [learner]));
        }

        return workers;
    }

    private ApexLearner CreateLearner(
        Session session, ActorStatistics statistics, Outboxes outboxes, Actor actor, int index, int learners)
    {
        RandomGenerator generator = ReplayMemory.GeneratorOf(session.Seed);
        for (int i = 0; i < index; i++) generator = generator.Split("next");
        int rings = ((Options.Environments - index - 1) / learners) + 1;
        var memory = new ReplayMemory(
            actor.ObservationSpecification,
            actor.Actions,
            Options.Memory with { Numbers = ScoredItems.Numbers },
            generator,
            (ring, priorities, firstSlot) => new ScoredItems(ring, priorities, firstSlot, (float)Options.Discount),
            rings,
            $"replay memory {index}");
        session.Sections.Add(memory.Section);
        return new ApexLearner(session, statistics, outboxes, memory, index, learners, actor.ObservationSpecification, Options);
    }

    private int LearnersOf(int threads) => Math.Min(Options.Learners, threads - 1);
}

/// <summary>The hyper-parameters of <see cref="Apex"/>, each with its unit, default and source.</summary>
public sealed record ApexOptions : TransitionOptions
{
    /// <summary>Sets the defaults of Horgan et al. 2018.</summary>
    public ApexOptions()
    {
        (FinalExploration, FinalExplorationProbabilities, Exploration) = ("0.1", "1", Ladder);
        (Steps, Double, Dueling, LossScale) = (3, true, true, Mean);
        (Replay, PriorityExponent, ImportanceExponent, ImportanceSchedule) = (Proportional, 0.6, 0.4, Constant);
        Environments = 8;

        // 2,500 updates of 512 draws, at 1.3 draws for each agent step of 4 frames.
        TargetInterval = 4_000_000;
    }

    /// <summary>B.</summary>
    [Option("minibatch-size", "agent steps", "B, the agent steps from which an update learns (512: Horgan et al. 2018)",
        Minimum = 1, Maximum = 1_000_000)]
    public override int MinibatchSize { get; init; } = 512;

    /// <summary>The agent steps of an environment between two copies of θ.</summary>
    [Option("t-max", "agent steps",
        "agent steps of an environment from one copy of θ to the next, which are sent to the learner together (100: Horgan et al. 2018)",
        Minimum = 1, Maximum = 100_000)]
    public int TMax { get; init; } = 100;

    /// <summary>The ratio of draws to agent steps.</summary>
    [Option("draws-per-step", "",
        "how often an agent step is drawn on average: draws from the memory for each agent step that enters it "
        + "(1.3: Kapturowski et al. 2019 on Horgan et al. 2018; 8 in Mnih et al. 2015)",
        Minimum = 1e-3, Maximum = 1e6)]
    public double DrawsPerStep { get; init; } = 1.3;

    /// <summary>Number of learner threads.</summary>
    [Option("learners", "threads",
        "threads that only learn, if there is a thread besides them, each with its part of the memory; with one thread, acting and "
        + "learning alternate",
        Minimum = 1, Maximum = 256)]
    public int Learners { get; init; } = 1;
}
