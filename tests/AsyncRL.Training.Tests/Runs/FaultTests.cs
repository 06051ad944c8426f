using AsyncRL.Algorithms.Parameters;
using AsyncRL.Environments;
using AsyncRL.Environments.Checking;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>The effects of one actor-learner's failure on a run.</summary>
public sealed class FaultTests : IDisposable
{
    private const int FaultyStep = 500;
    private const int LastStep = 3000;

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, int> FaultsAndThreads => new()
    {
        { "throw", 1 },
        { "throw", 3 },
        { "gradient", 1 },
        { "gradient", 3 },
        { "nan", 1 },
        { "nan", 3 },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(FaultsAndThreads))]
    public void A_fault_stops_all_threads_and_names_the_thread_and_the_agent_step(string fault, int threads)
    {
        WalkTask task = Faulty(fault);
        var report = Assert.Throws<TrainingFaultException>(() => Train(task, threads, "run"));
        Assert.Matches(@"^actor-learner [012] failed at agent step \d+: \S", report.Message);
        long step = long.Parse(report.Message.Split(' ')[6].TrimEnd(':'), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(step, FaultyStep - (threads * 5) - 1, task.Steps);
        Type expected = fault switch
        {
            "gradient" => typeof(NonFiniteGradientException),
            "nan" => typeof(EnvironmentFaultException),
            _ => typeof(InvalidOperationException),
        };
        Assert.IsType(expected, report.InnerException);
        Assert.EndsWith(report.InnerException!.Message, report.Message, StringComparison.Ordinal);

        long steps = task.Steps;
        SpinWait.SpinUntil(() => task.Steps > steps, millisecondsTimeout: 50);
        Assert.Equal(steps, task.Steps);
    }

    [Theory]
    [MemberData(nameof(FaultsAndThreads))]
    public void After_a_fault_theta_is_finite_and_the_run_resumes_to_its_end(string fault, int threads)
    {
        Assert.Throws<TrainingFaultException>(() => Train(Faulty(fault), threads, "run"));
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        TrainingConfiguration configuration = directory.ReadRequest().For(new WalkTask());
        using CheckpointFile saved = Marked(directory, configuration);
        Assert.InRange(saved.Checkpoint.AgentSteps, FaultyStep - (threads * 5) - 1, LastStep + (threads * 5));
        Assert.All(saved.ReadTheta(), parameter => Assert.True(float.IsFinite(parameter)));

        TrainingResult resumed = Trainer.Resume(configuration, directory);
        Assert.False(resumed.Interrupted);
        Assert.All(resumed.Theta, parameter => Assert.True(float.IsFinite(parameter)));
    }

    /// <summary>The reward is independent of the learning rate and of all saved state.</summary>
    [Fact]
    public void A_reward_that_is_not_finite_is_named_as_the_environments_fault_and_enters_nothing()
    {
        var report = Assert.Throws<TrainingFaultException>(() => Train(
            Faulty("nan"), threads: 1, "run", ("normalize-observations", "true"), ("normalize-rewards", "true")));
        Assert.Matches(
            "The environment walk returned the reward NaN in agent step [0-9]+ of an episode; expected a finite number.$", report.Message);
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        TrainingConfiguration configuration = directory.ReadRequest().For(new WalkTask());
        using CheckpointFile saved = directory.SelectCheckpoint(configuration);
        using var moments = new BinaryReader(saved.Bytes(Engine.NormalizationSection));
        while (moments.BaseStream.Position < moments.BaseStream.Length) Assert.True(double.IsFinite(moments.ReadDouble()));
        Assert.DoesNotContain("NaN", File.ReadAllText(Path.Combine(directory.FullPath, "episodes.csv")), StringComparison.Ordinal);
        Assert.False(Trainer.Resume(configuration, directory).Interrupted);
    }

    [Fact]
    public void Theta_is_what_it_was_before_the_refused_update()
    {
        Assert.Throws<TrainingFaultException>(() => Train(Faulty("gradient"), threads: 1, "faulty"));
        RunDirectory directory = RunDirectory.Open(_directory.At("faulty"));
        TrainingConfiguration configuration = directory.ReadRequest().For(new WalkTask());
        using CheckpointFile saved = Marked(directory, configuration);

        var sound = new RunBench(directory.ReadRequest(), _directory.At("sound"));
        TrainingResult expected = sound.Start(stopDuringStep: FaultyStep - 5);
        while (expected.AgentSteps < FaultyStep && UpdatesOf(sound) < saved.Checkpoint.Updates) expected = sound.Resume(stopDuringStep: 1);
        Assert.Equal(saved.Checkpoint.Updates, UpdatesOf(sound));
        Bits.AssertSame(expected.Theta, saved.ReadTheta(), "theta");
    }

    /// <summary>A NaN loss must not make all later means NaN.</summary>
    [Fact]
    public void After_a_fault_the_metrics_are_numbers_again()
    {
        Assert.Throws<TrainingFaultException>(() => Train(Faulty("gradient"), threads: 1, "run"));
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        Trainer.Resume(directory.ReadRequest().For(new WalkTask()), directory);
        string[] rows = File.ReadAllLines(Path.Combine(directory.FullPath, "metrics.csv"));
        string[] columns = rows[0].Split(','), last = rows[^1].Split(',');
        foreach (string column in new[] { "mean_return", "policy_loss", "value_loss", "entropy", "gradient_norm" })
        {
            string field = last[Array.IndexOf(columns, column)];
            Assert.True(double.TryParse(field, out double figure) && double.IsFinite(figure), $"{column} is \"{field}\".");
        }
    }

    [Fact]
    public void A_fault_without_a_directory_is_reported_too() => Assert.Throws<TrainingFaultException>(
        () => Trainer.Train(Requests.Small(5000).For(Faulty("throw"))));

    /// <summary>
    /// A run must not continue from the checkpoint of a refused gradient, because the same learning rate would damage θ again. A failure of
    /// the environment does not affect θ.
    /// </summary>
    [Theory]
    [InlineData("gradient", 0)]
    [InlineData("throw", FaultyStep - 5)]
    [InlineData("nan", FaultyStep - 5)]
    public void A_run_goes_on_from_before_a_refused_gradient_and_from_the_very_failure_of_an_environment(string fault, long first)
    {
        var failure = Assert.Throws<TrainingFaultException>(() => Train(Faulty(fault), threads: 1, "run"));
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        long resumed = directory.ReadCheckpoint(directory.ReadRequest().For(new WalkTask())).AgentSteps;
        Assert.InRange(resumed, first, first + 5);
        Assert.Equal(resumed, failure.ResumesFrom);
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("nan")]
    [InlineData("gradient")]
    public void Faults_never_evict_the_newest_checkpoint_from_before_them(string fault)
    {
        var run = new RunBench(Requests.Small(LastStep), _directory.At("run"));
        run.Start(stopDuringStep: 200);
        string before = run.Checkpoints()[^1];
        for (int attempt = 0; attempt < 4; attempt++)
        {
            RunDirectory directory = RunDirectory.Open(run.Path);
            WalkTask task = Faulty(fault, step: 20);
            Assert.Throws<TrainingFaultException>(() => Trainer.Resume(directory.ReadRequest().For(task), directory));
        }

        Assert.Contains(before, run.Checkpoints());
        Assert.InRange(run.Checkpoints().Length, 3, 6);
        Assert.False(run.Resume().Interrupted);
    }

    private static CheckpointFile Marked(RunDirectory directory, TrainingConfiguration configuration)
    {
        string[] marked = Directory.GetFiles(Path.Combine(directory.FullPath, "checkpoints"), "*-*.checkpoint");
        CheckpointFile checkpoint = directory.SelectCheckpoint(configuration, Assert.Single(marked));
        Assert.NotEqual(CheckpointEnd.Ordinary, checkpoint.Checkpoint.End);
        return checkpoint;
    }

    private static long UpdatesOf(RunBench run) =>
        RunDirectory.Open(run.Path).ReadCheckpoint(RunDirectory.Open(run.Path).ReadRequest().For(new WalkTask())).Updates;

    private static WalkTask Faulty(string fault, int step = FaultyStep) => new()
    {
        Alter = (number, outcome) => number != step ? outcome
            : fault == "nan" ? outcome with { Reward = float.NaN }
            : fault == "gradient" ? outcome with { Reward = float.MaxValue }
            : throw new InvalidOperationException("The emulator has crashed."),
    };

    private void Train(EnvironmentDescription task, int threads, string name, params ReadOnlySpan<(string, string)> options)
    {
        TrainingConfiguration configuration = (Requests.Small(LastStep, options) with { Threads = threads }).For(task);
        Trainer.Train(configuration, RunDirectory.Create(_directory.At(name), configuration));
    }
}
