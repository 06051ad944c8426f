using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

public class ObserverTests
{
    [Fact]
    public void An_observer_that_fails_ends_the_threads_and_its_failure_is_reported()
    {
        var task = new WalkTask();
        var failure = new InvalidOperationException("The window is closed.");
        TrainingConfiguration configuration = (Requests.Small(long.MaxValue) with { Threads = 2 }).For(task);
        var observer = new FailingObserver(failure);
        Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => Trainer.Train(configuration, observer: observer)));

        long steps = task.Steps;
        Assert.True(steps > 0);
        SpinWait.SpinUntil(() => task.Steps > steps, millisecondsTimeout: 100);
        Assert.Equal(steps, task.Steps);
    }

    [Fact]
    public void What_was_learned_until_the_observer_failed_is_saved()
    {
        using var temporary = new TemporaryDirectory();
        TrainingConfiguration configuration = Requests.Small(long.MaxValue).For(new WalkTask());
        RunDirectory directory = RunDirectory.Create(temporary.At("run"), configuration);
        var failure = new IOException("The terminal is closed.");
        Assert.Same(failure, Assert.Throws<IOException>(() => Trainer.Train(configuration, directory, new FailingObserver(failure))));
        Assert.True(directory.ReadCheckpoint(configuration).AgentSteps > 0);
    }

    [Fact]
    public void An_observer_sees_t_grow_to_its_end()
    {
        var observer = new RecordingObserver();
        TrainingResult result = Trainer.Train((Requests.Small(3000) with { Threads = 2 }).For(new WalkTask()), observer: observer);
        TrainingProgress last = observer.Seen[^1];
        Assert.Equal((result.AgentSteps, 3000), (last.AgentSteps, last.LastAgentStep));
        Assert.Equal(2, last.Threads.Length);
        Assert.Equal(result.AgentSteps, last.Threads[0].AgentSteps + last.Threads[1].AgentSteps);
        Assert.Equal(result.Episodes, last.Recent.Episodes);
        Assert.InRange(last.RecentMeanReturn, double.MinValue, last.BestReturn);
        for (int i = 1; i < observer.Seen.Count; i++) Assert.True(observer.Seen[i].AgentSteps >= observer.Seen[i - 1].AgentSteps);
    }

    [Fact]
    public void An_observer_is_told_of_every_evaluated_episode_of_both_kinds()
    {
        var observer = new RecordingObserver();
        Trainer.Train(Requests.Small(100, ("evaluation-episodes", "3")).For(new WalkTask()), observer: observer);
        Assert.Equal([(1, 6), (2, 6), (3, 6), (4, 6), (5, 6), (6, 6)], observer.Evaluated);
    }

    private sealed class FailingObserver(Exception failure) : ITrainingObserver
    {
        public void Observe(TrainingProgress progress) => throw failure;

        public void ObserveEvaluation(int finished, int total)
        {
        }
    }

    private sealed class RecordingObserver : ITrainingObserver
    {
        internal List<TrainingProgress> Seen { get; } = [];

        internal List<(int Finished, int Total)> Evaluated { get; } = [];

        public void Observe(TrainingProgress progress) => Seen.Add(progress);

        public void ObserveEvaluation(int finished, int total) => Evaluated.Add((finished, total));
    }
}
