using System.Collections.Concurrent;
using System.Globalization;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Only one process at a time trains in a directory.</summary>
public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_second_training_of_a_run_is_refused_and_the_first_is_named()
    {
        RunBench run = MakeRun();
        using RunDirectory first = RunDirectory.Open(run.Path);
        first.Hold();
        string process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        string sentence = Sentence.Of(() => run.Resume());
        Assert.StartsWith($"The run in {run.Path} is being trained by process {process} on ", sentence, StringComparison.Ordinal);

        first.Dispose();
        Assert.False(run.Resume().Interrupted);
    }

    [Fact]
    public void A_run_that_is_being_trained_can_be_read()
    {
        RunBench run = MakeRun();
        using RunDirectory training = RunDirectory.Open(run.Path);
        training.Hold();
        using RunDirectory reading = RunDirectory.Open(run.Path);
        TrainingConfiguration configuration = reading.ReadRequest().For(new WalkTask());
        Assert.True(reading.ReadCheckpoint(configuration).AgentSteps > 0);
    }

    [Fact]
    public void A_training_holds_its_run_from_its_beginning_to_its_end()
    {
        string path = _directory.At("run");
        string? sentence = null;
        var task = new WalkTask
        {
            Alter = (step, outcome) =>
            {
                if (step == 100) sentence = Sentence.Of(() => RunDirectory.Open(path).Hold());
                return outcome;
            },
        };
        TrainingConfiguration configuration = Requests.Small(300).For(task);
        Trainer.Train(configuration, RunDirectory.Create(path, configuration));
        Assert.NotNull(sentence);
        using RunDirectory after = RunDirectory.Open(path);
        after.Hold();
    }

    [Fact]
    public void A_refused_continuation_gives_the_lock_back()
    {
        RunBench run = MakeRun();
        TrainingConfiguration other = (Requests.Small(1000) with { Seed = 8 }).For(new WalkTask());
        Sentence.Of(() => Continuation.Prepare(RunDirectory.Open(run.Path), other));
        Assert.False(run.Resume().Interrupted);
    }

    [Fact]
    public void Sixty_four_runs_without_a_name_at_once_have_sixty_four_directories()
    {
        TrainingConfiguration configuration = Requests.Small(300).For(new WalkTask());
        var paths = new string[64];
        var failures = new ConcurrentQueue<Exception>();
        using var start = new Barrier(paths.Length);
        var threads = new Thread[paths.Length];
        for (int i = 0; i < threads.Length; i++)
        {
            int index = i;
            threads[i] = new Thread(() =>
            {
                start.SignalAndWait();
                try
                {
                    using RunDirectory directory = RunDirectory.CreateNext(configuration, _directory.At("runs"));
                    paths[index] = directory.FullPath;
                }
                catch (Exception failure)
                {
                    failures.Enqueue(failure);
                }
            });
            threads[i].Start();
        }

        foreach (Thread thread in threads) thread.Join();
        Assert.Empty(failures);
        Assert.Equal(64, new HashSet<string>(paths).Count);
        Assert.All(paths, path => Assert.Equal(7ul, RunDirectory.Open(path).ReadRequest().Seed));
    }

    /// <summary>Between opening and locking the file, another process may have locked it, written its run and ended.</summary>
    [Fact]
    public void A_directory_that_has_a_run_by_the_time_it_is_locked_is_not_claimed()
    {
        string directory = _directory.At("run");
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "run.json"), "{}");
        Assert.Null(RunLock.TryClaim(directory));
        Assert.Null(RunLock.TryClaimAbandoned(directory));
        File.Delete(Path.Combine(directory, "run.json"));
        using RunLock? abandoned = RunLock.TryClaimAbandoned(directory);
        Assert.NotNull(abandoned);
    }

    private RunBench MakeRun()
    {
        var run = new RunBench(Requests.Small(1000), _directory.At("run"));
        Assert.True(run.Start(stopDuringStep: 200).Interrupted);
        return run;
    }
}
