using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Environments.Checking;
using AsyncRL.Profiling;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Every owner of environments disposes of each of them exactly once.</summary>
public class EnvironmentDisposalTests
{
    [Fact]
    public void A_resolved_configuration_leaves_none() => AssertNoneIsLeft(task => Requests.Small().For(task));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_and_its_continuation_leave_none(bool isSimulated) => AssertNoneIsLeft(task =>
    {
        using var directory = new TemporaryDirectory();
        TrainingRequest request = Requests.Small(300, ("evaluation-episodes", "3"));
        TrainingConfiguration configuration = (isSimulated ? request.Simulated(3) : request).For(task);
        Trainer.Train(configuration, RunDirectory.Create(directory.At("run"), configuration));
        RunDirectory again = RunDirectory.Open(directory.At("run"));
        Trainer.Resume((again.ReadRequest() with { AgentSteps = 600 }).For(task), again);
    });

    [Fact]
    public void A_failing_run_leaves_none() => AssertNoneIsLeft(task =>
    {
        TrainingConfiguration configuration = Requests.Small(5000).For(task);
        Assert.Throws<TrainingFaultException>(() => Trainer.Train(configuration));
    }, new WalkTask { Alter = (step, outcome) => step < 100 ? outcome : throw new InvalidOperationException("The end.") });

    [Fact]
    public void A_run_that_cannot_create_its_third_environment_leaves_none()
    {
        // The configuration creates the first instance.
        var task = new CountedTask(new WalkTask()) { FailingCreation = 4 };
        TrainingConfiguration configuration = Requests.Small().Simulated(5).For(task);
        Assert.Throws<InvalidOperationException>(() => Trainer.Train(configuration));
        Assert.Equal((4, 0), (task.Created, task.Undisposed));
    }

    [Fact]
    public void An_actor_whose_wrapper_cannot_be_made_leaves_none() => AssertNoneIsLeft(task =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Actor(
            task, task.DefaultOptions, new RandomGenerator(1), environment => new TimeLimit(new TimeLimit(environment, 5), 0))));

    [Fact]
    public void An_evaluation_leaves_none() => AssertNoneIsLeft(task =>
    {
        TrainingConfiguration configuration = Requests.Small().For(task);
        Evaluator.Evaluate(configuration, new float[configuration.Network.Layout.BlockLength], 2, seed: 1, greedy: false);
    });

    [Fact]
    public void A_profile_leaves_none() => AssertNoneIsLeft(task =>
    {
        var setup = new ProfileSetup("walk", [Requests.Small().For(task)]);
        Profiler.Profile(new ProfileRequest { Setups = [setup], Seconds = 0.04, SliceSeconds = 0.02, WarmUpSeconds = 0.02 });
    });

    [Fact]
    public void An_estimate_of_memory_leaves_none() =>
        AssertNoneIsLeft(task => MemoryEstimate.OfTraining(Requests.Small().For(task)));

    [Fact]
    public void A_check_leaves_none() => AssertNoneIsLeft(task => EnvironmentChecker.Check(task));

    private static void AssertNoneIsLeft(Action<CountedTask> use, WalkTask? inner = null)
    {
        var task = new CountedTask(inner ?? new WalkTask());
        use(task);
        Assert.True(task.Created > 0, "No environment was created.");
        Assert.Equal(0, task.Undisposed);
    }
}
