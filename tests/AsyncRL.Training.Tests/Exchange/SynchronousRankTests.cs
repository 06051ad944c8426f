using System.Linq;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
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
        TrainingRequest request = Request(algorithm, "walk", network, 2, $"{Small} {options}".Trim()) with { AgentSteps = 6000 };
        TrainingResult whole = Trainer.Train(Resolve(request with { Threads = 4 }));
        TrainingConfiguration configuration = Resolve(request);
        TrainingResult[] stopped = Stop(configuration);
        Assert.All(stopped, result => Assert.True(result.Interrupted));
        Bits.AssertSame(stopped[0].Theta, stopped[1].Theta, "theta");
        Assert.InRange(stopped[0].AgentSteps, 1, whole.AgentSteps - 1);
        TrainingResult resumed = Resume(2, configuration)[0];
        Bits.AssertSame(whole.Theta, resumed.Theta, "theta");
        Assert.Equal((whole.AgentSteps, whole.Episodes), (resumed.AgentSteps, resumed.Episodes));
    }

    /// <summary>θ and the optimizer continue; the environments begin new episodes.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_run_continues_with_another_number_of_ranks(int ranks)
    {
        TrainingConfiguration configuration = Resolve(Request("ppo", "walk", "mlp", 1, Small) with { AgentSteps = 6000 });
        long done = Stop(configuration)[0].AgentSteps;
        TrainingResult resumed;
        if (ranks > 1)
        {
            resumed = Resume(ranks, configuration)[0];
        }
        else
        {
            using Continuation continuation = Continuation.Prepare(RunDirectory.Open(_directory.At("run")), configuration);
            Assert.Contains(continuation.Notes, note => note.Contains("1 rank; it had 2 ranks", StringComparison.Ordinal));
            resumed = Trainer.Resume(continuation);
        }

        Assert.Equal(TrainingEnd.AgentSteps, resumed.End);
        Assert.InRange(resumed.AgentSteps, Math.Max(done, 6000), 6000 + 200);
        Assert.True(resumed.Episodes > 0);
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
        Assert.StartsWith($"rank {failing}: learner ", $"rank {failing}: {faults[failing].Message}", StringComparison.Ordinal);
        Assert.Contains("The board broke.", faults[0].Message, StringComparison.Ordinal);
        Assert.NotNull(faults[0].ResumesFrom);
        Assert.Equal(TrainingEnd.AgentSteps, Resume(2, sound)[0].End);
    }

    /// <summary>The gradient of all ranks is not finite, so that all refuse it.</summary>
    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    public void A_gradient_that_is_not_finite_is_refused_by_all_ranks(string algorithm)
    {
        TrainingRequest request = Request(algorithm, "walk", "mlp", 1, Small);
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

    /// <summary>θ of two ranks is compared from time to time, because nothing would make it the same again.</summary>
    [Fact]
    public void Ranks_whose_parameters_differ_end_the_run_and_tell_it()
    {
        TrainingConfiguration configuration = Resolve(Request("a2c", "walk", "mlp", 1, Small) with { AgentSteps = 100_000 });
        RunDirectory directory = Create(configuration);
        TrainingFaultException[] faults = OnRanks(2, (rank, communicator) => Assert.Throws<TrainingFaultException>(() => rank == 0
            ? RankTraining.Begin(configuration, communicator, directory)
            : RankTraining.Begin(configuration, new DamagedShares(communicator, 10))));
        Assert.All(faults, fault => Assert.Contains("The parameters θ of rank 1 differ", fault.Message, StringComparison.Ordinal));
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

    /// <summary>Stops two ranks after some agent steps of an environment.</summary>
    private TrainingResult[] Stop(TrainingConfiguration configuration)
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
        TrainingRequest request = directory.ReadRequest();
        return OnRanks(2, (rank, communicator) => RankTraining.Begin(
            request.For(stopping), communicator, rank == 0 ? directory : null, null, rank == 1 ? stop.Token : default));
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
