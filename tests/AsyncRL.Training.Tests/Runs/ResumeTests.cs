using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> OptimizersAndSharingModes => new()
    {
        { "shared-rmsprop", "hogwild" },
        { "rmsprop", "hogwild" },
        { "momentum-sgd", "hogwild" },
        { "rmsprop", "interlocked" },
        { "shared-rmsprop", "volatile" },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(OptimizersAndSharingModes))]
    public void A_run_interrupted_again_and_again_ends_bit_identical_to_one_that_was_not(string optimizer, string sharing)
    {
        TrainingRequest request = Requests.Small(3000, ("optimizer", optimizer)) with { Sharing = sharing };
        (RunBench whole, RunBench pieces) = RunBench.AssertInterruptionsChangeNothing(request, _directory, [37, 1, 3, 500, 777, 6]);
        Assert.True(pieces.ResumedInMidEpisode >= 2, $"{pieces.ResumedInMidEpisode} resumes were in mid-episode.");
        Assert.Equal(whole.ReadLog("episodes.csv"), pieces.ReadLog("episodes.csv"));
    }

    /// <summary>Simulates a kill: the logs contain rows that are newer than the remaining checkpoint.</summary>
    [Fact]
    public void A_run_resumed_from_an_older_checkpoint_repeats_what_was_lost_bit_for_bit()
    {
        TrainingRequest request = Requests.Small(1500);
        var whole = new RunBench(request, _directory.At("whole"));
        TrainingResult expected = whole.Start();

        var killed = new RunBench(request, _directory.At("killed"));
        killed.Start(stopDuringStep: 200);
        killed.Resume(stopDuringStep: 800);
        string[] checkpoints = killed.Checkpoints();
        Assert.Equal(2, checkpoints.Length);
        File.Delete(checkpoints[1]);
        TrainingResult actual = killed.Resume();

        Bits.AssertSame(expected.Theta, actual.Theta, "theta");
        Assert.Equal(expected.Episodes, actual.Episodes);
        Assert.Equal(whole.ReadLog("episodes.csv"), killed.ReadLog("episodes.csv"));
    }

    [Fact]
    public void A_checkpoint_made_while_the_run_goes_on_is_as_good_as_one_made_at_its_end()
    {
        TrainingRequest request = Requests.Small(1_000_000_000, ("checkpoint-seconds", "0.01"), ("learning-rate-schedule", "constant"));
        var run = new RunBench(request, _directory.At("run"));
        TrainingConfiguration configuration = request.For(new WalkTask());
        using var stop = new CancellationTokenSource();
        var observer = new StopAtSecondCheckpoint(run, stop);
        TrainingResult stopped = Trainer.Train(configuration, RunDirectory.Create(run.Path, configuration), observer, stop.Token);

        string[] checkpoints = run.Checkpoints();
        Assert.Equal(2, checkpoints.Length);
        long resumedAt = AgentStepsOf(checkpoints[0]);
        Assert.Equal(stopped.AgentSteps, AgentStepsOf(checkpoints[1]));
        Assert.InRange(resumedAt, 1, stopped.AgentSteps - 1);
        string episodes = run.ReadLog("episodes.csv");
        File.Delete(checkpoints[1]);
        TrainingResult repeated = run.Resume(stopDuringStep: stopped.AgentSteps - resumedAt);

        Assert.Equal(stopped.AgentSteps, repeated.AgentSteps);
        Bits.AssertSame(stopped.Theta, repeated.Theta, "theta");
        Assert.Equal(episodes, run.ReadLog("episodes.csv"));
    }

    [Fact]
    public void A_run_with_several_threads_resumes_and_goes_on_counting()
    {
        var run = new RunBench(Requests.Small(6000, ("optimizer", "rmsprop")) with { Threads = 3 }, _directory.At("run"));
        TrainingResult first = run.Start(stopDuringStep: 1000);
        Assert.True(first.Interrupted);
        TrainingResult second = run.Resume();
        Assert.False(second.Interrupted);
        Assert.InRange(second.AgentSteps, 6000, 6000 + (3 * 5) - 1);
        Assert.True(second.Episodes > first.Episodes);
        Assert.True(second.Seconds > first.Seconds);
        Assert.All(second.Theta, parameter => Assert.True(float.IsFinite(parameter)));
        Assert.Equal(second.Episodes, run.ReadLog("episodes.csv").Split('\n').Length - 2);
    }

    [Fact]
    public void A_stop_asked_for_before_the_start_trains_nothing_and_leaves_a_run_to_resume()
    {
        TrainingRequest request = Requests.Small(1000);
        var run = new RunBench(request, _directory.At("run"));
        TrainingConfiguration configuration = request.For(new WalkTask());
        RunDirectory directory = RunDirectory.Create(run.Path, configuration);
        TrainingResult nothing = Trainer.Train(configuration, directory, stop: new CancellationToken(true));
        Assert.Equal((0, true), (nothing.AgentSteps, nothing.Interrupted));

        Bits.AssertSame(Trainer.Train(configuration).Theta, run.Resume().Theta, "theta");
    }

    [Fact]
    public void The_shared_statistics_of_a_run_start_from_what_was_asked_for()
    {
        TrainingRequest request = Requests.Small(1000, ("initial-mean-square", "0.25"));
        TrainingConfiguration configuration = request.For(new WalkTask());
        RunDirectory directory = RunDirectory.Create(_directory.At("run"), configuration);
        Trainer.Train(configuration, directory, stop: new CancellationToken(true));
        var engine = new Engine(configuration);
        using CheckpointFile saved = directory.SelectCheckpoint(configuration);
        saved.Restore(engine.Sections(null));
        Assert.All(engine.SharedStatistics!.Block(0).ToArray(), g => Assert.Equal(0.25f, g));
    }

    [Fact]
    public void A_finished_run_resumes_to_what_it_was()
    {
        var run = new RunBench(Requests.Small(500), _directory.At("run"));
        TrainingResult finished = run.Start();
        string episodes = run.ReadLog("episodes.csv");
        TrainingResult again = run.Resume();
        Assert.Equal((finished.AgentSteps, false), (again.AgentSteps, again.Interrupted));
        Bits.AssertSame(finished.Theta, again.Theta, "theta");
        Assert.Equal(episodes, run.ReadLog("episodes.csv"));
    }

    private static long AgentStepsOf(string checkpoint) =>
        long.Parse(Path.GetFileNameWithoutExtension(checkpoint), System.Globalization.CultureInfo.InvariantCulture);

    private sealed class StopAtSecondCheckpoint(RunBench run, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Observe(TrainingProgress progress)
        {
            if (Directory.Exists(Path.Combine(run.Path, "checkpoints")) && run.Checkpoints().Length == 2) stop.Cancel();
        }

        public void ObserveEvaluation(int finished, int total)
        {
        }
    }
}
