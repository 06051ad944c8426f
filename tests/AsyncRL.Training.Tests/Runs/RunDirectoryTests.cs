using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_run_writes_what_the_others_read()
    {
        var run = new RunBench(Requests.Small(500), _directory.At("run"));
        run.Start();
        string[] names = Array.ConvertAll(Directory.GetFileSystemEntries(run.Path), entry => Path.GetFileName(entry));
        Array.Sort(names, StringComparer.Ordinal);
        Assert.Equal(["checkpoints", "episodes.csv", "metrics.csv", "run.json", "threads.csv"], names);
    }

    [Fact]
    public void What_exists_is_not_overwritten()
    {
        TrainingConfiguration configuration = Requests.Small().For(new WalkTask());
        string taken = _directory.At("taken");
        Directory.CreateDirectory(taken);
        Assert.Equal(
            $"The output directory {taken} exists; expected a new one (to continue a run, use --resume).",
            Sentence.Of(() => RunDirectory.Create(taken, configuration)));
        string file = _directory.At("file");
        File.WriteAllText(file, "a letter");
        Sentence.Of(() => RunDirectory.Create(file, configuration));
        Assert.Equal("a letter", File.ReadAllText(file));
        Assert.Empty(Directory.GetFileSystemEntries(taken));
    }

    [Fact]
    public void A_path_that_cannot_be_made_is_refused()
    {
        TrainingConfiguration configuration = Requests.Small().For(new WalkTask());
        string file = _directory.At("file");
        File.WriteAllText(file, "a letter");
        foreach (string path in new[] { Path.Combine(file, "run"), "" })
            Assert.Contains("cannot be made", Sentence.Of(() => RunDirectory.Create(path, configuration)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_without_a_manifest_holds_no_run() => Assert.Equal(
        $"The directory {_directory.FullPath} holds no run.json; expected a directory that train wrote.",
        Sentence.Of(() => RunDirectory.Open(_directory.FullPath)));

    [Fact]
    public void A_run_without_a_checkpoint_cannot_be_resumed()
    {
        TrainingConfiguration configuration = Requests.Small().For(new WalkTask());
        RunDirectory directory = RunDirectory.Create(_directory.At("run"), configuration);
        Assert.Contains("holds no checkpoint", Sentence.Of(() => Trainer.Resume(configuration, directory)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused()
    {
        var run = new RunBench(Requests.Small(500), _directory.At("run"));
        run.Start();
        TrainingConfiguration other = (Requests.Small(500) with { Environment = "scripted" }).For(new ScriptedTask());
        string sentence = Sentence.Of(() => RunDirectory.Open(run.Path).ReadCheckpoint(other));
        Assert.Contains(
            "is of the network mlp on 3: dense1.weights[3×64] dense1.bias[64] policy.weights[64×3] policy.bias[3] "
            + "value.weights[64×1] value.bias[1]; expected mlp on 4:",
            sentence,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_number_of_threads_is_refused()
    {
        var run = new RunBench(Requests.Small(500), _directory.At("run"));
        run.Start();
        TrainingConfiguration other = (Requests.Small(500) with { Threads = 2 }).For(new WalkTask());
        Assert.Equal(
            "The checkpoint has 1 actor-learners; expected 2.", Sentence.Of(() => Trainer.Resume(other, RunDirectory.Open(run.Path))));
    }

    [Theory]
    [InlineData("shared-rmsprop", "rmsprop")]
    [InlineData("momentum-sgd", "shared-rmsprop")]
    public void A_checkpoint_whose_actor_learners_hold_less_or_more_is_refused(string written, string expected)
    {
        var run = new RunBench(Requests.Small(500, ("optimizer", written)), _directory.At("run"));
        run.Start();
        TrainingConfiguration other = Requests.Small(500, ("optimizer", expected)).For(new WalkTask());
        string sentence = Sentence.Of(() => Trainer.Resume(other, RunDirectory.Open(run.Path)));
        Assert.Matches(@"^The checkpoint's \d+ bytes of actor-learner 0 do not fit the run's environment and optimizer\.$", sentence);
    }

    [Fact]
    public void A_damaged_newest_checkpoint_is_refused_and_without_it_the_one_before_is_resumed()
    {
        var run = new RunBench(Requests.Small(2000), _directory.At("run"));
        run.Start(stopDuringStep: 100);
        run.Resume(stopDuringStep: 100);
        string newest = run.Checkpoints()[^1];
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..100]);
        Assert.Contains(newest, Sentence.Of(() => run.Resume()), StringComparison.Ordinal);
        File.Delete(newest);
        Assert.False(run.Resume().Interrupted);
    }
}
