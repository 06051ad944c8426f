using System.Linq;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.TestSources;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>Runs of a synchronous algorithm on several ranks, which learn as the threads of one process do.</summary>
public sealed class SynchronousRankTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>The bits of θ depend on the number of members, and not on how many of them are in one process.</summary>
    [Theory]
    [InlineData("a2c", "walk", "mlp", 1, 2, "environments=6")]
    [InlineData("a2c", "walk", "mlp", 2, 1, "environments=6")]
    [InlineData("a2c", "walk", "mlp-lstm", 4, 1, "environments=6")]
    [InlineData("a2c", "walk", "mlp", 2, 2, "environments=7")]
    [InlineData("a2c", "pendulum", "mlp", 3, 1, "environments=6 noise-correlation=0.9 optimizer=shared-adam")]
    [InlineData("a2c", "walk", "mlp", 2, 2, "environments=4 optimizer=rmsprop")]
    [InlineData("a2c", "pendulum", "mlp", 2, 1, "environments=5 normalize-observations=true normalize-rewards=true")]
    [InlineData("paac", "walk", "mlp", 2, 2, "environments=8")]
    [InlineData("ppo", "walk", "mlp", 2, 1, "t-max=32 minibatch-size=48")]
    [InlineData("ppo", "walk", "mlp", 2, 2, "t-max=32 minibatch-size=50 environments=5 value-clip=0.2")]
    [InlineData("ppo", "walk", "mlp", 4, 1, "t-max=32 minibatch-size=64 epochs=8 target-divergence=0.003")]
    [InlineData("ppo", "walk", "mlp", 2, 2, "t-max=32 minibatch-size=64 objective=penalty target-divergence=0.002")]
    [InlineData("ppo", "pendulum", "mlp", 2, 2, "t-max=32 minibatch-size=64")]
    [InlineData("ppo", "pendulum", "mlp", 2, 1, "t-max=32 minibatch-size=64")]
    [InlineData("ppo", "pendulum", "mlp", 2, 2, "t-max=32 minibatch-size=64 normalize-rewards=true environments=5")]
    [InlineData("ppo", "walk", "mlp-lstm", 2, 1, "t-max=32 minibatch-size=64 environments=5")]
    [InlineData("ppo", "catch", "catch", 2, 1, "t-max=16 minibatch-size=32 environments=4 normalize-advantages=false")]
    public void Ranks_have_the_bits_of_one_process(
        string algorithm, string environment, string network, int ranks, int threads, string options)
    {
        TrainingResult alone = Trainer.Train(Resolve(Request(algorithm, environment, network, ranks * threads, options)));
        TrainingConfiguration divided = Resolve(Request(algorithm, environment, network, threads, options));
        TrainingResult[] together = Train(ranks, divided);
        Assert.True(alone.Episodes > 0);
        foreach (TrainingResult result in together)
        {
            Bits.AssertSame(alone.Theta, result.Theta, "theta");
            Assert.Equal((alone.AgentSteps, TrainingEnd.AgentSteps), (result.AgentSteps, result.End));
        }

        Assert.Equal(alone.Episodes, together[0].Episodes);
    }

    /// <summary>The main threads report, save and evaluate between two rounds, while no member of any rank works.</summary>
    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    public void A_run_that_is_evaluated_and_saved_all_the_time_is_the_same_run(string algorithm)
    {
        TrainingResult plain = Trainer.Train(Resolve(Request(algorithm, "walk", "mlp", 4, Small)));
        TrainingConfiguration busy = Resolve(Request(
            algorithm, "walk", "mlp", 2,
            $"{Small} evaluation-episodes=2 evaluation-interval=100 checkpoint-seconds=0.01 report-seconds=0.01"));
        TrainingResult[] results = Train(2, busy, Create(busy));
        Bits.AssertSame(plain.Theta, results[0].Theta, "theta");
        TrainingResult alone = Trainer.Train(busy);
        Assert.Equal(Steps(alone), Steps(results[0]));
        Assert.Equal(alone.PeriodicEvaluations[3].Evaluation.MeanReturn, results[0].PeriodicEvaluations[3].Evaluation.MeanReturn);

        static long[] Steps(TrainingResult result) => [.. result.PeriodicEvaluations.Select(evaluation => evaluation.AgentStep)];
    }

    [Theory]
    [InlineData("a2c", "mlp-lstm", "")]
    [InlineData("ppo", "mlp", "objective=penalty target-divergence=0.002")]
    [InlineData("ppo", "mlp-lstm", "")]
    public void A_run_that_is_stopped_continues_bit_for_bit_with_as_many_ranks(string algorithm, string network, string options)
    {
        string all = $"{Small} evaluation-interval=100 evaluation-episodes=2 {options}";
        TrainingRequest request = Request(algorithm, "walk", network, 2, all) with { AgentSteps = 6000 };
        TrainingConfiguration four = Resolve(request with { Threads = 4 });
        TrainingResult whole = Trainer.Train(four, RunDirectory.Create(_directory.At("whole"), four));
        TrainingConfiguration configuration = Resolve(request);
        Assert.InRange(Stop(configuration, 2).AgentSteps, 1, whole.AgentSteps - 1);
        TrainingResult resumed = Resume(2, configuration)[0];
        Bits.AssertSame(whole.Theta, resumed.Theta, "theta");
        Assert.Equal((whole.AgentSteps, whole.Episodes), (resumed.AgentSteps, resumed.Episodes));
        Assert.Equal(Evaluations("whole"), Evaluations("run"));

        string Evaluations(string run) => File.ReadAllText(Path.Combine(_directory.At(run), "evaluations.csv"));
    }

    /// <summary>θ continues, the environments begin new episodes, and the tables keep their rows.</summary>
    [Theory]
    [InlineData("ppo", 2, 1)]
    [InlineData("ppo", 2, 3)]
    [InlineData("a2c", 1, 2)]
    [InlineData("a2c", 2, 1)]
    public void A_run_continues_with_another_number_of_ranks(string algorithm, int before, int after)
    {
        TrainingRequest request = Request(algorithm, "walk", "mlp", 1, Small + " report-seconds=0.01") with { AgentSteps = 50_000_000 };
        TrainingResult stopped = Stop(request.For(new WalkTask()), before);
        int rows = Rows();
        TrainingResult same = Continue(request with { AgentSteps = stopped.AgentSteps }, after);
        Bits.AssertSame(stopped.Theta, same.Theta, "theta");
        TrainingResult resumed = Continue(request with { AgentSteps = stopped.AgentSteps + 6000 }, after);
        Assert.Equal(TrainingEnd.AgentSteps, resumed.End);
        Assert.InRange(resumed.AgentSteps, stopped.AgentSteps + 6000, stopped.AgentSteps + 6200);
        Assert.True(resumed.Episodes > stopped.Episodes && Rows() > rows);

        int Rows() => File.ReadAllLines(Path.Combine(_directory.At("run"), "threads.csv")).Length;
    }

    /// <summary>Environments that begin anew do not repeat what they did at the beginning of the run.</summary>
    [Fact]
    public void Environments_that_are_divided_anew_draw_from_other_streams()
    {
        TrainingConfiguration configuration = Resolve(Request("a2c", "walk", "mlp", 1, Small));
        using Engine first = new(configuration, place: new RankPlace(0, 2)), later = new(configuration, streams: 900);
        Assert.NotEqual(StateOf(first), StateOf(later));
        using Engine again = new(configuration, place: new RankPlace(0, 2));
        Assert.Equal(StateOf(first), StateOf(again));

        static byte[] StateOf(Engine engine)
        {
            using var state = new MemoryStream();
            using var writer = new BinaryWriter(state);
            engine.Workers[0].Transfer(new StateTransfer(writer));
            return state.ToArray()[..64];
        }
    }

    /// <summary>The other rank waits in an exchange. There it learns of the failure, in whatever part of the round.</summary>
    [Theory]
    [InlineData("a2c", 1, 1)]
    [InlineData("a2c", 0, 2)]
    [InlineData("ppo", 1, 1)]
    [InlineData("ppo", 0, 2)]
    public void A_failure_of_an_environment_of_one_rank_ends_all_and_the_run_can_be_resumed(string algorithm, int failing, int threads)
    {
        TrainingRequest request = Request(algorithm, "walk", "mlp", threads, Small + " checkpoint-seconds=0.01");
        var broken = new WalkTask { Alter = (step, outcome) => step == 777 ? throw new IOException("The board broke.") : outcome };
        TrainingConfiguration sound = Resolve(request);
        var configurations = new TrainingConfiguration[] { sound, sound };
        configurations[failing] = request.For(broken);
        TrainingFaultException[] faults = Fail(configurations);
        Assert.Matches($"learner \\d of rank {failing} failed at agent step \\d+: .*The board broke", faults[failing].Message);
        Assert.Matches(failing == 0 ? "of rank 0 failed" : "^rank 1: learner 1 failed at agent step .*The board broke", faults[0].Message);
        Assert.NotNull(faults[0].ResumesFrom);
        Assert.Equal(TrainingEnd.AgentSteps, Resume(2, sound)[0].End);
    }

    /// <summary>The gradient of all ranks is not finite, so that all refuse it.</summary>
    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    public void A_gradient_that_is_not_finite_is_refused_by_all_ranks(string algorithm)
    {
        TrainingRequest request = Request(algorithm, "walk", "mlp", 1, Small + " checkpoint-seconds=0.01 report-seconds=0.01");
        var excessive = new WalkTask
        {
            Alter = (step, outcome) => step < 500 ? outcome : outcome with { Reward = float.MaxValue },
        };
        TrainingFaultException[] faults = Fail([Resolve(request), request.For(excessive)]);
        Assert.All(faults, fault => Assert.IsType<NonFiniteGradientException>(fault.InnerException));
        Assert.Contains(
            Directory.GetFiles(Path.Combine(_directory.At("run"), "checkpoints")),
            file => file.Contains("-refused", StringComparison.Ordinal));
    }

    /// <summary>θ of all ranks is compared before it is saved, so that every checkpoint is sound.</summary>
    [Fact]
    public void Ranks_whose_parameters_differ_end_the_run_and_write_no_checkpoint()
    {
        TrainingConfiguration configuration = Resolve(
            Request("a2c", "walk", "mlp", 1, Small + " checkpoint-seconds=0.1") with { AgentSteps = 50_000_000 });
        RunDirectory directory = Create(configuration);
        RankFaultException[] faults = OnRanks(2, (rank, communicator) => Assert.Throws<RankFaultException>(() => rank == 0
            ? RankTraining.Begin(configuration, communicator, directory)
            : RankTraining.Begin(configuration, new DamagedShares(communicator, 10))));
        Assert.All(faults, fault => Assert.Contains("The parameters θ of rank 1 differ", fault.Message, StringComparison.Ordinal));
        Assert.Equal(0, RunDirectory.Open(_directory.At("run")).Checkpoints.NewestAgentSteps);
    }

    [Fact]
    public void The_learning_rate_is_that_of_one_process()
    {
        TrainingConfiguration configuration = Resolve(Request("a2c", "walk", "mlp", 1, Small));
        Assert.Equal(configuration.Optimizer.LearningRate, configuration.LearningRateOf(8));
    }

    [Theory]
    [InlineData("dqn", "", "the threads of the algorithm dqn work together in one process; expected 1 rank, or an algorithm such as")]
    [InlineData("a2c", "environments=5", "divides 5 environments among them; expected at most 5 threads of all ranks.")]
    public void Runs_that_ranks_cannot_divide_are_refused(string algorithm, string options, string expected)
    {
        TrainingConfiguration configuration = Resolve(Request(algorithm, "walk", "mlp", 3, options));
        var refusal = Assert.Throws<InputException>(() => RankRefusals.Check(configuration, 2));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private const string Small = "environments=6 t-max=8";

    private static TrainingRequest Request(string algorithm, string environment, string network, int threads, string options)
    {
        TrainingRequest request = Requests.Small(2000) with
        {
            Algorithm = algorithm,
            Environment = environment,
            Network = network,
            Threads = threads,
        };
        var assignments = new Dictionary<string, string>(request.Assignments);
        if (algorithm == "ppo") assignments["minibatch-size"] = "16";
        foreach (string option in options.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            assignments[option.Split('=')[0]] = option.Split('=')[1];
        return request with { Assignments = assignments };
    }

    private static TrainingConfiguration Resolve(TrainingRequest request) =>
        request.Environment == "walk" ? request.For(new WalkTask()) : TrainingConfiguration.Resolve(request);

    private RunDirectory Create(TrainingConfiguration configuration) => RunDirectory.Create(_directory.At("run"), configuration);

    private static TrainingResult[] Train(
        int ranks, TrainingConfiguration configuration, RunDirectory? directory = null, CancellationToken stopOfLast = default) =>
        OnRanks(ranks, (rank, communicator) => RankTraining.Begin(
            configuration, communicator, rank == 0 ? directory : null, null, rank == ranks - 1 ? stopOfLast : default));

    /// <summary>Stops ranks, or one process, after some agent steps of an environment.</summary>
    private TrainingResult Stop(TrainingConfiguration configuration, int ranks)
    {
        using var stop = new CancellationTokenSource();
        var stopping = new WalkTask
        {
            Alter = (step, outcome) =>
            {
                if (step == 900) stop.Cancel();
                if (step >= 900) Thread.Sleep(1);
                return outcome;
            },
        };
        RunDirectory directory = Create(configuration);
        TrainingConfiguration stopped = directory.ReadRequest().For(stopping);
        if (ranks == 1) return Trainer.Train(stopped, directory, null, stop.Token);
        TrainingResult[] results = OnRanks(ranks, (rank, communicator) => RankTraining.Begin(
            stopped, communicator, rank == 0 ? directory : null, null, rank == ranks - 1 ? stop.Token : default));
        Assert.All(results, result => Assert.True(result.Interrupted));
        Bits.AssertSame(results[0].Theta, results[^1].Theta, "theta");
        return results[0];
    }

    private TrainingResult Continue(TrainingRequest request, int ranks)
    {
        TrainingConfiguration configuration = request.For(new WalkTask());
        return ranks > 1
            ? Resume(ranks, configuration)[0]
            : Trainer.Resume(Continuation.Prepare(RunDirectory.Open(_directory.At("run")), configuration));
    }

    private TrainingResult[] Resume(int ranks, TrainingConfiguration configuration) => OnRanks(ranks, (rank, communicator) => rank > 0
        ? RankTraining.Join(configuration, communicator)
        : RankTraining.Continue(
            Continuation.Prepare(RunDirectory.Open(_directory.At("run")), configuration, ranks: ranks), communicator));

    private TrainingFaultException[] Fail(TrainingConfiguration[] configurations)
    {
        RunDirectory directory = Create(configurations[0]);
        return OnRanks(configurations.Length, (rank, communicator) => Assert.Throws<TrainingFaultException>(
            () => RankTraining.Begin(configurations[rank], communicator, rank == 0 ? directory : null)));
    }

    private static T[] OnRanks<T>(int ranks, Func<int, ICommunicator, T> run)
    {
        InProcessCommunicator[] communicators = InProcessCommunicator.Create(ranks);
        var results = new T[ranks];
        var work = new Action[ranks];
        for (int i = 0; i < ranks; i++)
        {
            int rank = i;
            work[rank] = () => results[rank] = run(rank, communicators[rank]);
        }

        Threads.Run(work);
        return results;
    }
}
