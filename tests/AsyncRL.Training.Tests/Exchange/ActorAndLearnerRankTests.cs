using System.Linq;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.TestSources;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>Runs of several ranks that have actors and learners each, joined by a queue.</summary>
public sealed class ActorAndLearnerRankTests : IDisposable
{
    private static readonly Dictionary<string, (string Name, string Value)[]> Options = new()
    {
        ["impala"] = [("environments", "4"), ("t-max", "5"), ("batch-size", "3"), ("exchange-agent-steps", "100")],
        ["ga3c"] = [("environments", "4"), ("t-max", "5"), ("exchange-agent-steps", "100")],
        ["ape-x"] =
        [
            ("environments", "4"), ("t-max", "5"), ("minibatch-size", "8"), ("replay-size", "1000"), ("replay-start", "40"),
            ("exchange-agent-steps", "100"),
        ],
    };

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Algorithms => ["impala", "ga3c", "ape-x"];

    public void Dispose() => _directory.Dispose();

    /// <summary>One rank has nothing to correct, so that the thread of its rounds stores nothing.</summary>
    [Theory]
    [MemberData(nameof(Algorithms))]
    public void One_rank_equals_a_run_without_ranks(string algorithm)
    {
        TrainingConfiguration configuration = Request(algorithm, 1, 4000).For(new WalkTask());
        TrainingResult alone = Trainer.Train(configuration);
        TrainingResult ranked = RankTraining.Begin(configuration, InProcessCommunicator.Create(1)[0]);
        Bits.AssertSame(alone.Theta, ranked.Theta, "theta");
        Assert.Equal((alone.AgentSteps, alone.Episodes, alone.End), (ranked.AgentSteps, ranked.Episodes, ranked.End));
    }

    /// <summary>T counts every agent step once, and all ranks end with the same θ.</summary>
    [Theory]
    [InlineData("impala", 2, 2)]
    [InlineData("impala", 3, 1)]
    [InlineData("ga3c", 2, 3)]
    [InlineData("ape-x", 2, 2)]
    public void Ranks_train_to_the_end_and_agree_on_theta(string algorithm, int ranks, int threads)
    {
        var task = new WalkTask();
        TrainingConfiguration configuration = Request(algorithm, threads, 20_000).For(task);
        TrainingResult[] results = Train(ranks, configuration, Create(configuration));
        Assert.All(results, result => Bits.AssertSame(results[0].Theta, result.Theta, "theta"));
        Assert.All(results, result => Assert.Equal(TrainingEnd.AgentSteps, result.End));
        Assert.True(results[0].AgentSteps >= 20_000);

        // Agents of GA3C leave the segments that they have begun, and count those that are complete.
        if (algorithm == "ga3c") Assert.InRange(task.Steps, results[0].AgentSteps, results[0].AgentSteps + (ranks * 4 * 5));
        else Assert.Equal(task.Steps, results[0].AgentSteps);
        string[] threadsOfRun = File.ReadAllLines(Path.Combine(_directory.At("run"), "threads.csv"));
        Assert.Equal(ranks * threads, threadsOfRun[1..].Select(row => row.Split(',')[3]).Distinct().Count());
    }

    /// <summary>
    /// Agent steps after the last round before a stop are counted only after the resume. So the run continues beyond the agent steps of the
    /// environments.
    /// </summary>
    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_stop_of_any_rank_stops_all_and_the_run_continues_with_any_number_of_ranks(string algorithm)
    {
        TrainingRequest request = Request(algorithm, 2, 50_000_000);
        var task = new WalkTask();
        TrainingConfiguration configuration = request.For(task);
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromSeconds(0.4));
        TrainingResult[] results = Train(2, configuration, Create(configuration), stop.Token);
        Assert.All(results, result => Assert.True(result.Interrupted));
        long done = task.Steps, episodes = results[0].Episodes;
        foreach (int ranks in (ReadOnlySpan<int>)[2, 3, 1, 2])
        {
            var more = new WalkTask();
            TrainingResult resumed = Resume(request with { AgentSteps = done + 5000 }, ranks, more);
            Assert.Equal(TrainingEnd.AgentSteps, resumed.End);
            Assert.True(resumed.AgentSteps >= done + 5000 && resumed.Episodes > episodes, $"{ranks} ranks");
            (done, episodes) = (Math.Max(done + more.Steps, resumed.AgentSteps), resumed.Episodes);
        }
    }

    /// <summary>The environments of every rank, and what its learners draw, have streams of chance of their own.</summary>
    [Theory]
    [MemberData(nameof(Algorithms))]
    public void No_stream_of_chance_is_used_twice(string algorithm)
    {
        var seen = new RecordingTask();
        for (int rank = 0; rank < 3; rank++)
        {
            using var engine = new Engine(Request(algorithm, 2, 1000).For(seen), place: new RankPlace(rank, 3));
        }

        // Some are made to learn the form of the task, each from the same stream.
        Assert.True(seen.Drawn.Distinct().Count() >= 3 * 4);
        Assert.Equal(3 * 4, seen.Drawn.GroupBy(draw => draw).Count(draws => draws.Count() == 1));
    }

    [Fact]
    public void The_memories_of_ranks_draw_from_streams_of_their_own()
    {
        var states = new HashSet<string>();
        for (int rank = 0; rank < 3; rank++)
        {
            using var engine = new Engine(Request("ape-x", 2, 1000).For(new WalkTask()), place: new RankPlace(rank, 3));
            using var bytes = new MemoryStream();
            using var writer = new BinaryWriter(bytes);
            engine.Sections(null).Single(section => section.Name == "replay memory 0").Save(writer);
            Assert.True(states.Add(Convert.ToHexString(bytes.ToArray())));
        }
    }

    /// <summary>Slots that actors and learners hold belong to them, so that a rank without these has none of another rank.</summary>
    [Theory]
    [InlineData("impala", "trajectories")]
    [InlineData("ga3c", "trajectories")]
    [InlineData("ga3c", "predictions")]
    [InlineData("ape-x", "replay memory 0")]
    public void A_rank_that_is_new_has_empty_queues_and_memories(string algorithm, string section)
    {
        TrainingConfiguration configuration = Request(algorithm, 2, 100_000).For(new WalkTask());
        using Engine engine = new(configuration), fresh = new(configuration), joined = new(configuration), same = new(configuration);
        for (int turn = 0; turn < 200; turn++)
        {
            foreach (IWorker worker in engine.Workers) worker.Run();
        }

        InProcessCommunicator communicator = InProcessCommunicator.Create(1)[0];
        using Stream state = new RankStates(communicator, engine, null, RankRounds.Create(configuration, communicator, engine, null))
            .Save(hasAbandoned: false);
        RankStates.Restore(joined, null, state, isNew: true, keepsTheta: false);
        RankStates.Restore(same, null, state, isNew: false, keepsTheta: true);
        Assert.Equal(StateOf(engine), StateOf(same));
        Assert.NotEqual(StateOf(fresh), StateOf(same));
        Assert.Equal(StateOf(fresh), StateOf(joined));

        string StateOf(Engine of)
        {
            using var bytes = new MemoryStream();
            using var writer = new BinaryWriter(bytes);
            of.Sections(null).Single(each => each.Name == section).Save(writer);
            writer.Flush();
            return Convert.ToHexString(bytes.ToArray());
        }
    }

    [Fact]
    public void A_failure_of_an_actor_ends_all_ranks_and_names_its_rank()
    {
        TrainingRequest request = Request("impala", 2, 50_000_000);
        var broken = new WalkTask { Alter = (step, outcome) => step == 3000 ? throw new IOException("The board broke.") : outcome };
        TrainingConfiguration sound = request.For(new WalkTask()), failing = request.For(broken);
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(2);
        RunDirectory directory = Create(sound);
        TrainingFaultException? told = null;
        Threads.Run(
            () => told = Assert.Throws<TrainingFaultException>(() => RankTraining.Begin(sound, communicators[0], directory)),
            () => Assert.Throws<TrainingFaultException>(() => RankTraining.Begin(failing, communicators[1])));
        Assert.StartsWith("rank 1: actor 0 failed at agent step ", told!.Message, StringComparison.Ordinal);
        Assert.Equal(TrainingEnd.AgentSteps, Resume(request with { AgentSteps = told.ResumesFrom!.Value + 2000 }, 2).End);
    }

    [Fact]
    public void Threads_of_groups_allocate_nothing()
    {
        var allocations = new ThreadAllocations(first: 5000, last: 15_000);
        var options = new Dictionary<string, string>(Request("impala", 2, 80_000).Assignments) { ["groups"] = "2" };
        TrainingResult result = Trainer.Train((Request("impala", 2, 80_000) with { Assignments = options }).For(allocations.Task));
        Assert.Equal((TrainingEnd.AgentSteps, 0, true), (result.End, allocations.Bytes, allocations.Threads > 0));
    }

    [Fact]
    public void Two_ranks_learn_Catch()
    {
        TrainingRequest request = new()
        {
            Environment = "catch",
            Algorithm = "impala",
            Network = "mlp",
            Threads = 1,
            AgentSteps = 300_000,
            Seed = 3,
            Assignments = new Dictionary<string, string>
            {
                ["rows"] = "6",
                ["columns"] = "5",
                ["environments"] = "8",
                ["batch-size"] = "8",
                ["t-max"] = "10",
                ["learning-rate"] = "0.005",
                ["evaluation-episodes"] = "200",
                ["target-return"] = "0.95",
            },
        };
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(request);
        TrainingResult[] results = Train(2, configuration, Create(configuration));
        Assert.InRange(results[0].Evaluation!.MeanReturn, 0.85, 1);
    }

    [Fact]
    public void What_ranks_of_actors_and_learners_cannot_train_is_refused()
    {
        string refusal = RefusalOf(Request("ape-x", 1, 1000, ("exchange-statistics", "mean")));
        Assert.Contains(
            "but the statistics of the optimizer centered-rmsprop must not change during an update; expected none", refusal,
            StringComparison.Ordinal);

        static string RefusalOf(TrainingRequest request) =>
            Assert.Throws<InputException>(() => RankRefusals.Check(request.For(new WalkTask()), 2)).Message;
    }

    private static TrainingResult[] Train(
        int ranks, TrainingConfiguration configuration, RunDirectory directory, CancellationToken stopOfLast = default)
    {
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(ranks);
        var results = new TrainingResult[ranks];
        Threads.Run([.. Enumerable.Range(0, ranks).Select(rank => (Action)(() => results[rank] = RankTraining.Begin(
            configuration, communicators[rank], rank == 0 ? directory : null, null, rank == ranks - 1 ? stopOfLast : default)))]);
        return results;
    }

    private TrainingResult Resume(TrainingRequest request, int ranks, WalkTask? task = null)
    {
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        TrainingConfiguration configuration = request.For(task ?? new WalkTask());
        if (ranks == 1) return Trainer.Resume(Continuation.Prepare(directory, configuration));
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(ranks);
        TrainingResult? result = null;
        Threads.Run([.. Enumerable.Range(0, ranks).Select(rank => (Action)(() =>
        {
            if (rank > 0) RankTraining.Join(configuration, communicators[rank]);
            else result = RankTraining.Continue(Continuation.Prepare(directory, configuration, ranks: ranks), communicators[0]);
        }))]);
        return result!;
    }

    private RunDirectory Create(TrainingConfiguration configuration) => RunDirectory.Create(_directory.At("run"), configuration);

    private static TrainingRequest Request(
        string algorithm, int threads, long agentSteps, params ReadOnlySpan<(string Name, string Value)> more) =>
        Requests.Small(
            agentSteps, [.. Options[algorithm], ("report-seconds", "0.05"), ("checkpoint-seconds", "0.1"), .. more]) with
        {
            Algorithm = algorithm,
            Threads = threads,
        };

    /// <summary>A task that keeps the first number of the generator of each instance.</summary>
    private sealed class RecordingTask : EnvironmentDescription
    {
        private readonly WalkTask _inner = new();

        public override string Name => _inner.Name;

        public override string Summary => _inner.Summary;

        public override object DefaultOptions => _inner.DefaultOptions;

        internal List<ulong> Drawn { get; } = [];

        public override IEnvironment Create(object options, RandomGenerator generator)
        {
            Drawn.Add(new RandomGenerator(generator.State).NextUInt64());
            return _inner.Create(options, generator);
        }
    }
}
