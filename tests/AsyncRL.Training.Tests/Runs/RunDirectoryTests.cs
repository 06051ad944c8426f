using AsyncRL.Core.State;
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
        Assert.Equal(["checkpoints", "episodes.csv", "lock", "metrics.csv", "run.json", "threads.csv"], names);
    }

    [Fact]
    public void What_exists_is_not_overwritten()
    {
        TrainingConfiguration configuration = Requests.Small().For(new WalkTask());
        string taken = _directory.At("taken");
        Directory.CreateDirectory(taken);
        Assert.Equal(
            $"The output directory {taken} exists; expected a new one "
                + "(to continue a run, use the option --resume of the command train, or Train.Resume in a program).",
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
    public void A_run_that_has_lost_its_checkpoints_cannot_be_resumed()
    {
        var run = new RunBench(Requests.Small(500), _directory.At("run"));
        run.Start();
        Directory.Delete(Path.Combine(run.Path, "checkpoints"), recursive: true);
        Assert.Contains("holds no checkpoint", Sentence.Of(() => run.Resume()), StringComparison.Ordinal);
    }

    /// <summary>The directory after a kill right after run.json was written.</summary>
    [Fact]
    public void A_run_killed_before_its_first_checkpoint_is_resumed_from_its_beginning()
    {
        TrainingConfiguration configuration = Requests.Small(500).For(new WalkTask());
        using (RunDirectory.Create(_directory.At("run"), configuration))
        {
        }

        TrainingResult resumed = new RunBench(Requests.Small(500), _directory.At("run")).Resume();
        Bits.AssertSame(Trainer.Train(configuration).Theta, resumed.Theta, "theta");
    }

    /// <summary>The directory after a kill right before run.json was written.</summary>
    [Fact]
    public void A_directory_with_nothing_but_a_lock_that_no_process_holds_is_free()
    {
        TrainingConfiguration configuration = Requests.Small(500).For(new WalkTask());
        string path = _directory.At("run");
        using (RunDirectory held = RunDirectory.Create(path, configuration))
        {
            File.Delete(Path.Combine(path, "run.json"));
            Assert.Contains("exists", Sentence.Of(() => RunDirectory.Create(path, configuration)), StringComparison.Ordinal);
        }

        using RunDirectory again = RunDirectory.Create(path, configuration);
        Assert.True(File.Exists(Path.Combine(path, "run.json")));
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused()
    {
        var run = new RunBench(Requests.Small(500), _directory.At("run"));
        run.Start();
        using CheckpointFile checkpoint = RunDirectory.Open(run.Path).SelectCheckpoint(Requests.Small(500).For(new WalkTask()));
        TrainingConfiguration other = (Requests.Small(500) with { Environment = "scripted" }).For(new ScriptedTask());
        string sentence = Sentence.Of(() => CheckpointFit.Check(checkpoint, other));
        Assert.Contains(
            "is of the network mlp on 3: dense1.weights[3×64] dense1.bias[64] policy.weights[64×3] policy.bias[3] "
            + "value.weights[64×1] value.bias[1]; expected mlp on 4:",
            sentence,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2, "has no section \"actor-learner 1\"; expected one, because the run has a part of that name.")]
    [InlineData(2, 1, "has a section \"actor-learner 1\", but the run has no part of that name; expected a checkpoint of this run.")]
    public void A_checkpoint_of_another_number_of_threads_is_refused(int written, int expected, string sentence)
    {
        var run = new RunBench(Requests.Small(500) with { Threads = written }, _directory.At("run"));
        run.Start();
        TrainingConfiguration configuration = (Requests.Small(500) with { Threads = written }).For(new WalkTask());
        using CheckpointFile checkpoint = RunDirectory.Open(run.Path).SelectCheckpoint(configuration);
        using var other = new Engine((Requests.Small(500) with { Threads = expected }).For(new WalkTask()));
        Assert.Equal($"The checkpoint {checkpoint.Path} {sentence}", Sentence.Of(() => checkpoint.Restore(other.Sections(null))));
    }

    [Theory]
    [InlineData("shared-rmsprop", "rmsprop")]
    [InlineData("momentum-sgd", "shared-rmsprop")]
    public void A_checkpoint_whose_actor_learners_hold_less_or_more_is_refused(string written, string expected)
    {
        var run = new RunBench(Requests.Small(500, ("optimizer", written)), _directory.At("run"));
        run.Start();
        TrainingConfiguration configuration = Requests.Small(500, ("optimizer", written)).For(new WalkTask());
        using CheckpointFile checkpoint = RunDirectory.Open(run.Path).SelectCheckpoint(configuration);
        var other = new Engine(Requests.Small(500, ("optimizer", expected)).For(new WalkTask()));
        string sentence = Sentence.Of(() => checkpoint.Restore(new Section("actor-learner 0", other.Workers[0].Transfer)));
        Assert.Matches(@"^The checkpoint's (\d+ bytes of )?actor-learner 0 (do not fit|cannot be restored: ).*\.$", sentence);
    }

    [Fact]
    public void A_damaged_newest_checkpoint_gives_way_to_the_one_before_and_is_put_aside()
    {
        var run = new RunBench(Requests.Small(2000), _directory.At("run"));
        run.Start(stopDuringStep: 100);
        long before = run.Resume(stopDuringStep: 100).AgentSteps;
        string[] checkpoints = run.Checkpoints();
        string newest = checkpoints[^1];
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..100]);

        TrainingConfiguration configuration = Requests.Small(2000).For(new WalkTask());
        using RunDirectory directory = RunDirectory.Open(run.Path);
        using CheckpointFile selected = directory.SelectCheckpoint(configuration);
        Assert.Equal(checkpoints[0], selected.Path);
        string note = Assert.Single(selected.Notes);
        Assert.Contains(newest, note, StringComparison.Ordinal);
        long lost = before - selected.Checkpoint.AgentSteps;
        Assert.EndsWith($"what was learned in {lost} agent steps is lost.", note, StringComparison.Ordinal);

        string named = Sentence.Of(() => directory.SelectCheckpoint(configuration, Path.GetFileName(newest)));
        Assert.Contains(newest, named, StringComparison.Ordinal);
        Assert.False(run.Resume().Interrupted);
        Assert.True(File.Exists(newest + ".superseded"));
        using CheckpointFile last = directory.SelectCheckpoint(configuration);
        Bits.AssertSame(Trainer.Train(configuration).Theta, last.ReadTheta(), "theta");
    }

    [Fact]
    public void A_checkpoint_is_named_by_its_agent_steps_or_its_file()
    {
        var run = new RunBench(Requests.Small(2000), _directory.At("run"));
        run.Start(stopDuringStep: 100);
        long newest = run.Resume(stopDuringStep: 100).AgentSteps;
        string older = run.Checkpoints()[0];
        long steps = long.Parse(Path.GetFileNameWithoutExtension(older), System.Globalization.CultureInfo.InvariantCulture);
        TrainingConfiguration configuration = Requests.Small(2000).For(new WalkTask());
        using RunDirectory directory = RunDirectory.Open(run.Path);
        foreach (string name in new[] { $"{steps}", older, Path.GetFileName(older) })
            Assert.Equal(steps, directory.SelectCheckpoint(configuration, name).Checkpoint.AgentSteps);
        Assert.Contains(
            $"There is no checkpoint \"7\" in {Path.Combine(run.Path, "checkpoints")}; "
            + $"expected a file or one of the agent steps {newest}, {steps}.",
            Sentence.Of(() => directory.SelectCheckpoint(configuration, "7")),
            StringComparison.Ordinal);
    }
}
