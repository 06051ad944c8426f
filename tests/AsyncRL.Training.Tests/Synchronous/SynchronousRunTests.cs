using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Synchronous;

/// <summary>Whole runs of synchronous algorithms.</summary>
public sealed class SynchronousRunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, int, string> Runs => new()
    {
        { "a2c", 1, "mlp" },
        { "a2c", 2, "mlp" },
        { "a2c", 3, "mlp-lstm" },
        { "paac", 2, "mlp" },
        { "ppo", 1, "mlp" },
        { "ppo", 2, "mlp" },
        { "ppo", 3, "mlp-lstm" },
        { "dqn", 1, "mlp" },
        { "dqn", 3, "mlp" },
        { "r2d2", 1, "mlp-lstm" },
        { "r2d2", 3, "mlp-lstm" },
        { "nfq", 1, "nfq" },
        { "lin", 1, "mlp" },
    };

    public void Dispose() => _directory.Dispose();

    /// <summary>Episodes of Catch have 23 agent steps, so they end where segments end.</summary>
    [Theory]
    [InlineData("mlp", 23)]
    [InlineData("mlp-lstm", 23)]
    [InlineData("mlp", 1)]
    public void With_one_environment_and_a_sum_a2c_is_a3c_bit_for_bit(string network, int tMax)
    {
        (string, string)[] options =
            [("t-max", $"{tMax}"), ("update", "plain"), ("clip-norm", "40"), ("epsilon", "0.1"), ("lambda", "0.9")];
        TrainingRequest request = Requests.Small(4000, options) with { Environment = "catch", Network = network };
        TrainingResult asynchronous = Trainer.Train(TrainingConfiguration.Resolve(request with { Algorithm = "a3c" }));
        var assignments = new Dictionary<string, string>(request.Assignments)
        {
            ["environments"] = "1",
            ["optimizer"] = "shared-rmsprop",
            ["loss-scale"] = "sum",
            ["initializer"] = "he",
            ["discount"] = "0.95",
            ["entropy-weight-schedule"] = "linear",
            ["initial-mean-square"] = "1",
        };
        TrainingResult synchronous = Trainer.Train(
            TrainingConfiguration.Resolve(request with { Algorithm = "a2c", Assignments = assignments }));
        Assert.Equal(asynchronous.Episodes, synchronous.Episodes);
        Bits.AssertSame(asynchronous.Theta, synchronous.Theta, "theta");
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_repeats_bit_for_bit_on_any_number_of_threads(string algorithm, int threads, string network)
    {
        TrainingConfiguration configuration = Request(algorithm, threads, network).For(new WalkTask());
        TrainingResult first = Trainer.Train(configuration), second = Trainer.Train(configuration);
        Assert.Equal((first.AgentSteps, first.Episodes), (second.AgentSteps, second.Episodes));
        Bits.AssertSame(first.Theta, second.Theta, "theta");
    }

    /// <summary>The statistics of normalization are those of the rounds before, whichever thread is faster.</summary>
    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    public void A_normalized_run_repeats_and_resumes_bit_for_bit(string algorithm)
    {
        TrainingRequest request = Requests.Small(
            3000, ("environments", "6"), ("t-max", "10"), ("normalize-observations", "true"), ("normalize-rewards", "true")) with
        {
            Algorithm = algorithm,
            Threads = 3,
            Network = "mlp",
        };
        TrainingConfiguration configuration = request.For(new WalkTask());
        TrainingResult first = Trainer.Train(configuration), second = Trainer.Train(configuration);
        Bits.AssertSame(first.Theta, second.Theta, "theta");
        var pieces = new RunBench(request, _directory.At("pieces"));
        Assert.True(pieces.Start(stopDuringStep: 500).Interrupted);
        Bits.AssertSame(first.Theta, pieces.Resume().Theta, "theta of a resumed run");
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_interrupted_again_and_again_ends_bit_identical_to_one_that_was_not(string algorithm, int threads, string network)
    {
        (_, RunBench pieces) = RunBench.AssertInterruptionsChangeNothing(
            Request(algorithm, threads, network), _directory, [37, 1, 3, 500, 777, 6]);
        Assert.True(pieces.ResumedInMidEpisode >= 2, $"{pieces.ResumedInMidEpisode} environments were resumed in mid-episode.");
    }

    /// <summary>The state of a run besides θ: the factor of the penalty, the order of the rows, the noise of the actions.</summary>
    [Theory]
    [InlineData("ppo", "objective=penalty target-divergence=0.0001 penalty=0.3 epochs=3 minibatch-size=16")]
    [InlineData("ppo", "target-divergence=0.003 epochs=5 value-clip=0.2 clip-schedule=linear noise-correlation=0.9")]
    [InlineData("a2c", "noise-correlation=0.9 lambda=0.9 normalize-observations=true")]
    [InlineData("ddpg", "noise=ou")]
    [InlineData("ddpg", "noise=gaussian normalize-observations=true steps-per-update=9 environments=3 random-steps=400")]
    public void A_run_with_vectors_and_other_options_resumes_bit_for_bit(string algorithm, string options)
    {
        var assignments = new Dictionary<string, string>(Request(algorithm, 2, "mlp").Assignments);
        foreach (string option in options.Split(' ')) assignments[option.Split('=')[0]] = option.Split('=')[1];
        EnvironmentDescription pendulum = EnvironmentCatalogue.Find("pendulum")!;
        TrainingRequest request = Request(algorithm, 2, "mlp") with { Environment = "pendulum", Assignments = assignments };
        RunBench.AssertInterruptionsChangeNothing(request, _directory, [250, 3, 700], pendulum);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_of_ddpg_repeats_bit_for_bit_and_another_seed_is_another_run(int threads)
    {
        TrainingRequest request = Request("ddpg", threads, "mlp-2") with { Environment = "pendulum" };
        TrainingResult first = Trainer.Train(TrainingConfiguration.Resolve(request));
        TrainingResult second = Trainer.Train(TrainingConfiguration.Resolve(request));
        Bits.AssertSame(first.Theta, second.Theta, "theta");
        TrainingResult other = Trainer.Train(TrainingConfiguration.Resolve(request with { Seed = request.Seed + 1 }));
        Assert.NotEqual(first.Theta, other.Theta);
    }

    /// <summary>An evaluation waits for the end of a round, and does not stop members in the middle of one.</summary>
    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    public void A_run_that_is_evaluated_is_the_same_run(string algorithm)
    {
        TrainingRequest request = Request(algorithm, 3, "mlp");
        TrainingResult plain = Trainer.Train(request.For(new WalkTask()));
        var assignments = new Dictionary<string, string>(request.Assignments)
        {
            ["evaluation-episodes"] = "2",
            ["evaluation-interval"] = "200",
        };
        TrainingResult evaluated = Trainer.Train((request with { Assignments = assignments }).For(new WalkTask()));
        Assert.True(evaluated.PeriodicEvaluations.Count >= 10);
        Assert.All(evaluated.PeriodicEvaluations, evaluation => Assert.Equal(0, evaluation.AgentStep % 60));
        Bits.AssertSame(plain.Theta, evaluated.Theta, "theta");
    }

    /// <summary>Each environment has its own noise, and one update counts once for Adam, whatever the number of threads.</summary>
    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    public void More_threads_change_a_round_with_vectors_by_rounding_only(string algorithm)
    {
        float[] alone = ThetaOf(1), together = ThetaOf(3);
        for (int i = 0; i < alone.Length; i++) Assert.Equal(alone[i], together[i], 1e-4f);

        float[] ThetaOf(int threads)
        {
            var assignments = new Dictionary<string, string>(Request(algorithm, threads, "mlp").Assignments)
            {
                ["noise-correlation"] = "0.9",
                ["optimizer"] = "shared-adam",
                ["adam-epsilon"] = "0.01",
            };
            if (algorithm == "ppo") assignments["minibatch-size"] = "16";
            return Trainer.Train(TrainingConfiguration.Resolve(Request(algorithm, threads, "mlp") with
            {
                Environment = "pendulum",
                AgentSteps = 60,
                Assignments = assignments,
            })).Theta;
        }
    }

    [Fact]
    public void Algorithms_have_defaults_of_their_own_which_users_replace()
    {
        TrainingConfiguration configuration = Request("ppo", 1, "mlp").For(new WalkTask());
        Assert.Equal(("shared-adam", 1e-5, 0.01, 0.5), (
            configuration.Optimizer.Optimizer, configuration.Optimizer.AdamEpsilon, configuration.Optimizer.LearningRate,
            configuration.Optimizer.ClipNorm));
        Assert.Equal(1e-5, Request("a2c", 1, "mlp").For(new WalkTask()).Optimizer.Epsilon);
    }

    [Fact]
    public void A_run_that_is_saved_all_the_time_is_the_same_run()
    {
        TrainingRequest request = Request("a2c", 3, "mlp-lstm");
        var plain = new RunBench(request, _directory.At("plain"));
        var assignments = new Dictionary<string, string>(request.Assignments) { ["checkpoint-seconds"] = "0.01" };
        var saved = new RunBench(request with { Assignments = assignments }, _directory.At("saved"));
        Bits.AssertSame(plain.Start().Theta, saved.Start().Theta, "theta");
    }

    [Fact]
    public void A_failure_of_one_environment_ends_all_threads_and_the_run_can_be_resumed()
    {
        TrainingRequest request = Request("a2c", 3, "mlp-lstm");
        var task = new WalkTask { Alter = (step, outcome) => step == 500 ? throw new InvalidOperationException("broken") : outcome };
        TrainingConfiguration configuration = request.For(task);
        string path = _directory.At("run");
        var fault = Assert.Throws<TrainingFaultException>(
            () => Trainer.Train(configuration, RunDirectory.Create(path, configuration)));
        Assert.Contains("broken", fault.Message, StringComparison.Ordinal);
        RunDirectory directory = RunDirectory.Open(path);
        TrainingResult resumed = Trainer.Resume(directory.ReadRequest().For(new WalkTask()), directory);
        Assert.False(resumed.Interrupted);
        Assert.All(resumed.Theta, number => Assert.True(float.IsFinite(number)));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_ends_all_threads_and_leaves_theta_alone()
    {
        var task = new WalkTask
        {
            Alter = (step, outcome) => step < 500 ? outcome : new StepOutcome(float.MaxValue, outcome.Terminated, outcome.Truncated),
        };
        TrainingConfiguration configuration = Request("a2c", 3, "mlp").For(task);
        string path = _directory.At("run");
        Assert.Throws<TrainingFaultException>(() => Trainer.Train(configuration, RunDirectory.Create(path, configuration)));
        RunDirectory directory = RunDirectory.Open(path);
        TrainingResult resumed = Trainer.Resume(directory.ReadRequest().For(new WalkTask()), directory);
        Assert.All(resumed.Theta, number => Assert.True(float.IsFinite(number)));
    }

    [Theory]
    [InlineData("a2c")]
    [InlineData("ppo")]
    public void Vectors_are_learned_too(string algorithm)
    {
        TrainingRequest request = Requests.Small(2000, ("environments", "4"), ("t-max", "10")) with
        {
            Environment = "pendulum",
            Algorithm = algorithm,
            Network = "mlp",
            Threads = 2,
        };
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(request);
        TrainingResult first = Trainer.Train(configuration), second = Trainer.Train(configuration);
        Bits.AssertSame(first.Theta, second.Theta, "theta");
        Assert.All(first.Theta, number => Assert.True(float.IsFinite(number)));
    }

    [Fact]
    public void Agent_steps_are_those_of_all_environments_and_updates_are_counted_once()
    {
        TrainingResult result = Trainer.Train(Request("a2c", 2, "mlp").For(new WalkTask()));
        Assert.Equal(3000, result.AgentSteps);
    }

    [Fact]
    public void More_threads_than_environments_are_refused() => AssertRefused(
        Request("a2c", 9, "mlp"),
        "The number of threads is 9, but the options of the algorithm a2c give work to 6 threads; "
        + "expected at most 6, or a larger option environments.");

    [Fact]
    public void The_simulated_execution_is_refused() => AssertRefused(
        Request("a2c", 1, "mlp").Simulated(2),
        "The execution mode is simulated, but the algorithm a2c is synchronous and repeats bit for bit on threads; "
        + "expected the execution mode threads.");

    private static void AssertRefused(TrainingRequest request, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InputException>(() => request.For(new WalkTask())).Message);

    private static TrainingRequest Request(string algorithm, int threads, string network) => Requests.Small(
        3000,
        algorithm switch
        {
            "dqn" =>
            [
                ("environments", "6"), ("replay-size", "500"), ("replay-start", "100"), ("target-interval", "50"),
                ("replay", "proportional"),
            ],
            "r2d2" =>
            [
                ("environments", "6"), ("replay-size", "500"), ("replay-start", "100"), ("target-interval", "50"),
                ("sequence-length", "6"), ("sequence-period", "3"), ("burn-in", "4"), ("minibatch-size", "5"), ("steps-per-update", "12"),
            ],
            "nfq" => [("replay-size", "500"), ("random-episodes", "5"), ("epochs", "3"), ("fits", "2")],
            "lin" => [("replay-size", "500"), ("kept-episodes", "7"), ("lessons", "3")],
            "ddpg" => [("environments", "6"), ("replay-size", "500"), ("replay-start", "100"), ("minibatch-size", "11"), ("tau", "0.05")],
            _ => [("environments", "6"), ("t-max", "10"), ("clip-norm", "0.5")],
        }) with
    {
        Algorithm = algorithm,
        Threads = threads,
        Network = network,
    };
}
