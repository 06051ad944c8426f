using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Queued;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Queued;

/// <summary>Single roles: their failures, their waiting, and what they count.</summary>
public class RoleTests
{
    /// <summary>Each failure returns its slot. Otherwise the agents would soon wait for slots that no thread has.</summary>
    [Theory]
    [InlineData("impala", "reset")]
    [InlineData("impala", "step")]
    [InlineData("ga3c", "reset")]
    [InlineData("ga3c", "step")]
    public void A_failure_of_an_environment_loses_no_slot(string name, string call)
    {
        bool fails = true;
        var task = new ScriptedTask(new StepOutcome(1, false, false))
        {
            DuringReset = () => Fail("reset"),
            DuringStep = _ => Fail("step"),
        };
        Algorithm algorithm = name == "impala"
            ? new Impala { Options = new ImpalaOptions { Environments = 1, BatchSize = 1, TMax = 2 } }
            : new Ga3c { Options = new Ga3cOptions { Environments = 1, TMax = 2, TrainingMinBatch = 1 } };
        var bench = new SynchronousBench(algorithm, ImpalaTests.StructureOf(false), [task], 1, 3);
        IWorker worker = bench.Workers[0];
        for (int failure = 0; failure < 5; failure++)
        {
            Assert.Throws<InvalidOperationException>(() => Run(10));
            worker.Abandon();
        }

        fails = false;
        Run(50);
        Assert.InRange(bench.Shared.Updates, 5, 50);

        void Fail(string place)
        {
            if (fails && place == call) throw new InvalidOperationException("broken");
        }

        void Run(int turns)
        {
            for (int i = 0; i < turns; i++) Assert.Equal(Turn.Worked, worker.Run());
        }
    }

    /// <summary>An episode that a failure has abandoned takes no further agent step, although a predictor still answers it.</summary>
    [Fact]
    public void The_answer_to_an_abandoned_episode_is_given_up()
    {
        var options = new Ga3cOptions { Environments = 2, TMax = 4, PredictionBatch = 1 };
        bool fails = true;
        var broken = new ScriptedTask(new StepOutcome(1, false, false))
        {
            DuringStep = _ =>
            {
                if (fails) throw new InvalidOperationException("broken");
            },
        };
        var sound = new ScriptedTask(new StepOutcome(1, false, false));
        var bench = new SynchronousBench(new Ga3c { Options = options }, ImpalaTests.StructureOf(true), [broken, sound], 3, 3);
        (IWorker agents, IWorker predictor) = (bench.Workers[0], bench.Workers[1]);
        Assert.Equal((Turn.Worked, Turn.Worked), (agents.Run(), predictor.Run()));
        Assert.Throws<InvalidOperationException>(() => agents.Run());
        agents.Abandon();
        fails = false;
        Assert.Equal((Turn.Worked, Turn.Worked), (predictor.Run(), agents.Run()));
        Assert.Equal((1, 0), (sound.Instances[0].Resets, sound.Instances[0].Steps));
        Assert.Equal((Turn.Worked, 2), (agents.Run(), sound.Instances[0].Resets));
        for (int i = 0; i < 40; i++)
        {
            foreach (IWorker worker in bench.Workers) worker.Run();
        }

        Assert.True(bench.Shared.AgentSteps > 8 && broken.Instances[0].Steps > 4 && sound.Instances[0].Steps > 4);
    }

    /// <summary>An answered environment belongs to its agent, which may have asked again before the predictor fails.</summary>
    [Fact]
    public void A_predictor_that_fails_puts_back_only_what_it_did_not_answer()
    {
        const int Environments = 3;
        var options = new Ga3cOptions { Environments = Environments, TMax = 4 };
        SynchronousBench bench = Bench(new Ga3c { Options = options }, isRecurrent: true, Environments);
        var store = new TrajectoryStore(bench.Structure, bench.Session.CreateActor(0), Environments, options.TMax);
        var predictions = new Predictions(bench.Structure, Environments, Environments, 10);
        Member member = bench.Session.CreateMember(9, default);
        var role = new PredictorRole(bench.Session, member.Model, member.Statistics, store, predictions, options);
        for (int i = 0; i < Environments; i++)
        {
            predictions.Begin(i, i);
            predictions.Request(i);
        }

        predictions.Slots[1] = 1000;
        Assert.ThrowsAny<Exception>(() => role.Work());
        Assert.Equal(PredictionStage.Answered, predictions.StageOf(0));
        predictions.Request(0);
        role.Abandon();
        var waiting = new List<int>();
        while (predictions.Requests.TryTake(out int environment)) waiting.Add(environment);
        Assert.Equal([0, 2, 1], waiting);
    }

    /// <summary>The time of waiting is one span, however often the thread looks for work.</summary>
    [Theory]
    [InlineData("impala")]
    [InlineData("ga3c")]
    public void A_thread_that_waits_marks_nothing(string name)
    {
        Algorithm algorithm = name == "impala"
            ? new Impala { Options = new ImpalaOptions { Environments = 2, BatchSize = 2, TMax = 2 } }
            : new Ga3c { Options = new Ga3cOptions { Environments = 2 } };
        SynchronousBench bench = Bench(algorithm, isRecurrent: false, environments: 2, threads: 3);
        var trace = new TraceBuffer(10_000);
        bench.Workers[0].Statistics.Trace(trace);
        while (bench.Workers[0].Run() == Turn.Worked)
        {
        }

        int events = trace.Events.Length;
        for (int i = 0; i < 100; i++) Assert.Equal(Turn.Waiting, bench.Workers[0].Run());
        Assert.Equal(events, trace.Events.Length);
    }

    /// <summary>The forward passes of a learner are time of acting, as the roofline counts them. The rest is the backward pass.</summary>
    [Theory]
    [InlineData("impala")]
    [InlineData("ga3c")]
    public void An_update_has_its_phases_in_order(string name)
    {
        Algorithm algorithm = name == "impala"
            ? new Impala { Options = new ImpalaOptions { Environments = 1, BatchSize = 1, TMax = 2 } }
            : new Ga3c { Options = new Ga3cOptions { Environments = 1, TMax = 2, TrainingMinBatch = 1 } };
        SynchronousBench bench = Bench(algorithm, isRecurrent: false, environments: 1, threads: 2);
        var trace = new TraceBuffer(1000);
        bench.Workers[1].Statistics.Trace(trace);
        while (bench.Shared.Updates == 0)
        {
            foreach (IWorker worker in bench.Workers) worker.Run();
        }

        var phases = new List<string>();
        foreach (TraceEvent span in trace.Events)
        {
            if (span.Phase is { } phase) phases.Add(phase.Name);
        }

        Assert.Equal(["wait", "snapshot", "act", "backward", "apply"], phases);
    }

    /// <summary>The lag is counted at the update, like the staleness of A3C.</summary>
    [Fact]
    public void Updates_of_other_learners_during_an_update_belong_to_its_lag()
    {
        var options = new ImpalaOptions { Environments = 1, BatchSize = 1, TMax = 2 };
        SynchronousBench bench = Bench(new Impala { Options = options }, isRecurrent: false, environments: 1);
        Session session = bench.Session;
        Actor actor = session.CreateActor(0);
        var store = new TrajectoryStore(bench.Structure, actor, 2, options.TMax);
        ActorStatistics statistics = session.CreateStatistics(session.Measures);
        var learner = new InterruptedLearner(session, statistics, store, options);
        Assert.True(store.Free.TryTake(out int slot));
        for (int step = 0; step <= options.TMax; step++) store.Rollout.Keep(slot, step, actor.Observation);
        (store.Lengths[slot], store.Versions[slot]) = (options.TMax, 0);
        store.Filled.Add(slot);
        Assert.True(learner.Work());
        Assert.Equal(5, statistics.Read().Staleness);
        Assert.Equal(5, statistics.SumOf("policy_lag"));
    }

    /// <summary>IMPALA bootstraps from V after the end of a trajectory. GA3C knows R already.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_learner_computes_the_row_after_a_trajectory_only_if_it_needs_it(int endRows)
    {
        var options = new ImpalaOptions { Environments = 1, BatchSize = 1, TMax = 2 };
        SynchronousBench bench = Bench(new Impala { Options = options }, isRecurrent: false, environments: 1);
        Actor actor = bench.Session.CreateActor(0);
        var store = new TrajectoryStore(bench.Structure, actor, 2, options.TMax);
        ActorStatistics statistics = bench.Session.CreateStatistics(bench.Session.Measures);
        var learner = new InterruptedLearner(bench.Session, statistics, store, options, endRows);
        Assert.True(store.Free.TryTake(out int slot));
        for (int step = 0; step <= options.TMax; step++) store.Rollout.Keep(slot, step, actor.Observation);
        (store.Lengths[slot], store.Versions[slot]) = (options.TMax, 0);
        store.Filled.Add(slot);
        Assert.True(learner.Work());
        Assert.Equal(endRows == 1, learner.HasComputedEnd);
    }

    private static SynchronousBench Bench(Algorithm algorithm, bool isRecurrent, int environments, int threads = 1)
    {
        var tasks = new ScriptedTask[environments];
        for (int i = 0; i < environments; i++) tasks[i] = new ScriptedTask(new StepOutcome(1, false, false));
        return new SynchronousBench(algorithm, ImpalaTests.StructureOf(isRecurrent), tasks, threads, 4);
    }

    /// <summary>A learner during whose gradient other learners do five updates.</summary>
    private sealed class InterruptedLearner(
        Session session, ActorStatistics statistics, TrajectoryStore store, BatchOptions options, int endRows = 1)
        : TrajectoryLearner(session, statistics, store, options, 8, endRows)
    {
        private readonly Session _session = session;

        /// <summary>Whether the row after the trajectory has a value. The rows of a new batch are 0.</summary>
        internal bool HasComputedEnd { get; private set; }

        private protected override bool IsEnough(int trajectories, int rows) => trajectories > 0;

        private protected override void AddRows(Activations<float> batch, int first, int end, int stored, int length)
        {
            for (int i = 0; i < 5; i++) _session.Parameters.CountUpdate();
            HasComputedEnd = Value(batch, first + length) != 0;
            for (int row = first; row < first + length; row++)
            {
                for (int head = 0; head < 2; head++) batch.OutputGradient(head, row).Clear();
            }
        }
    }
}
