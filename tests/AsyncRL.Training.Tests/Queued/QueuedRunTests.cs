using AsyncRL.Algorithms;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Queued;

/// <summary>Whole runs of algorithms whose threads exchange trajectories through queues.</summary>
public sealed class QueuedRunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> Runs => new()
    {
        { "impala", "mlp" },
        { "impala", "mlp-lstm" },
        { "ga3c", "mlp" },
        { "ga3c", "mlp-lstm" },
        { "ape-x", "mlp" },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_on_one_thread_repeats_bit_for_bit(string algorithm, string network)
    {
        TrainingConfiguration configuration = Request(algorithm, 1, network).For(new WalkTask());
        TrainingResult first = Trainer.Train(configuration), second = Trainer.Train(configuration);
        Assert.Equal((first.AgentSteps, first.Episodes), (second.AgentSteps, second.Episodes));
        Bits.AssertSame(first.Theta, second.Theta, "theta");
    }

    /// <summary>Trajectories, requests and states that exist at the interruption are saved.</summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_interrupted_again_and_again_ends_bit_identical_to_one_that_was_not(string algorithm, string network)
    {
        (_, RunBench pieces) = RunBench.AssertInterruptionsChangeNothing(
            Request(algorithm, 1, network), _directory, [37, 1, 3, 500, 777, 6]);
        Assert.True(pieces.ResumedInMidEpisode >= 2, $"{pieces.ResumedInMidEpisode} environments were resumed in mid-episode.");
    }

    /// <summary>Trajectories that are not complete or not learned at the end of a run are so when the run is continued.</summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_that_ended_and_is_continued_ends_like_one_that_was_longer(string algorithm, string network)
    {
        TrainingRequest request = Request(algorithm, 1, network);
        var assignments = new Dictionary<string, string>(request.Assignments) { ["learning-rate-schedule"] = "constant" };
        request = request with { Assignments = assignments };
        TrainingResult expected = Trainer.Train(request.For(new WalkTask()));
        string path = _directory.At("run");
        TrainingConfiguration first = (request with { AgentSteps = 1000 }).For(new WalkTask());
        Assert.InRange(Trainer.Train(first, RunDirectory.Create(path, first)).AgentSteps, 1000, 1100);
        RunDirectory directory = RunDirectory.Open(path);
        TrainingRequest longer = directory.ReadRequest() with { AgentSteps = request.AgentSteps };
        TrainingResult actual = Trainer.Resume(longer.For(new WalkTask()), directory);
        Assert.Equal((expected.AgentSteps, expected.Episodes), (actual.AgentSteps, actual.Episodes));
        Bits.AssertSame(expected.Theta, actual.Theta, "theta");
    }

    [Theory]
    [InlineData("impala", "pendulum", "noise-correlation=0.9 environments=3 batch-size=2")]
    [InlineData("ga3c", "catch", "training-min-batch=7 environments=5")]
    [InlineData("ape-x", "catch", "replay=rank environments=5 n-step=4")]
    public void A_run_with_vectors_or_pixels_resumes_bit_for_bit(string algorithm, string environment, string options)
    {
        var assignments = new Dictionary<string, string>(Request(algorithm, 1, "mlp").Assignments);
        foreach (string option in options.Split(' ')) assignments[option.Split('=')[0]] = option.Split('=')[1];
        TrainingRequest request = Request(algorithm, 1, "mlp") with { Environment = environment, Assignments = assignments };
        RunBench.AssertInterruptionsChangeNothing(request, _directory, [250, 3, 700], EnvironmentCatalogue.Find(environment)!);
    }

    /// <summary>Several threads stop, are saved and continue at any point, with trajectories in the queue.</summary>
    [Theory]
    [InlineData("impala", 2, "mlp")]
    [InlineData("impala", 3, "mlp-lstm")]
    [InlineData("ga3c", 2, "mlp")]
    [InlineData("ga3c", 3, "mlp-lstm")]
    [InlineData("ga3c", 4, "mlp")]
    [InlineData("ape-x", 2, "mlp")]
    [InlineData("ape-x", 4, "mlp")]
    public void Several_threads_are_interrupted_and_continue(string algorithm, int threads, string network)
    {
        TrainingRequest request = Request(algorithm, threads, network);
        var pieces = new RunBench(request, _directory.At("pieces"));
        Assert.True(pieces.Start(37).Interrupted);
        long last = 0;
        foreach (long stop in new long[] { 1, 3, 500, 6 })
        {
            TrainingResult piece = pieces.Resume(stop);
            Assert.True(piece.Interrupted && piece.AgentSteps >= last);
            last = piece.AgentSteps;
        }

        TrainingResult result = pieces.Resume();
        Assert.False(result.Interrupted);
        Assert.InRange(result.AgentSteps, 3000, 3200);
        Assert.All(result.Theta, number => Assert.True(float.IsFinite(number)));
    }

    /// <summary>The tuner changes the roles of the threads while they work, and a resumed run continues with its numbers.</summary>
    [Theory]
    [InlineData(2, "mlp")]
    [InlineData(3, "mlp-lstm")]
    [InlineData(6, "mlp")]
    public void A_run_whose_threads_change_their_roles_is_interrupted_and_ends(int threads, string network)
    {
        var pieces = new RunBench(Tuned(threads, network), _directory.At("pieces"));
        Assert.True(pieces.Start(1500).Interrupted);
        TrainingResult result = pieces.Resume();
        Assert.InRange(result.AgentSteps, 3000, 3300);
        Assert.All(result.Theta, number => Assert.True(float.IsFinite(number)));
        var metrics = new Dictionary<string, double>(result.Metrics);
        Assert.InRange(metrics["predictor_threads"], 1, threads);
        Assert.InRange(metrics["trainer_threads"], 1, threads);
        Assert.InRange(metrics["kept_changes"], 0, 1);
    }

    [Fact]
    public void One_thread_has_nothing_to_tune()
    {
        TrainingResult plain = Trainer.Train(Request("ga3c", 1, "mlp").For(new WalkTask()));
        Bits.AssertSame(plain.Theta, Trainer.Train(Tuned(1, "mlp").For(new WalkTask())).Theta, "theta");
    }

    /// <summary>
    /// The least number of agent steps that a configuration names is enough for an update. One agent step less is not enough for IMPALA,
    /// whose single actor always completes its trajectories.
    /// </summary>
    [Theory]
    [InlineData("impala", "environments=3 batch-size=7 t-max=4", 25, true)]
    [InlineData("impala", "environments=3 batch-size=7 t-max=4", 24, false)]
    [InlineData("impala", "", 1, true)]
    [InlineData("ga3c", "environments=3 training-min-batch=50", 50, true)]
    [InlineData("ga3c", "environments=3 training-min-batch=500", 50, false)]
    [InlineData("ape-x", "environments=3 replay-start=30 t-max=5 n-step=2 minibatch-size=10 draws-per-step=2", 60, true)]
    [InlineData("ape-x", "environments=3 replay-start=30 t-max=5 n-step=2 minibatch-size=10 draws-per-step=2", 30, false)]
    [InlineData("a2c", "", 1, true)]
    [InlineData("ppo", "", 1, true)]
    [InlineData("a3c", "", 1, true)]
    [InlineData("n-step-q", "", 1, true)]
    public void A_run_has_an_update_or_a_warning(string algorithm, string options, long agentSteps, bool hasUpdate)
    {
        var assignments = new Dictionary<string, string> { ["evaluation-episodes"] = "0" };
        foreach (string option in options.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            assignments.Add(option.Split('=')[0], option.Split('=')[1]);
        TrainingConfiguration configuration = new TrainingRequest
        {
            Environment = "walk",
            Algorithm = algorithm,
            Threads = 1,
            Network = "mlp",
            AgentSteps = agentSteps,
            Assignments = assignments,
        }.For(new WalkTask());
        var metrics = new Dictionary<string, double>(Trainer.Train(configuration).Metrics);
        Assert.Equal(hasUpdate, double.IsFinite(metrics["gradient_norm"]));
        Assert.Equal(!hasUpdate, Array.Exists([.. configuration.Warnings], warning => warning.Contains("update", StringComparison.Ordinal)
            && warning.Contains("may end without", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("impala")]
    [InlineData("ga3c")]
    [InlineData("ape-x")]
    public void A_run_that_is_saved_and_evaluated_all_the_time_ends(string algorithm)
    {
        var assignments = new Dictionary<string, string>(Request(algorithm, 3, "mlp").Assignments)
        {
            ["checkpoint-seconds"] = "0.01",
            ["evaluation-episodes"] = "2",
            ["evaluation-interval"] = "200",
        };
        var bench = new RunBench(Request(algorithm, 3, "mlp") with { Assignments = assignments }, _directory.At("run"));
        TrainingResult result = bench.Start();
        Assert.True(result.PeriodicEvaluations.Count >= 10);
    }

    [Theory]
    [InlineData("impala")]
    [InlineData("ga3c")]
    [InlineData("ape-x")]
    public void A_failure_of_an_environment_ends_all_threads_and_the_run_can_be_resumed(string algorithm)
    {
        var task = new WalkTask { Alter = (step, outcome) => step == 500 ? throw new InvalidOperationException("broken") : outcome };
        AssertFailsAndResumes(Request(algorithm, 3, algorithm == "ape-x" ? "mlp" : "mlp-lstm").For(task), "broken");
    }

    [Theory]
    [InlineData("impala")]
    [InlineData("ga3c")]
    [InlineData("ape-x")]
    public void A_gradient_that_is_not_finite_ends_all_threads_and_leaves_theta_alone(string algorithm)
    {
        var task = new WalkTask
        {
            Alter = (step, outcome) => step < 500 ? outcome : new StepOutcome(float.MaxValue, outcome.Terminated, outcome.Truncated),
        };
        AssertFailsAndResumes(Request(algorithm, 3, "mlp").For(task), "gradient");
    }

    [Theory]
    [InlineData("impala", "rho-bar", "0", "The option rho-bar is \"0\"; expected a number from 1E-06 to 1000000000.")]
    [InlineData("ape-x", "learners", "7", "The option learners is \"7\", but each learner needs an environment of the 6 of environments; "
        + "expected fewer learners or more environments.")]
    [InlineData("ape-x", "replay-start", "600", "The option replay-start is \"600\", but a memory with replay-size 500 never has more than "
        + "462 agent steps that can be learned; expected a smaller replay-start or a larger replay-size.")]
    [InlineData("ga3c", "log-form", "max", "The option log-form is \"max\"; did you mean maximum?")]
    public void Wrong_options_are_refused(string algorithm, string name, string value, string sentence)
    {
        var assignments = new Dictionary<string, string>(Request(algorithm, 1, "mlp").Assignments) { [name] = value };
        TrainingRequest request = Request(algorithm, 1, "mlp") with { Assignments = assignments };
        Assert.Equal(sentence, Assert.Throws<InputException>(() => request.For(new WalkTask())).Message);
    }

    [Theory]
    [InlineData("impala")]
    [InlineData("ga3c")]
    [InlineData("ape-x")]
    public void The_simulated_execution_is_refused(string algorithm) => Assert.Equal(
        $"The execution mode is simulated, but the algorithm {algorithm} has threads that hand their work to each other; "
        + "expected the execution mode threads.",
        Assert.Throws<InputException>(() => Request(algorithm, 1, "mlp").Simulated(2).For(new WalkTask())).Message);

    [Theory]
    [InlineData("impala", 7)]
    [InlineData("ga3c", 8)]
    [InlineData("ape-x", 8)]
    public void Threads_without_work_are_refused(string algorithm, int most)
    {
        Request(algorithm, most, "mlp").For(new WalkTask());
        Assert.Equal(
            $"The number of threads is {most + 1}, but the options of the algorithm {algorithm} give work to {most} threads; "
            + $"expected at most {most}, or a larger option environments.",
            Assert.Throws<InputException>(() => Request(algorithm, most + 1, "mlp").For(new WalkTask())).Message);
    }

    [Fact]
    public void Vectors_are_refused_by_ga3c() => Assert.StartsWith(
        "The algorithm ga3c chooses one of a number of choices, but an action of the environment is ",
        Assert.Throws<InputException>(
            () => TrainingConfiguration.Resolve(Request("ga3c", 1, "mlp") with { Environment = "pendulum" })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("impala", 1, false)]
    [InlineData("impala", 2, true)]
    [InlineData("ga3c", 1, false)]
    [InlineData("ga3c", 3, true)]
    [InlineData("tuned ga3c", 3, false)]
    [InlineData("ape-x", 1, false)]
    [InlineData("ape-x", 4, false)]
    public void Turns_allocate_nothing(string name, int threads, bool isRecurrent)
    {
        double seconds = name == "tuned ga3c" ? 1e-5 : 0;
        var apex = new ApexOptions { Environments = 4, TMax = 4, ReplaySize = 400, ReplayStart = 50, MinibatchSize = 8, Learners = 2 };
        Algorithm algorithm = name switch
        {
            "impala" => new Impala { Options = new ImpalaOptions { Environments = 4, BatchSize = 3, TMax = 4 } },
            "ape-x" => new Apex { Options = apex },
            _ => new Ga3c { Options = new Ga3cOptions { Environments = 4, TMax = 4, TunerSeconds = seconds } },
        };
        var outcomes = new[] { new StepOutcome(1, false, false), new StepOutcome(0, true, false), new StepOutcome(1, false, true) };
        var tasks = new ScriptedTask[4];
        for (int i = 0; i < 4; i++) tasks[i] = new ScriptedTask(outcomes) { Records = false };
        NetworkStructure structure = name == "ape-x" ? ValueBench.Network(apex) : ImpalaTests.StructureOf(isRecurrent);
        var bench = new SynchronousBench(algorithm, structure, tasks, threads, 4);
        Run(500);
        long before = GC.GetAllocatedBytesForCurrentThread(), updates = bench.Shared.Updates;
        Run(2000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(bench.Shared.Updates > updates + 20);

        void Run(int turns)
        {
            for (int i = 0; i < turns; i++)
            {
                for (int k = 0; k < bench.Workers.Count; k++) bench.Workers[k].Run();
            }
        }
    }

    private static TrainingRequest Request(string algorithm, int threads, string network) => Requests.Small(3000, algorithm switch
    {
        "impala" => [("environments", "6"), ("t-max", "7"), ("batch-size", "4")],
        "ga3c" => [("environments", "6"), ("t-max", "7"), ("training-min-batch", "4")],
        _ =>
        [
            ("environments", "6"), ("t-max", "7"), ("minibatch-size", "8"), ("replay-size", "500"), ("replay-start", "50"),
            ("target-interval", "100"), ("optimizer", "shared-adam"), ("learners", threads > 3 ? "2" : "1"),
        ],
    }) with
    {
        Algorithm = algorithm,
        Threads = threads,
        Network = network,
    };

    /// <summary>A run with a tuner, whose interval is shorter than any run by a factor of hundreds.</summary>
    private static TrainingRequest Tuned(int threads, string network)
    {
        TrainingRequest request = Request("ga3c", threads, network);
        return request with { Assignments = new Dictionary<string, string>(request.Assignments) { ["tuner-seconds"] = "0.00001" } };
    }

    private void AssertFailsAndResumes(TrainingConfiguration configuration, string words)
    {
        string path = _directory.At("run");
        var fault = Assert.Throws<TrainingFaultException>(() => Trainer.Train(configuration, RunDirectory.Create(path, configuration)));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        RunDirectory directory = RunDirectory.Open(path);
        TrainingResult resumed = Trainer.Resume(directory.ReadRequest().For(new WalkTask()), directory);
        Assert.False(resumed.Interrupted);
        Assert.All(resumed.Theta, number => Assert.True(float.IsFinite(number)));
    }
}
