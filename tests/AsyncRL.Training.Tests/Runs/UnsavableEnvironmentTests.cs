using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>A run on an environment that cannot save its state: a resumed run begins new episodes.</summary>
public sealed class UnsavableEnvironmentTests : IDisposable
{
    private const string Note = "The environment walk cannot save its state: every actor-learner begins a new episode.";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("a3c", 1)]
    [InlineData("a2c", 16)]
    [InlineData("ppo", 8)]
    public void The_run_is_saved_and_goes_on_with_a_new_episode(string algorithm, int environments)
    {
        Start(Requests.Small(4000, ("t-max", "7")) with { Algorithm = algorithm }, canSave: false);
        var task = new CountedTask(new WalkTask(), canSave: false);
        TrainingResult result = Resume(task, out IReadOnlyList<string> notes);
        Assert.Equal(Note, Assert.Single(notes));
        Assert.True(result.AgentSteps >= 4000);
        Assert.True(task.Resets >= environments, $"{task.Resets} episodes began in {environments} environments.");
    }

    /// <summary>
    /// The gradient of an unapplied segment is abandoned with its episode. Otherwise it would be counted as the last of a finished episode.
    /// </summary>
    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    public void No_episode_that_was_given_up_is_counted(string delay)
    {
        const int actors = 3;
        TrainingRequest request = Requests.Small(400, ("delay-agent-steps", delay)).Simulated(actors);
        Start(request, canSave: false);
        long before = NewestCheckpoint().Episodes;
        var task = new CountedTask(new WalkTask(), canSave: false);
        TrainingResult result = Resume(task, out _);
        Assert.True(task.Resets >= actors, $"{task.Resets} episodes began for {actors} actor-learners.");
        Assert.InRange(result.Episodes - before, task.Resets - actors, task.Resets);
    }

    [Theory]
    [InlineData(true, "the environment's state is saved and the environment cannot restore one")]
    [InlineData(false, "the environment's state is not saved and the environment can restore one")]
    public void A_checkpoint_of_the_other_kind_is_refused(bool couldSave, string sentence)
    {
        Start(Requests.Small(400), couldSave);
        string refused = Sentence.Of(() => Resume(new CountedTask(new WalkTask(), !couldSave), out _));
        Assert.Contains(sentence, refused, StringComparison.Ordinal);
    }

    private string Path => _directory.At("run");

    /// <summary>Half a run, stopped while segments are not yet applied.</summary>
    private void Start(TrainingRequest request, bool canSave) =>
        new RunBench(request, Path, new CountedTask(new WalkTask(), canSave)).Start(stopDuringStep: 200);

    private TrainingResult Resume(CountedTask task, out IReadOnlyList<string> notes)
    {
        RunDirectory directory = RunDirectory.Open(Path);
        Continuation continuation = Continuation.Prepare(directory, directory.ReadRequest().For(task));
        notes = [.. continuation.Notes];
        return Trainer.Resume(continuation);
    }

    private Checkpoint NewestCheckpoint()
    {
        using RunDirectory directory = RunDirectory.Open(Path);
        return directory.ReadCheckpoint(directory.ReadRequest().For(new CountedTask(new WalkTask(), canSave: false)));
    }
}
