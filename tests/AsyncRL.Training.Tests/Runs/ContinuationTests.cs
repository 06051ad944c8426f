using System.Text.Json.Nodes;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>The options that may change in a resumed run, those that may not, and the messages.</summary>
public sealed class ContinuationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>The option, its new value, and its value in the checkpoint.</summary>
    public static TheoryData<string, string, string> KeptOptions => new()
    {
        { "optimizer", "adam", "shared-rmsprop" },
        { "initializer", "orthogonal", "torch" },
        { "initial-mean-square", "1", "0" },
        { "t-max", "7", "5" },
        { "discount", "0.5", "0.99" },
        { "reward-noise", "0.1", "0.5" },
        { "normalize-observations", "true", "false" },
    };

    public static TheoryData<string, string> NewOptions => new()
    {
        { "learning-rate", "0.003" },
        { "learning-rate-schedule", "constant" },
        { "clip-norm", "1" },
        { "entropy-weight", "0.5" },
        { "epsilon", "0.01" },
        { "report-seconds", "5" },
        { "checkpoint-seconds", "5" },
        { "keep-checkpoints", "5" },
        { "evaluation-episodes", "3" },
        { "update", "plain" },
        { "vector-width", "scalar" },
        { "table-rows", "200" },
    };

    private string Path => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(KeptOptions))]
    public void What_the_checkpoint_depends_on_is_kept(string option, string value, string before)
    {
        Start();
        TrainingConfiguration other = Requests.Small(2000, (option, value)).For(new WalkTask());
        Assert.Equal(
            $"The option {option} is \"{value}\", but the checkpoint was made with \"{before}\"; "
            + $"expected \"{before}\", which a run keeps when it is resumed.",
            Sentence.Of(() => Continuation.Prepare(RunDirectory.Open(Path), other)));
        AssertUntouched();
    }

    [Fact]
    public void Seed_threads_execution_algorithm_network_and_environment_are_kept()
    {
        Start();
        TrainingRequest request = Requests.Small(2000);
        Refuse("seed", request with { Seed = 8 });
        Refuse("threads", request with { Threads = 2 });
        Refuse("execution", request.Simulated(1));
        Refuse("algorithm", request with { Algorithm = "one-step-q" });
        Refuse("network", request with { Network = "mlp-lstm" });
        TrainingConfiguration other = (request with { Environment = "scripted" }).For(new ScriptedTask());
        Assert.Contains(
            "option environment is", Sentence.Of(() => RunDirectory.Open(Path).ReadCheckpoint(other)), StringComparison.Ordinal);
        AssertUntouched();

        void Refuse(string name, TrainingRequest changed) => Assert.Contains(
            $"The option {name} is ",
            Sentence.Of(() => Continuation.Prepare(RunDirectory.Open(Path), changed.For(new WalkTask()))),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NewOptions))]
    public void What_may_change_is_taken_said_and_kept(string option, string value)
    {
        long agentSteps = Start();
        TrainingConfiguration changed = Requests.Small(2000, (option, value)).For(new WalkTask());
        Continuation continuation = Continuation.Prepare(RunDirectory.Open(Path), changed);
        string note = Assert.Single(continuation.Notes);
        Assert.StartsWith($"The option {option} is now {value}; it was ", note, StringComparison.Ordinal);
        Trainer.Resume(continuation, stop: new CancellationToken(true));

        Assert.Equal(value, RunDirectory.Open(Path).ReadRequest().Assignments[option]);
        JsonArray history = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Path, "run.json")))!["changes"]!.AsArray();
        JsonNode entry = Assert.Single(history)!;
        Assert.Equal((option, value, agentSteps), ((string)entry["option"]!, (string)entry["after"]!, (long)entry["agentStep"]!));

        Continuation again = Continuation.Prepare(RunDirectory.Open(Path), RunDirectory.Open(Path).ReadRequest().For(new WalkTask()));
        Assert.Empty(again.Notes);
        Assert.False(Trainer.Resume(again).Interrupted);
    }

    [Fact]
    public void A_finished_run_can_be_made_longer_and_not_shorter()
    {
        var run = new RunBench(Requests.Small(1000), Path);
        long done = run.Start().AgentSteps;
        Assert.Equal(
            $"The number of agent steps is 900; expected at least {done}, which the run has done.",
            Sentence.Of(() => Continuation.Prepare(RunDirectory.Open(Path), Requests.Small(900).For(new WalkTask()))));
        TrainingResult longer = Trainer.Resume(Requests.Small(3000).For(new WalkTask()), RunDirectory.Open(Path));
        Assert.InRange(longer.AgentSteps, 3000, 3020);
    }

    [Fact]
    public void A_run_killed_before_its_first_step_can_be_resumed()
    {
        var run = new RunBench(Requests.Small(1000), Path);
        string? copied = null;
        var task = new WalkTask
        {
            Alter = (step, outcome) =>
            {
                if (step == 1) copied = Assert.Single(run.Checkpoints());
                return outcome;
            },
        };
        TrainingConfiguration configuration = Requests.Small(1000).For(task);
        Trainer.Train(configuration, RunDirectory.Create(Path, configuration));
        Assert.EndsWith("000000000000.checkpoint", copied, StringComparison.Ordinal);
    }

    [Fact]
    public void What_killed_writes_left_is_removed_when_a_run_is_resumed()
    {
        Start();
        string[] leftovers = [.. Array.ConvertAll(new[] { "run.json", "metrics.csv", "checkpoints/000000000009.checkpoint" }, Leave)];
        new RunBench(Requests.Small(2000), Path).Resume();
        Assert.All(leftovers, file => Assert.False(File.Exists(file), file));

        string Leave(string name)
        {
            string file = System.IO.Path.Combine(Path, name) + ".tmp";
            File.WriteAllText(file, "half of it");
            return file;
        }
    }

    /// <summary>Simulates a power cut that lost rows of the tables.</summary>
    [Fact]
    public void Lost_rows_are_told_and_the_tables_stay_whole()
    {
        Start();
        foreach ((string table, int bytes) in new[] { ("metrics.csv", 7), ("episodes.csv", 3) })
        {
            using FileStream file = File.OpenWrite(System.IO.Path.Combine(Path, table));
            file.SetLength(file.Length - bytes);
        }

        Continuation continuation = Continuation.Prepare(RunDirectory.Open(Path), Requests.Small(2000).For(new WalkTask()));
        Assert.Equal(2, continuation.Notes.Count);
        Assert.Matches(
            @"^The table metrics.csv holds \d+ whole rows of the \d+ that the checkpoint counted; the others are lost\.$",
            continuation.Notes[0]);
        Trainer.Resume(continuation);
        foreach (string table in new[] { "metrics.csv", "threads.csv", "episodes.csv" })
        {
            string[] rows = File.ReadAllLines(System.IO.Path.Combine(Path, table));
            Assert.All(rows, row => Assert.Equal(rows[0].Split(',').Length, row.Split(',').Length));
        }
    }

    [Fact]
    public void A_directory_that_is_removed_while_the_run_goes_on_is_written_again()
    {
        if (OperatingSystem.IsWindows()) return;
        var whole = new RunBench(Requests.Small(2000), _directory.At("whole"));
        whole.Start();
        var task = new WalkTask
        {
            Alter = (step, outcome) =>
            {
                if (step == 500) Directory.Delete(Path, recursive: true);
                return outcome;
            },
        };
        TrainingConfiguration configuration = Requests.Small(2000).For(task);
        Trainer.Train(configuration, RunDirectory.Create(Path, configuration));
        Assert.Equal(whole.ReadLog("episodes.csv"), File.ReadAllText(System.IO.Path.Combine(Path, "episodes.csv")));
        using RunDirectory directory = RunDirectory.Open(Path);
        Assert.Equal(2000, directory.ReadRequest().AgentSteps);
        Assert.True(directory.ReadCheckpoint(configuration).AgentSteps >= 2000);
        directory.Hold();
    }

    /// <returns>T at which the run was interrupted.</returns>
    private long Start()
    {
        var run = new RunBench(Requests.Small(2000), Path);
        TrainingResult result = run.Start(stopDuringStep: 300);
        Assert.True(result.Interrupted);
        return result.AgentSteps;
    }

    private void AssertUntouched() => Assert.False(new RunBench(Requests.Small(2000), Path).Resume().Interrupted);
}
